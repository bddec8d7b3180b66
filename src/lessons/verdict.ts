import type { CurveStep, DrawQuestion, Guess, PlaceQuestion, Question } from './lesson';

/**
 * How good an answer was. A choice or a part is right or not; a number is within a quarter of the answer, within a factor
 * of two, or further off. A task was done, or the app did it.
 */
export type Verdict = 'right' | 'wrong' | 'close' | 'near' | 'far' | 'shown';

/** True for an answer that counts. */
export function isGood(verdict: Verdict): boolean {
  return verdict === 'right' || verdict === 'close';
}

/** A saved answer, where it is one to this question; undefined for one to a question that stood here before. */
export function answerTo(question: Question, saved: Guess | undefined): Guess | undefined {
  if (saved === undefined) return undefined;
  const index = typeof saved === 'number' && Number.isInteger(saved) && saved >= 0;
  const numbers = typeof saved === 'object' && saved.every((value) => value > 0) ? saved.length : 0;
  switch (question.kind) {
    case 'choice':
      return index && saved < question.options.length ? saved : undefined;
    case 'point':
      return index && saved < question.parts().length ? saved : undefined;
    case 'estimate':
      return typeof saved === 'number' && saved > 0 ? saved : undefined;
    case 'draw':
      return numbers === question.at.length ? saved : undefined;
    case 'place':
      return numbers === 2 ? saved : undefined;
    case 'task':
      return index && saved < 2 ? saved : undefined;
  }
}

/** Judges an answer. */
export function verdictOf(question: Question, guess: Guess): Verdict {
  const [first = Number.NaN, second = Number.NaN] = typeof guess === 'number' ? [guess] : guess;
  switch (question.kind) {
    case 'choice':
      return first === question.right() ? 'right' : 'wrong';
    case 'point':
      return question.right().includes(first) ? 'right' : 'wrong';
    case 'estimate':
      return byDistance(distance(first, question.answer.value()));
    case 'draw':
      return byDistance(meanDistance(question, typeof guess === 'number' ? [guess] : guess));
    case 'place':
      return byDistance(placeDistance(question, first, second));
    case 'task':
      return first === 1 ? 'right' : 'shown';
  }
}

/** The height of a curve at an x. */
export function heightAt(curve: readonly CurveStep[], x: number): number {
  return (curve.findLast((step) => step.x <= x) ?? curve[0])?.y ?? Number.NaN;
}

/** How far a guess at a number above 0 is off, as the logarithm of their ratio. */
function distance(guess: number, answer: number): number {
  return Math.abs(Math.log(guess / answer));
}

function meanDistance({ at, curve }: DrawQuestion, heights: readonly number[]): number {
  const steps = curve();
  const sum = at.reduce((total, x, index) => total + distance(heights[index] ?? Number.NaN, heightAt(steps, x)), 0);
  return sum / at.length;
}

/** The worse of both coordinates. */
function placeDistance({ answer }: PlaceQuestion, x: number, y: number): number {
  return Math.max(distance(x, answer.x.value()), distance(y, answer.y.value()));
}

function byDistance(off: number): Verdict {
  if (off <= Math.log(1.25)) return 'close';
  return off <= Math.log(2) ? 'near' : 'far';
}
