import { lazily } from '../memo/lazily';
import { axisNamed } from '../scaling/axes';
import { curveOf } from '../scaling/curve';
import type { CurveStep } from './lesson';
import { named } from './namedParts';
import { designFrom, found, networkOf, scene } from './network';
import { draw, nearest } from './questions';
import { claim, fact, lesson, lit, ratio, say, term } from './text';

const LITTLE = 1.1;
const MORE = 1.12;
const S = networkOf(designFrom('S'));
const withWidth = (gamma_w: number) => networkOf(designFrom('S', { reference: { gamma_w } }));
const little = withWidth(LITTLE);
const more = withWidth(MORE);

const divisor = claim('number', () => S.architecture().baseChannels.divisor);
const base = (network: typeof S) => claim('number', () => network.architecture().baseChannels.result);
const raw = (network: typeof S) =>
  claim('number', () => Number(network.architecture().baseChannels.raw.toPrecision(6)));
const kept = (network: typeof S) =>
  claim('share', () => {
    const { nearest, raw } = network.architecture().baseChannels;
    return 1 - nearest / raw;
  });
const widths = fact(() =>
  more
    .architecture()
    .stages.map(({ channels }) => channels)
    .join(', '),
);
const wide = withWidth(2);
const plateaus = lazily(() => curveOf(S.design, axisNamed('gamma_w'), ['macs']).plateaus);
/** The work along γ_w, as times that of X3D-S. */
const staircase = (): readonly CurveStep[] =>
  plateaus().map(({ from: x, measured: [macs = Number.NaN] }) => ({ x, y: macs / S.macs().value() }));
/** Widths between that of X3D-S and twice it. */
const between = claim('number', () => (base(wide).value() - base(S).value()) / divisor.value() - 1);
/** The stretch of γ_w around 1 that all gives X3D-S. */
const plateau = () =>
  found(
    plateaus().find(({ own }) => own),
    'γ_w',
  );
const from = claim('number', () => plateau().from);
const to = claim('number', () => plateau().to);
const squeeze = () => found(S.architecture().stages.at(-1)?.seWidth, 'SE in its last stage');
const squeezeRaw = claim('number', () => squeeze().raw);
const squeezeNearest = claim('number', () => squeeze().nearest);
const squeezeResult = claim('number', () => squeeze().result);

/** How widths are rounded, and why most of a slider's travel does nothing. */
export const ROUNDING = lesson({
  name: 'rounding',
  title: 'Rounding to eights',
  summary: 'Widths come in multiples of eight, so that γ_w acts in steps.',
  steps: [
    {
      title: 'Twice as wide, step by step',
      scene: scene('S', { level: 'stages' }),
      text: say`${term('γ_w', 'gamma_w')} multiplies the channels of every layer. Where it is one, X3D-S takes ${S.macs()}. Mixing channels grows with the square of the width, the rest in proportion, so twice the width is about ${ratio(wide.macs(), S.macs())} the work.`,
      question: draw({
        ask: say`How does the work grow on the way from one to two? Draw it.`,
        x: { title: 'γw', unit: 'number', from: 1, to: 2, scale: 'linear' },
        y: { title: 'work, times that of X3D-S', unit: 'times', from: 0.8, to: 5, scale: 'log' },
        at: [1.1, 1.3, 1.5, 1.7, 1.9],
        start: 1,
        known: () => [
          { x: 1, y: 1 },
          { x: 2, y: ratio(wide.macs(), S.macs()).value() },
        ],
        curve: staircase,
        reveal: say`A staircase. Widths are taken to multiples of ${divisor}, so on the way from ${base(S)} channels in the ${lit('stem', 'stem')} to ${base(wide)} there are only ${between} others. Most of the travel of γ_w changes nothing at all, and one hundredth more may cost ${ratio(more.macs(), S.macs())} the work.`,
      }),
    },
    {
      title: 'A little wider',
      scene: scene('S'),
      text: say`The ${lit('stem', 'stem')} has ${base(S)} channels times γ_w, and each stage twice as many as the one before. Let γ_w be ${claim('number', () => LITTLE)}: that asks for ${raw(little)} channels.`,
      question: nearest({
        ask: say`How many channels does the stem get?`,
        answer: base(little),
        options: [
          { label: say`The same as before`, claim: base(S) },
          { label: say`The next whole number`, claim: claim('number', () => Math.ceil(raw(little).value())) },
          {
            label: say`The next multiple of ${divisor}`,
            claim: claim('number', () => base(S).value() + divisor.value()),
          },
        ],
        revealed: scene('S', { reference: { gamma_w: LITTLE } }),
        reveal: say`${base(little)}: the nearest multiple of ${divisor}. Nothing in the graph has changed, and nothing in its costs: ${little.macs()}.`,
      }),
    },
    {
      title: 'The rule that looks after you',
      scene: scene('S', { reference: { gamma_w: LITTLE } }),
      text: say`At ${claim('number', () => MORE)} the stem asks for ${raw(more)} channels. The nearest multiple of ${divisor} is still ${base(S)}, which would lose ${kept(more)} of what was asked for.`,
      question: nearest({
        ask: say`What does it get?`,
        answer: base(more),
        options: [
          { label: say`The nearest multiple all the same`, claim: base(S) },
          { label: say`One multiple more`, claim: claim('number', () => base(S).value() + divisor.value()) },
        ],
        revealed: scene('S', { reference: { gamma_w: MORE } }),
        reveal: say`${base(more)}: where rounding would lose more than a tenth, the rule takes one step up. The stages get ${widths}: only the base is rounded, and then doubled. Every γ_w from ${from} to ${to} gives X3D-S.`,
      }),
    },
    {
      title: 'Once more, inside the gates',
      scene: scene('S', { at: 'layer4.0' }),
      text: say`The same rule sets how far ${term('SE', 'se')} squeezes. In the last stage a sixteenth of the channels inside is ${squeezeRaw}.`,
      question: nearest({
        ask: say`How many does the ${lit('squeeze', named('fc1'))} get?`,
        answer: squeezeResult,
        options: [
          { label: say`Exactly that many`, claim: squeezeRaw },
          { label: say`The nearest multiple of ${divisor}`, claim: squeezeNearest },
          { label: say`The one above`, claim: claim('number', () => squeezeNearest.value() + divisor.value()) },
        ],
        reveal: [
          say`${squeezeResult}: the nearest, ${squeezeNearest}, would lose more than a tenth.`,
          say`Other code bases round otherwise: SlowFast rounds every stage by itself, pytorchvideo every stage to eights. That is why X3D-XL has widths set by hand here.`,
        ],
      }),
    },
  ],
  further: [
    { kind: 'explore', label: 'The staircases of all axes', activity: 'axes' },
    { kind: 'field', label: 'Width', field: 'reference.gamma_w' },
  ],
  sources: [
    'mmaction2 mmaction/models/backbones/x3d.py (_round_width)',
    'SlowFast slowfast/models/video_model_builder.py, pytorchvideo models/x3d.py',
  ],
});
