import type { GuessAxis } from '../../lessons/lesson';
import { guessText, quantityText } from '../../present/claimText';
import { msTickText, tickText } from '../../text/tickText';
import type { ChartAxis } from '../kit/charts/Axes';

/** An axis of a lesson's chart, as charts draw it. */
export function chartAxis({ title, unit, from, to, scale }: GuessAxis): ChartAxis {
  const text = unit === 'times' ? (value: number) => `×${tickText(value)}` : unit === 'ms' ? msTickText : tickText;
  return { title, kind: scale, domain: [from, to], text };
}

/** A place on an axis in words, no finer than a hand can set it. */
export function roughText({ unit }: GuessAxis, value: number): string {
  return unit === 'number' ? String(Number(value.toPrecision(3))) : guessText(value, unit);
}

/** A computed place on an axis in words. */
export function exactlyText({ unit }: GuessAxis, value: number): string {
  return quantityText(value, unit);
}

/** A place on an axis as short as a table wants it: `×1.7`. */
export function shortText({ unit }: GuessAxis, value: number): string {
  return unit === 'times' ? `×${Number(value.toPrecision(3))}` : quantityText(value, unit);
}
