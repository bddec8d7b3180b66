import { byKey } from '../memo/byKey';
import { type AxisName, axisNamed } from '../scaling/axes';
import { moveAlong } from '../scaling/double';
import type { Claim, Option, PlacedDesign, Unit } from './lesson';
import { named } from './namedParts';
import { designFrom, type Network, networkOf, scene } from './network';
import { least, most, place } from './questions';
import { claim, lesson, lit, ratio, say, term } from './text';

const M = networkOf(designFrom('M'));

/** X3D-M with one number doubled, everything else as it is. */
const TWICE = {
  frames: { clip: { t: 2 * M.design.clip.t } },
  side: { clip: { h: 2 * M.design.clip.h, w: 2 * M.design.clip.w } },
  width: { reference: { gamma_w: 2 } },
  bottleneck: { reference: { gamma_b: 2 * M.design.reference.gamma_b } },
  depth: { reference: { gamma_d: 2 * (M.design.reference.gamma_d ?? 1) } },
} as const;
const twice = (what: keyof typeof TWICE): Network => networks[what];
const networks = {
  frames: networkOf(designFrom('M', TWICE.frames)),
  side: networkOf(designFrom('M', TWICE.side)),
  width: networkOf(designFrom('M', TWICE.width)),
  bottleneck: networkOf(designFrom('M', TWICE.bottleneck)),
  depth: networkOf(designFrom('M', TWICE.depth)),
};
const grown = (what: keyof typeof TWICE): Claim => ratio(twice(what).macs(), M.macs());
const grownParameters = (what: keyof typeof TWICE): Claim => ratio(twice(what).parameters(), M.parameters());

const placed = (name: string, network: Network): PlacedDesign => ({
  name,
  x: network.macs(),
  y: network.parameters(),
});

/** The design an axis offers for a step that about doubles MACs. */
const step = byKey((axis: AxisName) => {
  const moved = moveAlong(M.design, axisNamed(axis), 2);
  if (!('design' in moved)) throw new Error(`X3D-M cannot be moved along ${axis}: ${moved.reason}`);
  return networkOf(moved.design);
});
const afterStep = (axis: AxisName, unit: Unit, of: (network: Network) => Claim): Claim =>
  claim(unit, () => of(step(axis)).value());
const offered = (unit: Unit, of: (network: Network) => Claim): readonly Option[] => [
  { label: say`Larger frames, ${term('γ_s', 'gamma_s')}`, claim: afterStep('gamma_s', unit, of) },
  { label: say`More frames, ${term('γ_t', 'gamma_t')}`, claim: afterStep('gamma_t', unit, of) },
  { label: say`More blocks, ${term('γ_d', 'gamma_d')}`, claim: afterStep('gamma_d', unit, of) },
  { label: say`Wider bottlenecks, ${term('γ_b', 'gamma_b')}`, claim: afterStep('gamma_b', unit, of) },
];

/** Which axis costs what: the arithmetic behind the expansion. */
export const AXES_LESSON = lesson({
  name: 'axes',
  title: 'Depth against width against resolution',
  summary: 'Each way to make a network larger has its own price in work, parameters and memory.',
  steps: [
    {
      title: 'Double one thing',
      scene: scene('M', { level: 'stages' }),
      text: say`This is X3D-M: ${M.macs()}, ${M.parameters()}. One number is doubled, all else stays.`,
      question: most({
        ask: say`Which doubling costs the most work?`,
        options: [
          { label: say`The side of the frames`, claim: grown('side') },
          { label: say`The number of frames`, claim: grown('frames') },
          { label: say`The width, γ_w`, claim: grown('width') },
          { label: say`The depth, γ_d`, claim: grown('depth') },
        ],
        revealed: scene('M', { level: 'stages', ...TWICE.side }),
        reveal: say`The side, ${grown('side')}: it counts twice, for rows and for columns. Width comes near, ${grown('width')}: the ${lit('pointwise convolutions', named('conv1', 'conv3'))} grow with its square, the ${lit('channel-wise', named('conv2'))} in proportion. Depth gives ${grown('depth')}, a little under two, since the stem and the larger first blocks are not repeated, and blocks are rounded up.`,
      }),
    },
    {
      title: 'Where does width lead?',
      scene: scene('M', { level: 'stages', measure: 'parameters' }),
      text: say`A ${term('parameter', 'parameters')} belongs to a channel of a layer, not to a pixel or a frame. X3D-XS, S and M stand at one height in the chart: ${M.parameters()} each. They are one network on three clips.`,
      question: place({
        ask: say`The width of X3D-M is doubled. Where does it land?`,
        x: { title: 'MACs', unit: 'MACs', from: 3e8, to: 1e11, scale: 'log' },
        y: { title: 'parameters', unit: 'parameters', from: 2e6, to: 3e7, scale: 'log' },
        known: [placed('M', M), placed('XS', networkOf(designFrom('XS'))), placed('S', networkOf(designFrom('S')))],
        answer: placed('twice as wide', twice('width')),
        revealed: scene('M', { level: 'stages', measure: 'parameters', ...TWICE.width }),
        reveal: say`Far to the right and far up: ${grown('width')} the work, ${grownParameters('width')} the parameters. No other axis is as dear in both. Depth would give ${grownParameters('depth')} the parameters, the bottleneck ${grownParameters('bottleneck')}, and frames or a larger side only move the point to the right.`,
      }),
    },
    {
      title: 'One step, four ways',
      scene: scene('M', { level: 'blocks', measure: 'activations' }),
      text: say`Axes are best compared at the same price. Each of these about doubles the work of X3D-M, as near as rounding allows.`,
      question: least({
        ask: say`Which of the four needs the least ${term('memory at once', 'peak')} to run?`,
        options: offered('bytes', (network) => network.peakBytes()),
        reveal: [
          say`Depth: buffers are used again from block to block, so more blocks need no more at once. Depth also sees further, ${afterStep('gamma_d', 'frames', (network) => network.framesSeen('conv5'))} in place of ${M.framesSeen('conv5')}.`,
          say`Which step brings the most accuracy cannot be computed from sizes. To find out, each has to be trained. The explorer has all six side by side.`,
        ],
      }),
    },
  ],
  further: [
    { kind: 'explore', label: 'All six axes side by side', activity: 'axes' },
    { kind: 'explore', label: 'Expansion, step by step', activity: 'expansion' },
  ],
  sources: [
    'Costs are this app’s own counts',
    'The expansion: abstract of arXiv:2004.04730, as in mmaction2 configs/recognition/x3d/README.md',
  ],
});
