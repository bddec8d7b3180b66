import { compact } from '../numberText';

/** A round number on an axis, as short as it can be: `20 M`, `1 G`, `0.5`. */
export function tickText(value: number): string {
  const { digits, prefix } = compact(Number(value.toPrecision(6)));
  const short = digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits;
  return prefix ? `${short}\u202f${prefix}` : short;
}
