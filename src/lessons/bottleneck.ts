import { presetNamed } from '../design/presets';
import { nodeOf, PUBLISHED_WALK, startWalk } from '../scaling/expansion';
import { designFrom, found, networkOf, scene } from './network';
import { estimate, logScale, nearest } from './questions';
import { claim, lesson, lit, ratio, say, term } from './text';

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
const startGamma = claim('number', () => X2D.design.reference.gamma_b);
const ODD = 2.3;
const tilted = networkOf(designFrom('S', { reference: { gamma_b: ODD } }));
const firstPlanes = () => found(tilted.architecture().stages[0], 'layer1').planes;
const asked = claim('number', () => Number(firstPlanes().raw.toPrecision(12)));
const cut = claim('number', () => firstPlanes().result);

/** What γ_b does inside a block, and what it costs. */
export const BOTTLENECK = lesson({
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
        reveal: say`${ratio(twice.macs(), S.macs())}. All three convolutions are proportional to the channels inside, each once. What does not grow is the stem and the shortcuts. Parameters grow ${ratio(twice.parameters(), S.parameters())}.`,
      }),
    },
    {
      title: 'A step of the expansion',
      scene: { ...scene('X2D', { level: 'blocks' }), design: X2D.design },
      text: say`This is X2D, where the expansion starts: one frame, every factor at ${startGamma}. It takes ${X2D.macs()}. Let γ_b be ${firstGamma}, as in every published X3D.`,
      question: estimate({
        ask: say`How many times the work is it then?`,
        answer: ratio(first.macs(), X2D.macs()),
        ...logScale(1, 16),
        revealed: { ...scene('X2D', { level: 'blocks' }), design: first.design },
        reveal: [
          say`${ratio(first.macs(), X2D.macs())}, less than ${firstGamma}: the stem and the shortcuts stay as they are. So this is about a doubling, which is the size of one step of the expansion.`,
          say`The built-in walk of the explorer takes this step first. In which order the paper took its steps, this app does not know.`,
        ],
      }),
    },
    {
      title: 'Cut, not rounded',
      scene: scene('S', { at: 'layer1.1' }),
      text: say`Widths between blocks come in multiples of eight. Inside a block it is otherwise. Let γ_b be ${claim('number', () => ODD)}: in ${lit('the first stage', 'layer1')} that asks for ${asked} channels.`,
      question: nearest({
        ask: say`How many does it get?`,
        answer: cut,
        options: [
          {
            label: say`The nearest multiple of eight`,
            claim: claim('number', () => 8 * Math.round(asked.value() / 8)),
          },
          { label: say`The multiple of eight below`, claim: claim('number', () => 8 * Math.floor(asked.value() / 8)) },
          {
            label: say`Whatever is left when the fraction is cut off`,
            claim: claim('number', () => Math.trunc(asked.value())),
          },
        ],
        revealed: scene('S', { at: 'layer1.1', reference: { gamma_b: ODD } }),
        reveal: say`${cut}: cut, and odd if it comes to that. So γ_b moves in far finer steps than width. The marks on its slider in the form are the only places where the network changes.`,
      }),
    },
  ],
  further: [
    { kind: 'explore', label: 'Expansion, step by step', activity: 'expansion' },
    { kind: 'field', label: 'Bottleneck', field: 'reference.gamma_b' },
  ],
  sources: [
    'mmaction2 mmaction/models/backbones/x3d.py (planes = int(width × gamma_b))',
    'SlowFast configs/Kinetics/X3D_*.yaml (BOTTLENECK_FACTOR)',
    `X2D: ${presetNamed('X2D').source}`,
  ],
});
