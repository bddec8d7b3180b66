import type { Claim } from './lesson';
import { named } from './namedParts';
import { designFrom, type Network, networkOf, scene } from './network';
import { estimate, linearScale, logScale, most } from './questions';
import { predicted, ROUND_DEVICE, timeOf } from './roundDevice';
import { claim, fact, lesson, lit, percent, ratio, say, share, term } from './text';

const NARROW = { reference: { gamma_w: 1 / 3 }, clip: { t: 16, h: 312, w: 312 } } as const;
const WIDE = { reference: { gamma_w: 2, gamma_b: 1, gamma_d: 1 } } as const;
const S = networkOf(designFrom('S'));
const narrow = networkOf(designFrom('S', NARROW));
const wide = networkOf(designFrom('S', WIDE));
const BLOCK = 'layer1.0';

const macsPerSecond = claim('MACs', () => ROUND_DEVICE.macsPerSecond);
const bytesPerSecond = claim('bytes', () => ROUND_DEVICE.bytesPerSecond);
const dispatch = claim('ms', () => 1000 * ROUND_DEVICE.dispatchSeconds);

const idle = claim('ms', () => predicted(S).layers.reduce((sum, { macs, ms }) => sum + (macs === 0 ? ms : 0), 0));
const bytesAMac = (network: Network): Claim =>
  claim('number', () => {
    const moved = predicted(network).layers.reduce((sum, { bytes }) => sum + bytes, 0);
    return Number((moved / network.macs().value()).toPrecision(3));
  });
const boundOf = (path: string) =>
  fact(() => (predicted(S).byPath.get(path)?.bound === 'memory' ? 'moving values' : 'arithmetic'));

/** Why work and time are not the same. */
export const SLOWER = lesson({
  name: 'slower',
  title: 'Why fewer MACs can be slower',
  summary: 'A layer waits for its arithmetic or for its memory, and MACs count only the arithmetic.',
  steps: [
    {
      title: 'A device of round numbers',
      scene: scene('S', { at: BLOCK }),
      text: [
        say`Let a device do ${macsPerSecond} in a second, move ${bytesPerSecond} in a second, and take ${dispatch} to start an operation. These are round numbers, not a measurement. By the ${term('roofline', 'roofline')} each layer takes the longer of its arithmetic and its moving.`,
        say`In ${lit('this block', BLOCK)} the ${lit('first convolution', `${BLOCK}.conv1`)} and the ${lit('last', `${BLOCK}.conv3`)} mix channels, the ${lit('middle one', `${BLOCK}.conv2`)} filters them one by one. The ${lit('gate', `${BLOCK}.se_module`)} multiplies almost nothing.`,
      ],
      question: estimate({
        ask: say`What part of the predicted time of X3D-S goes to layers that have no MACs at all, in per cent?`,
        answer: percent(share(idle, timeOf(S))),
        ...linearScale(1, 100),
        reveal: say`${share(idle, timeOf(S))}: activations, sums, pools and gates read and write values without multiplying them in the sense of a MAC. A runtime that fuses them into convolutions saves part of that.`,
      }),
    },
    {
      title: 'Cheap in MACs, dear in bytes',
      scene: scene('S', { at: BLOCK, measure: 'macs' }),
      text: say`Look at the ${lit('gate', `${BLOCK}.se_module`)} of this block. It takes ${share(S.macs(`${BLOCK}.se_module`), S.macs(BLOCK))} of the block’s MACs. But it reads every value of its input twice, for the mean and for the scaling, and writes every one.`,
      question: estimate({
        ask: say`What part of the block’s time does it take on that device, in per cent?`,
        answer: percent(share(timeOf(S, `${BLOCK}.se_module`), timeOf(S, BLOCK))),
        ...logScale(0.0001, 100),
        reveal: say`${share(timeOf(S, `${BLOCK}.se_module`), timeOf(S, BLOCK))}: ${timeOf(S, `${BLOCK}.se_module`)}. The ${lit('channel-wise convolution', `${BLOCK}.conv2`)} waits for ${boundOf(`${BLOCK}.conv2.conv`)} as well, ${timeOf(S, `${BLOCK}.conv2.conv`)}; the ${lit('first pointwise one', `${BLOCK}.conv1`)} for ${boundOf(`${BLOCK}.conv1.conv`)}, ${timeOf(S, `${BLOCK}.conv1.conv`)}.`,
      }),
    },
    {
      title: 'Two networks',
      scene: scene('S', { level: 'stages', ...NARROW }),
      text: say`The first network is narrow and looks at more and larger frames: it takes ${narrow.macs()}. The second is wide and shallow, on the frames of X3D-S: ${wide.macs()}, which is ${ratio(wide.macs(), narrow.macs())} as much.`,
      question: most({
        ask: say`Which one is slower on that device?`,
        options: [
          { label: say`The narrow one, with fewer MACs`, claim: timeOf(narrow) },
          { label: say`The wide one, with more MACs`, claim: timeOf(wide) },
        ],
        revealed: scene('S', { level: 'stages', ...WIDE }),
        reveal: [
          say`The narrow one. It moves ${bytesAMac(narrow)} bytes for every MAC, the wide one ${bytesAMac(wide)}: few channels on many pixels make ${lit('channel-wise convolutions', named('conv2'))} and sums large and mixing small.`,
          say`How it is on your device is a matter of measuring: the Time tab does that.`,
        ],
      }),
    },
  ],
  further: [
    { kind: 'tab', label: 'Time this network here', tab: 'time' },
    { kind: 'explore', label: 'Predicted time in a sweep', activity: 'sweep' },
  ],
  sources: [
    'Roofline: Williams, Waterman and Patterson 2009',
    'The device is assumed; its numbers stand in the lesson',
  ],
});
