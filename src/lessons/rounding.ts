import { axisNamed } from '../scaling/axes';
import { curveOf, type Plateau } from '../scaling/curve';
import { once } from '../scaling/once';
import type { Lesson } from './lesson';
import { designFrom, networkOf, scene } from './network';
import { estimate, nearest } from './questions';
import { claim, fact, lit, named, ratio, say, term } from './text';

const LITTLE = 1.1;
const MORE = 1.12;
const S = networkOf(designFrom('S'));
const withWidth = (gamma_w: number) => networkOf(designFrom('S', { reference: { gamma_w } }));
const little = withWidth(LITTLE);
const more = withWidth(MORE);

const base = (network: typeof S) => claim('number', () => network.architecture().baseChannels.result);
const raw = (network: typeof S) =>
  claim('number', () => Number(network.architecture().baseChannels.raw.toPrecision(6)));
const kept = (network: typeof S) =>
  claim('share', () => {
    const { nearest, raw } = network.architecture().baseChannels;
    return 1 - nearest / raw;
  });
const divisor = claim('number', () => S.architecture().baseChannels.divisor);
const widths = fact(() =>
  more
    .architecture()
    .stages.map(({ channels }) => channels)
    .join(', '),
);
/** The stretch of γ_w around 1 that all gives X3D-S. */
const plateau = once((): Plateau => {
  const found = curveOf(S.design, axisNamed('gamma_w'), ['macs']).plateaus.find(({ own }) => own);
  if (!found) throw new Error('The curve of γ_w lacks the design it goes through.');
  return found;
});
const from = claim('number', () => plateau().from);
const to = claim('number', () => plateau().to);
const squeeze = () => {
  const found = S.architecture().stages.at(-1)?.seWidth;
  if (!found) throw new Error('The last stage of X3D-S lacks its squeeze.');
  return found;
};
const squeezeRaw = claim('number', () => squeeze().raw);
const squeezeNearest = claim('number', () => squeeze().nearest);
const squeezeResult = claim('number', () => squeeze().result);

/** How widths are rounded, and why most of a slider's travel does nothing. */
export const ROUNDING: Lesson = {
  name: 'rounding',
  title: 'Rounding to eights',
  summary: 'Widths come in multiples of eight, so that γ_w acts in steps.',
  steps: [
    {
      title: 'A little wider',
      scene: scene('S'),
      text: [
        say`The ${lit('stem', 'stem')} has ${base(S)} channels times ${term('γ_w', 'gamma_w')}, and each stage twice as many as the one before. Let γ_w be ${claim('number', () => LITTLE)}: that asks for ${raw(little)} channels.`,
      ],
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
        reveal: [
          say`${base(little)}: the nearest multiple of ${divisor}. Nothing in the graph has changed, and nothing in its costs: ${little.macs()}.`,
        ],
      }),
    },
    {
      title: 'One more hundredth or two',
      scene: scene('S', { reference: { gamma_w: LITTLE } }),
      text: [
        say`At ${claim('number', () => MORE)} the stem asks for ${raw(more)} channels. The nearest multiple of ${divisor} is still ${base(S)}, but that would lose ${kept(more)}, more than a tenth. Then the rule takes one step up.`,
      ],
      question: estimate({
        ask: say`How many times the work is the network now?`,
        answer: ratio(more.macs(), S.macs()),
        from: 1,
        to: 4,
        scale: 'log',
        revealed: scene('S', { reference: { gamma_w: MORE } }),
        reveal: [
          say`${ratio(more.macs(), S.macs())}. The stem has ${base(more)} channels, the stages ${widths}: only the base is rounded, and then doubled. Every γ_w from ${from} to ${to} gives X3D-S, and there is no width between it and the next.`,
        ],
      }),
    },
    {
      title: 'Once more, inside the gates',
      scene: scene('S', { at: 'layer4.0' }),
      text: [
        say`The same rule sets how far ${term('SE', 'se')} squeezes. In the last stage a sixteenth of the channels inside is ${squeezeRaw}. The nearest multiple is ${squeezeNearest}, which loses more than a tenth, so the ${lit('squeeze', named('fc1'))} gets ${squeezeResult}.`,
        say`Other code rounds otherwise: SlowFast rounds every stage by itself, pytorchvideo every stage to eights. That is why X3D-XL cannot be written as a design here.`,
      ],
      question: null,
    },
  ],
  sources: [
    'mmaction2 mmaction/models/backbones/x3d.py (_round_width)',
    'SlowFast slowfast/models/video_model_builder.py, pytorchvideo models/x3d.py',
  ],
};
