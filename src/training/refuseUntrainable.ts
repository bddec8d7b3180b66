import type { Design } from '../design/design';
import type { Recipe } from './recipe';
import { trainingProblems } from './trainingProblems';

/** A network or a recipe that does not train: the field, what is wrong, and what is expected there. */
export class UntrainableError extends Error {
  override name = 'UntrainableError';
  constructor(
    /** `head`, `recipe.batch`. */
    readonly field: string,
    message: string,
  ) {
    super(message);
  }
}

/** Lets pass what trains. @throws UntrainableError for the first thing that keeps it from that */
export function refuseUntrainable(design: Design, recipe: Recipe): void {
  const [problem] = trainingProblems(design, recipe);
  if (problem) {
    const { field, message, expected } = problem;
    throw new UntrainableError(field, `${field}: ${message} Expected ${expected}.`);
  }
}
