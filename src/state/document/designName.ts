import { designDifference, namedChanges, type ParameterChange } from '../../analysis/designDifference';
import type { Origin } from '../../codec/designCode';
import type { Design } from '../../design/design';
import { PRESETS, type PresetName, presetNamed } from '../../design/presets';
import { sameValue } from '../../design/sameValue';

/** Changes a suggested name spells out; more of them are counted. */
const SPELT = 2;
/** The most in which two presets differ: a design with more changes is none of its preset's any more. */
export const MOST_CHANGES = 10;
/** What a design is called that no preset names. */
export const OWN_DESIGN = 'Own design';

/** A name for a design: its preset and what is different, `X3D-S, γ_w 1.5`; without one `Own design, 8 × 32 × 32`. */
export function suggestedName({ design, preset }: Origin): string {
  const { label, design: base } = presetNamed(preset);
  const changes = namedChanges(base, design);
  if (isOwnDesign({ design, preset })) {
    const { t, h, w } = design.clip;
    return `${OWN_DESIGN}, ${t} × ${h} × ${w}`;
  }
  const more = changes.length - SPELT;
  const words = changes.slice(0, SPELT).map(changeText);
  return [label, ...words, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

/** True for a design that is its preset, unchanged. */
export function isPreset({ design, preset }: Origin): boolean {
  return sameValue(design, presetNamed(preset).design);
}

/** True for a design that is further from its preset than presets are from each other. */
export function isOwnDesign({ design, preset }: Origin): boolean {
  return namedChanges(presetNamed(preset).design, design).length > MOST_CHANGES;
}

/** The preset from which a design differs in the fewest parameters: of two, the one that comes first. */
export function nearestPreset(design: Design): PresetName {
  const [first, ...others] = PRESETS.map(({ name, design: preset }) => {
    return { name, differences: designDifference(preset, design).length };
  });
  if (!first) throw new Error('There are no presets.');
  return others.reduce((best, one) => (one.differences < best.differences ? one : best), first).name;
}

/** A name as a file's: letters, digits and hyphens, `X3D-S-gamma_w-1.5.svg`. */
export function fileName(name: string, ending: string): string {
  const plain = name.replaceAll('γ', 'gamma').replaceAll(/[^\w.]+/g, '-');
  return `${plain}.${ending}`;
}

function changeText({ field, parameter, after }: ParameterChange): string {
  const name = parameter?.symbol ?? field.replace('overrides.', '');
  if (field.startsWith('overrides.')) return after === undefined ? `${name} by the rule` : `${name} by hand`;
  return `${name} ${valueWord(after)}`;
}

/** A value in a word or two: a configuration by its type. */
export function valueWord(value: unknown): string {
  if (value === null || value === undefined) return 'none';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'number') return String(Number(value.toPrecision(6)));
  if (Array.isArray(value)) return value.map(valueWord).join(' ');
  if (typeof value === 'object') return 'type' in value && typeof value.type === 'string' ? value.type : 'changed';
  return String(value);
}
