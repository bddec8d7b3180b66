import { compact } from './numberText';

/** A round number on an axis, as short as it can be: `20 M`, `1 G`, `0.5`. */
export function tickText(value: number): string {
  const { digits, prefix } = compact(Number(value.toPrecision(6)));
  const short = digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits;
  return prefix ? `${short}\u202f${prefix}` : short;
}

/** A round time on an axis, in milliseconds: `250 µs`, `20 ms`, `1.5 s`. A prefix never stands before `ms`. */
export function msTickText(milliseconds: number): string {
  if (milliseconds === 0) return '0';
  const [value, unit] =
    milliseconds >= 1000
      ? [milliseconds / 1000, 's']
      : milliseconds >= 1
        ? [milliseconds, 'ms']
        : [1000 * milliseconds, 'µs'];
  return `${tickText(value)}\u202f${unit}`;
}
