import { channelwiseIn, convolutionsIn, kernelText, pointwiseIn } from './convolutions';
import { named } from './namedParts';
import { designFrom, networkOf, scene } from './network';
import { estimate, logScale, pointAtMost } from './questions';
import { claim, fact, lesson, lit, ratio, say, share, term } from './text';

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
/** The whole network, were every convolution over space and time in its blocks to mix its channels. */
const allMixing = claim('MACs', () =>
  named('conv2')(S.architecture()).reduce(
    (sum, path) => sum + S.macs(path).value() * ((S.output(path)[1] ?? 1) - 1),
    S.macs().value(),
  ),
);

/** What a channel-wise 3-D convolution saves, and where the work is instead. */
export const CHANNELWISE = lesson({
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
        ...logScale(2, 2000),
        reveal: say`Each output would read ${channels} channels instead of one, so it is ${ratio(mixing, macs)} the work: ${mixing} in place of ${macs}. The saving is the number of channels, whatever the kernel.`,
      }),
    },
    {
      title: 'Who mixes the channels, then?',
      // Coloured by what is the same for all three, so that the graph does not give it away.
      scene: scene('S', { at: BLOCK, measure: 'activations' }),
      text: say`Channels must meet somewhere. The ${lit('convolutions before and after', (a) => named('conv1', 'conv3')(a).filter((path) => path.startsWith(`${BLOCK}.`)))} are ${term('pointwise', 'pointwise')}: they mix channels at each position, and look neither around nor back and forth in time.`,
      question: pointAtMost({
        ask: say`Which part of this block costs the most ${term('MACs', 'mac')}?`,
        parts: () => S.childrenOf(BLOCK).map((path) => ({ path, claim: S.macs(path) })),
        revealed: scene('S', { at: BLOCK, measure: 'macs' }),
        reveal: [
          say`The first and the last, ${S.macs(`${BLOCK}.conv1`)} each: they are each other’s mirror. The ${lit('middle one', CONV2)}, which looks at ${kernel} positions, takes ${macs}.`,
          say`So it is everywhere: of all convolutions’ work the pointwise take ${share(pointwise, convolutions)}, the channel-wise ${share(channelwise, convolutions)}. Looking around has become the cheap part.`,
        ],
      }),
    },
    {
      title: 'The whole network without it',
      scene: scene('S', { measure: 'macs' }),
      text: say`One layer would cost ${ratio(mixing, macs)} as much. X3D-S takes ${S.macs()} in all, and has such a ${lit('3-D convolution', named('conv2'))} in every block.`,
      question: estimate({
        ask: say`Were every one of them a usual convolution, how many times the work would the whole network be?`,
        answer: ratio(allMixing, S.macs()),
        ...logScale(2, 500),
        reveal: [
          say`${ratio(allMixing, S.macs())}: ${allMixing}. Not ${ratio(mixing, macs)}, since most of the work was pointwise and stays what it is. Early stages have fewer channels, too.`,
          say`Now try ${term('γ_b', 'gamma_b')} in the form: it sets how many channels are filtered.`,
        ],
      }),
    },
  ],
  further: [
    { kind: 'measure', label: 'Colour the graph by MACs', measure: 'macs' },
    { kind: 'field', label: 'Bottleneck', field: 'reference.gamma_b' },
  ],
  sources: ['mmaction2 mmaction/models/backbones/x3d.py (BlockX3D: conv2 has as many groups as channels)'],
});
