import type { ChoiceQuestion, Claim, EstimateQuestion, Option, Paragraph, Scene } from './lesson';

/** What every question says. */
interface Asking {
  readonly ask: Paragraph;
  readonly reveal: readonly Paragraph[];
  readonly revealed?: Scene;
}

/** Which of these has the most? */
export function most({ options, ...asking }: Asking & { readonly options: readonly Option[] }): ChoiceQuestion {
  return choice(asking, options, null, () => largest(options.map(({ claim }) => claim.value())));
}

/** Which of these has the least? */
export function least({ options, ...asking }: Asking & { readonly options: readonly Option[] }): ChoiceQuestion {
  return choice(asking, options, null, () => largest(options.map(({ claim }) => -claim.value())));
}

/** How much is it? The right guess is the nearest by its distance. */
export function nearest({
  answer,
  options,
  ...asking
}: Asking & { readonly answer: Claim; readonly options: readonly Option[] }): ChoiceQuestion {
  const right = () => largest(options.map(({ claim }) => -Math.abs(claim.value() - answer.value())));
  return choice(asking, options, answer, right);
}

/** How much is it, on a slider from one number to another? */
export function estimate(
  asking: Asking & Pick<EstimateQuestion, 'answer' | 'from' | 'to' | 'scale'>,
): EstimateQuestion {
  return { kind: 'estimate', revealed: null, ...asking };
}

function choice(asking: Asking, options: readonly Option[], answer: Claim | null, right: () => number): ChoiceQuestion {
  return { kind: 'choice', revealed: null, ...asking, options, answer, right };
}

function largest(values: readonly number[]): number {
  return values.indexOf(Math.max(...values));
}
