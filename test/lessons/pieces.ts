import type { Claim, Lesson, LessonStep, Option, Paragraph, Piece, Question, Scene } from '../../src/lessons/lesson';

/** Every paragraph of a step, in the order it is read. */
export function paragraphsOf({ text, question }: LessonStep): readonly Paragraph[] {
  return [
    ...text,
    ...(question ? [question.ask, ...optionsOf(question).map(({ label }) => label), ...question.reveal] : []),
  ];
}

/** Every piece of every paragraph of a lesson. */
export function piecesOf(lesson: Lesson): readonly Piece[] {
  return lesson.steps.flatMap((step) => paragraphsOf(step).flat());
}

/** Every number a lesson claims, those that decide on answers too. */
export function claimsOf(lesson: Lesson): readonly Claim[] {
  const inText = piecesOf(lesson).filter(
    (piece): piece is Claim => typeof piece === 'object' && piece.kind === 'claim',
  );
  const deciding = lesson.steps.flatMap(({ question }) => [
    ...optionsOf(question).map(({ claim }) => claim),
    ...(question?.kind === 'point' ? question.parts().map(({ claim }) => claim) : []),
    ...(question?.kind === 'place' ? [...question.known, question.answer].flatMap(({ x, y }) => [x, y]) : []),
    ...(question?.kind === 'choice' || question?.kind === 'estimate'
      ? [question.answer].filter((answer) => answer !== null)
      : []),
  ]);
  return [...inText, ...deciding];
}

/** What may be chosen. */
export function optionsOf(question: Question | null): readonly Option[] {
  return question?.kind === 'choice' ? question.options : [];
}

/** What a step shows in the app, before and after its answer. */
export function scenesOf({ scene, question }: LessonStep): readonly Scene[] {
  return question?.revealed ? [scene, question.revealed] : [scene];
}
