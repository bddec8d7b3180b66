import { designDifference, type ParameterChange } from '../../analysis/designDifference';
import type { Origin } from '../../codec/designCode';
import { presetNamed } from '../../design/presets';
import { sameValue } from '../../design/sameValue';

/** Changes a suggested name spells out; more of them are counted. */
const SPELT = 2;

/** A name for a design: its preset and what is different, `X3D-S, γ_w 1.5`. */
export function suggestedName({ design, preset }: Origin): string {
  const { label, design: base } = presetNamed(preset);
  const changes = designDifference(base, design);
  const more = changes.length - SPELT;
  const words = changes.slice(0, SPELT).map(changeText);
  return [label, ...words, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

/** True for a design that is its preset, unchanged. */
export function isPreset({ design, preset }: Origin): boolean {
  return sameValue(design, presetNamed(preset).design);
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
