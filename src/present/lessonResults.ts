import { LESSONS } from '../lessons/lessons';
import { marksOf } from '../lessons/marks';
import { type Lessons, progressIn } from '../state/learn/lessons';

/** How far a learner is in all lessons. */
interface Results {
  readonly finished: number;
  /** Questions there are, answered ones, and those answered right or close. */
  readonly asked: number;
  readonly answered: number;
  readonly good: number;
}

export function summed(progress: Lessons['progress']): Results {
  const marks = LESSONS.flatMap((lesson) => marksOf(lesson, progressIn({ progress }, lesson.name)));
  const count = (wanted: readonly string[]) => marks.filter((mark) => wanted.includes(mark)).length;
  return {
    finished: LESSONS.filter(({ name }) => progressIn({ progress }, name).finished).length,
    asked: marks.length,
    answered: count(['good', 'answered']),
    good: count(['good']),
  };
}

/** A learner's results as text, to be handed in: all together, then a line a lesson. */
export function resultsText(progress: Lessons['progress']): string {
  const { finished, answered, good } = summed(progress);
  const lines = LESSONS.map((lesson, index) => {
    const known = progressIn({ progress }, lesson.name);
    const marks = marksOf(lesson, known);
    const right = marks.filter((mark) => mark === 'good').length;
    const open = marks.filter((mark) => mark === 'open').length;
    const state = known.finished ? 'done' : open === marks.length ? 'not begun' : `${open} of ${marks.length} open`;
    return `${index + 1}. ${lesson.title.replace('_', '')}: ${state}, ${right} of ${marks.length} right or close`;
  });
  return [
    `X3D Studio, how X3D scales: ${finished} of ${LESSONS.length} lessons done, ${good} of ${answered} predictions right or close`,
    ...lines,
  ].join('\n');
}
