import { named } from './namedParts';
import { designFrom, networkOf, scene } from './network';
import { estimate, logScale, most } from './questions';
import { ROUND_DEVICE, timeOf } from './roundDevice';
import { claim, lesson, lit, percent, ratio, say, share, term } from './text';

const ALL = { reference: { se_style: 'all' } } as const;
const NONE = { reference: { se_ratio: null } } as const;
const S = networkOf(designFrom('S'));
const all = networkOf(designFrom('S', ALL));
const none = networkOf(designFrom('S', NONE));
const BLOCK = 'layer2.0';

const flags = (network: typeof S) => network.architecture().stages.flatMap(({ se }) => se);
const blocks = claim('number', () => flags(S).length);
const gated = claim('number', () => flags(S).filter(Boolean).length);
const channels = claim('number', () => S.output(`${BLOCK}.conv2`)[1] ?? 0);
const squeezed = claim('number', () => S.output(`${BLOCK}.se_module.fc1`)[1] ?? 0);
const gateParameters = claim('parameters', () => S.parameters().value() - none.parameters().value());
const gateMacs = claim('MACs', () => S.macs().value() - none.macs().value());
/** The part of the predicted time that goes to the gates. */
const gateTime = claim('share', () => 1 - timeOf(none).value() / timeOf(S).value());
const growth = (value: () => number, base: () => number) => claim('share', () => value() / base() - 1);
const moreParameters = growth(all.parameters().value, S.parameters().value);
const moreMacs = growth(all.macs().value, S.macs().value);
const moreOutputs = growth(all.convOutputBytes().value, S.convOutputBytes().value);

/** What squeeze-and-excitation is, where it stands, and what it costs. */
export const SQUEEZE = lesson({
  name: 'squeeze',
  title: 'SE in half of the blocks',
  summary: 'A gate that sees the whole clip costs almost no work, and some parameters.',
  steps: [
    {
      title: 'A gate for every channel',
      scene: scene('S', { at: `${BLOCK}.se_module` }),
      text: [
        say`The first block of each stage has a ${lit('side branch', `${BLOCK}.se_module`)}, ${term('SE', 'se')}. It takes the mean of each of ${channels} channels over the whole clip, squeezes these to ${squeezed} numbers, and makes a gate between zero and one for every channel of them.`,
        say`Every second block has one, ${gated} of ${blocks}: ${lit('these', named('se_module'))}. A convolution sees its neighbourhood; a gate depends on every frame and pixel.`,
      ],
      question: estimate({
        ask: say`What part of the network’s work do all gates take, in per cent?`,
        answer: percent(share(gateMacs, S.macs())),
        ...logScale(0.001, 10),
        reveal: say`${share(gateMacs, S.macs())}: ${gateMacs} of ${S.macs()}. A gate works on one number a channel, not on one a pixel. Its parameters weigh more: ${gateParameters}, which is ${share(gateParameters, S.parameters())} of all.`,
      }),
    },
    {
      title: 'Half, or all?',
      scene: scene('S'),
      text: say`The reference knows two ways: SE in half of the blocks, starting with the first, or in all. Published members use half.`,
      question: most({
        ask: say`With SE in all blocks, what grows by the largest part?`,
        options: [
          { label: say`Parameters`, claim: moreParameters },
          { label: say`MACs`, claim: moreMacs },
          { label: say`Convolution outputs`, claim: moreOutputs },
        ],
        revealed: scene('S', ALL),
        reveal: say`Parameters, by ${moreParameters}; the work grows by ${moreMacs}. By that count the other half would be almost free.`,
      }),
    },
    {
      title: 'None at all',
      scene: scene('S', NONE),
      text: [
        say`Here is the network without SE: ${none.parameters()} and ${none.macs()}, less work by ${share(gateMacs, S.macs())}. On a device a gate is more than its work: it waits for the whole clip, and then reads and writes all channels once more to scale them.`,
        say`Take a device of round numbers: ${claim('MACs', () => ROUND_DEVICE.macsPerSecond)} and ${claim('bytes', () => ROUND_DEVICE.bytesPerSecond)} in a second. By the ${term('roofline', 'roofline')} X3D-S takes ${timeOf(S)} on it.`,
      ],
      question: estimate({
        ask: say`What part of that time is gone without the gates, in per cent?`,
        answer: percent(gateTime),
        ...logScale(0.001, 100),
        reveal: [
          say`${gateTime}, which is ${ratio(gateTime, share(gateMacs, S.macs()))} their part of the work. Moving values costs time that MACs do not count. What gates gain in accuracy only training can tell.`,
          say`In the form, Blocks with SE and Squeeze ratio bring them back.`,
        ],
      }),
    },
  ],
  further: [
    { kind: 'field', label: 'Blocks with SE', field: 'reference.se_style' },
    { kind: 'explore', label: 'Sweep the squeeze ratio', activity: 'sweep' },
  ],
  sources: ['mmaction2 mmaction/models/backbones/x3d.py (SEModule, se_style, se_ratio)'],
});
