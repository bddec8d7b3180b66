/** A number as people read it: digits and a unit prefix kept apart, so that the prefix can be set small. */
interface Figures {
  readonly digits: string;
  /** '', 'k', 'M', 'G' or 'T': powers of 1000. */
  readonly prefix: string;
}

/** The sign of a number below nothing; a hyphen joins words. */
const MINUS = '\u2212';

const PREFIXES = ['', 'k', 'M', 'G', 'T', 'P'] as const;

/** Three significant digits and a prefix: 3794322 is 3.79 M, 13 is 13. */
export function compact(value: number): Figures {
  if (!Number.isFinite(value)) return { digits: '–', prefix: '' };
  const size = Math.abs(value);
  if (size < 1000) return { digits: minus(Number.isInteger(value) ? String(value) : significant(value)), prefix: '' };
  // Rounding may carry into the next prefix: 999 950 is 1.00 M, not 1000 k.
  const rounded = Number(size.toPrecision(3));
  const power = Math.min(Math.floor(Math.log10(rounded) / 3), PREFIXES.length - 1);
  return { digits: minus(significant(Math.sign(value) * (rounded / 1000 ** power))), prefix: PREFIXES[power] ?? '' };
}

/** `compact` in one string: `3.79 M`. */
export function compactText(value: number): string {
  const { digits, prefix } = compact(value);
  return prefix ? `${digits}\u202f${prefix}` : digits;
}

/** `compact` with a unit that takes the prefix: `43.9 MB`, `392 B`, `1.96 GMACs`, `3.79 M` where there is none. */
export function amountText(value: number, unit: string): string {
  const { digits, prefix } = compact(value);
  return `${digits}\u202f${prefix}${unit}`.trimEnd();
}

/** A difference with its sign and unit: `+1.2 kB`, `−340`. */
export function signedText(value: number, unit = ''): string {
  return `${value < 0 ? MINUS : '+'}${amountText(Math.abs(value), unit)}`;
}

/** A share of a whole: `41 %`, `0.3 %`, `< 0.1 %`. The one rule for small ones. */
export function shareText(share: number): string {
  const percent = 100 * share;
  if (percent === 0) return '0 %';
  if (percent < 0.1) return '< 0.1 %';
  return `${percent < 9.95 ? exactText(Number(percent.toFixed(1))) : Math.round(percent)} %`;
}

/** A share to as many decimals as its measurement has: `98.5 %`. */
export function shareTo(decimals: number, share: number): string {
  return `${(100 * share).toFixed(decimals)} %`;
}

/** Words as they begin a sentence, a column or a row: `Convolution outputs`. */
export function titled(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A count with its noun: `1 block`, `58 blocks`. */
export function countText(count: number, noun: string, plural = `${noun}s`): string {
  return `${exactText(count)} ${count === 1 ? noun : plural}`;
}

/** Every digit, thousands set apart by narrow spaces: `3 794 322`. */
export function exactText(value: number): string {
  const [whole = '', fraction] = minus(String(value)).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, '\u202f');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** Milliseconds as a person reads them: `840 µs`, `12.4 ms`, `3.20 s`, `4 min 40 s`. */
export function timeText(milliseconds: number): string {
  if (milliseconds < 1) return `${Math.round(milliseconds * 1000)}\u202fµs`;
  if (milliseconds < 1000) return `${significant(milliseconds)}\u202fms`;
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 100) return `${significant(milliseconds / 1000)}\u202fs`;
  return `${Math.floor(seconds / 60)}\u202fmin ${seconds % 60}\u202fs`;
}

/**
 * A number in a derivation or a field: what float64 holds, without the dust of its last bits (24 × 1.1 is 26.4, not
 * 26.400000000000002), and without a row of zeros (1e-5).
 */
export function plainText(value: number): string {
  const clean = Number(value.toPrecision(12));
  return clean !== 0 && Math.abs(clean) < 1e-3 ? clean.toExponential() : String(clean);
}

/** `2nd`, `3rd`, `11th`; nothing for 1, since every first is every one. */
export function ordinalText(n: number): string {
  if (n === 1) return '';
  const ending = ['th', 'st', 'nd', 'rd'][n % 100 > 10 && n % 100 < 14 ? 0 : n % 10] ?? 'th';
  return `${n}${ending}`;
}

/** A measured value in four significant digits. */
export function roundText(value: number): string {
  return Number.isFinite(value) ? plainText(Number(value.toPrecision(4))) : 'not a number';
}

function minus(text: string): string {
  return text.replace('-', MINUS);
}

function significant(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
