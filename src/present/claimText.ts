import type { Claim, Unit } from '../lessons/lesson';
import { amountText, countText, exactText, shareText, timeText } from '../text/numberText';

/** A claim as it stands in a sentence: `1.96 GMACs`, `216 times`, `82.6 %`. */
export function claimText({ unit, value }: Pick<Claim, 'unit' | 'value'>): string {
  return quantityText(value(), unit);
}

export function exactClaimText({ unit, value }: Claim): string {
  const word = unit === 'number' ? '' : ` ${WORDS[unit]}`;
  return unit === 'share' ? `${exactText(100 * value())} %` : `${exactText(value())}${word}`;
}

/** A number with its unit, three digits of it. */
export function quantityText(value: number, unit: Unit): string {
  switch (unit) {
    case 'number':
      return exactText(value);
    case 'times':
      return `${digits(value)} times`;
    case 'share':
      return value < 0.001 ? shareText(value) : `${digits(100 * value)}\u202f%`;
    case 'per cent':
      return `${digits(value)}\u202f%`;
    case 'ms':
      return timeText(value);
    case 'frames':
      return countText(value, 'frame');
    case 'parameters':
      return amountText(value, ` ${WORDS[unit]}`);
    case 'MACs':
    case 'FLOPs':
      return amountText(value, unit);
    case 'bytes':
      return amountText(value, 'B');
  }
}

/** A guess: no finer than two digits, as a slider gives it. */
export function guessText(value: number, unit: Unit): string {
  const rounded = Number(value.toPrecision(2));
  if (unit === 'times') return `${exactText(rounded)} times`;
  if (unit === 'per cent') return `${exactText(rounded)}\u202f%`;
  // Zeros behind the point would claim a third digit.
  return quantityText(rounded, unit)
    .replace(/(\.\d*?)0+(?=\D)/, '$1')
    .replace(/\.(?=\D)/, '');
}

const WORDS: Readonly<Record<Unit, string>> = {
  MACs: 'MACs',
  FLOPs: 'FLOPs',
  parameters: 'parameters',
  bytes: 'bytes',
  ms: 'ms',
  frames: 'frames',
  times: 'times',
  share: '%',
  'per cent': '%',
  number: '',
};

/** Three digits, without zeros at their end: a doubling is 2 times, not 2.00. */
function digits(value: number): string {
  return exactText(value >= 100 ? Math.round(value) : Number(value.toPrecision(3)));
}
