import { channelwiseIn, convolutionsIn, kernelText, pointwiseIn } from './convolutions';
import type { Lesson } from './lesson';
import { designFrom, networkOf, scene } from './network';
import { estimate, most } from './questions';
import { claim, fact, lit, named, ratio, say, share, term } from './text';

const S = networkOf(designFrom('S'));
const BLOCK = 'layer3.1';
const CONV2 = `${BLOCK}.conv2`;

const channels = claim('number', () => S.output(CONV2)[1] ?? 0);
const kernel = fact(() => kernelText(S.layer(CONV2)));
const macs = S.macs(CONV2);
/** The same convolution mixing all channels: each output reads every channel instead of its own. */
const mixing = claim('MACs', () => macs.value() * channels.value());

const convolutions = S.macsOf(convolutionsIn);
const channelwise = S.macsOf(channelwiseIn);
const pointwise = S.macsOf(pointwiseIn);
const spatialStem = S.macs('conv1_s');
/** The whole network, were every convolution over space and time in its blocks to mix its channels. */
const allMixing = claim('MACs', () =>
  named('conv2')(S.architecture()).reduce(
    (sum, path) => sum + S.macs(path).value() * ((S.output(path)[1] ?? 1) - 1),
    S.macs().value(),
  ),
);

/** What a channel-wise 3-D convolution saves, and where the work is instead. */
export const CHANNELWISE: Lesson = {
  name: 'channelwise',
  title: 'What a channel-wise convolution saves',
  summary: 'Filtering every channel by itself makes convolutions over space and time affordable.',
  steps: [
    {
      title: 'One filter a channel',
      scene: scene('S', { at: BLOCK }),
      text: [
        say`This is X3D-S, with one block opened. Its ${lit('middle convolution', CONV2)} looks at ${kernel} positions. It is ${term('channel-wise', 'channelwise')}: each of its ${channels} channels is filtered by itself.`,
        say`It takes ${macs} for one clip. A usual convolution of the same size would mix all ${channels} channels into each of its outputs.`,
      ],
      question: estimate({
        ask: say`How many times as much work would the usual convolution be?`,
        answer: ratio(mixing, macs),
        from: 2,
        to: 2000,
        scale: 'log',
        reveal: [
          say`Each output would read ${channels} channels instead of one, so it is ${ratio(mixing, macs)} the work: ${mixing} in place of ${macs}. The saving is the number of channels, whatever the kernel.`,
        ],
      }),
    },
    {
      title: 'Who mixes the channels, then?',
      scene: scene('S', { at: BLOCK, measure: 'macs' }),
      text: [
        say`Channels must meet somewhere. The ${lit('convolutions before and after', (a) => named('conv1', 'conv3')(a).filter((path) => path.startsWith(`${BLOCK}.`)))} are ${term('pointwise', 'pointwise')}: they mix channels at each position and look at no neighbour. The graph is coloured by ${term('MACs', 'mac')} now.`,
      ],
      question: most({
        ask: say`In the whole network, where do most of the multiplications of convolutions lie?`,
        options: [
          { label: say`In the channel-wise ones, over space and time`, claim: channelwise },
          { label: say`In the pointwise ones, which only mix`, claim: pointwise },
          { label: say`In the one that reads the frames`, claim: spatialStem },
        ],
        reveal: [
          say`The pointwise convolutions take ${share(pointwise, convolutions)} of them, the channel-wise ones ${share(channelwise, convolutions)}. Looking around in space and time has become the cheap part.`,
        ],
      }),
    },
    {
      title: 'Without it',
      scene: scene('S', { measure: 'macs' }),
      text: [
        say`All of X3D-S takes ${S.macs()}. Were every ${lit('3-D convolution in its blocks', named('conv2'))} a usual one, it would take ${allMixing}: ${ratio(allMixing, S.macs())} the work.`,
        say`Select any block to see how its work is spread. Then try what ${term('γ_b', 'gamma_b')} does to it: it sets how many channels are filtered.`,
      ],
      question: null,
    },
  ],
  sources: ['mmaction2 mmaction/models/backbones/x3d.py (BlockX3D: conv2 has as many groups as channels)'],
};
