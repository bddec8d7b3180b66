import { presetNamed } from '../design/presets';
import { nodeOf, PUBLISHED_WALK, startWalk } from '../scaling/expansion';
import type { Lesson } from './lesson';
import { designFrom, networkOf, scene } from './network';
import { estimate, nearest } from './questions';
import { claim, fact, lit, ratio, say, term } from './text';

const S = networkOf(designFrom('S'));
const TWICE = { reference: { gamma_b: 2 * S.design.reference.gamma_b } };
const twice = networkOf(designFrom('S', TWICE));
const X2D = networkOf(startWalk().nodes[0]?.design ?? designFrom('X2D'));
/** The first step of the built-in walk, which moves γ_b alone. */
const first = networkOf(nodeOf(PUBLISHED_WALK, 1).design);

const BLOCK = 'layer2.1';
const gamma = claim('number', () => S.design.reference.gamma_b);
const outside = claim('number', () => S.output(BLOCK)[1] ?? 0);
const inside = claim('number', () => S.output(`${BLOCK}.conv1`)[1] ?? 0);
const firstGamma = claim('number', () => first.design.reference.gamma_b);
const odd = 2.3;
const tilted = networkOf(designFrom('S', { reference: { gamma_b: odd } }));
const cut = fact(() => {
  const { width, raw, result } = tilted.architecture().stages[0]?.planes ?? { width: 0, raw: 0, result: 0 };
  return `${width} × ${odd} = ${Number(raw.toPrecision(12))}, cut to ${result}`;
});

/** What γ_b does inside a block, and what it costs. */
export const BOTTLENECK: Lesson = {
  name: 'bottleneck',
  title: 'The bottleneck and γ_b',
  summary: 'γ_b sets how many channels a block filters, and leaves what blocks hand on as it is.',
  steps: [
    {
      title: 'Wider inside than outside',
      scene: scene('S', { at: BLOCK }),
      text: [
        say`A block takes ${outside} channels and gives ${outside} back. Inside, its ${lit('first convolution', `${BLOCK}.conv1`)} makes ${inside} of them, the ${lit('middle one', `${BLOCK}.conv2`)} filters these, and the ${lit('last', `${BLOCK}.conv3`)} mixes them back.`,
        say`In most networks this middle is narrow, hence the name ${term('bottleneck', 'bottleneck')}. Here it is ${gamma} times as wide as the outside: that is ${term('γ_b', 'gamma_b')}.`,
      ],
      question: nearest({
        ask: say`γ_b is doubled. What becomes of the work of the whole network?`,
        answer: ratio(twice.macs(), S.macs()),
        options: [
          { label: say`Half as much again`, claim: claim('times', () => 1.5) },
          { label: say`About twice as much`, claim: claim('times', () => 2) },
          { label: say`About four times as much`, claim: claim('times', () => 4) },
        ],
        revealed: scene('S', { at: BLOCK, ...TWICE }),
        reveal: [
          say`${ratio(twice.macs(), S.macs())}. All three convolutions are proportional to the channels inside, each once. What does not grow is the stem and the shortcuts. Parameters grow ${ratio(twice.parameters(), S.parameters())}.`,
        ],
      }),
    },
    {
      title: 'A step of the expansion',
      scene: { ...scene('X2D', { level: 'blocks' }), design: X2D.design },
      text: [
        say`This is X2D, where the expansion starts: one frame, every factor at one. It takes ${X2D.macs()}. Let a step of the expansion about double the work. The built-in walk of the explorer takes γ_b to ${firstGamma} first.`,
      ],
      question: estimate({
        ask: say`How many times the work is X2D with γ_b at ${firstGamma}?`,
        answer: ratio(first.macs(), X2D.macs()),
        from: 1,
        to: 6,
        scale: 'log',
        revealed: { ...scene('X2D', { level: 'blocks' }), design: first.design },
        reveal: [
          say`${ratio(first.macs(), X2D.macs())}: a doubling, within rounding. In which order the paper took its steps is not known to this app, and it does not claim to.`,
        ],
      }),
    },
    {
      title: 'Cut, not rounded',
      scene: scene('S', { at: 'layer1.1', reference: { gamma_b: odd } }),
      text: [
        say`The channels inside are cut to a whole number, and need be no multiple of anything: in ${lit('the first stage', 'layer1')} ${cut}.`,
        say`Move γ_b in the form. The marks on its slider are the only places where the network changes.`,
      ],
      question: null,
    },
  ],
  sources: [
    'mmaction2 mmaction/models/backbones/x3d.py (planes = int(width × gamma_b))',
    'SlowFast configs/Kinetics/X3D_*.yaml (BOTTLENECK_FACTOR)',
    `X2D: ${presetNamed('X2D').source}`,
  ],
};
