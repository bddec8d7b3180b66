import { lazily } from '../memo/lazily';
import type {
  ChoiceQuestion,
  Claim,
  DrawQuestion,
  EstimateQuestion,
  Option,
  Paragraph,
  PlaceQuestion,
  PointedPart,
  PointQuestion,
  Scene,
} from './lesson';

interface Asking {
  readonly ask: Paragraph;
  readonly reveal: readonly Paragraph[];
  readonly revealed?: Scene;
}

export function most({ options, ...asking }: Asking & { readonly options: readonly Option[] }): ChoiceQuestion {
  return choice(asking, options, null, () => largest(options.map(({ claim }) => claim.value())));
}

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

/** Which of these parts has the most? To be pointed at on the graph. */
export function pointAtMost({ parts, ...asking }: Pointing): PointQuestion {
  return pointing(asking, parts, (claims) => indicesOf(claims, Math.max(...claims)));
}

/** Which part is the first, in forward order, for which something holds? */
export function pointAtFirst({ parts, holds, ...asking }: Pointing & { holds(value: number): boolean }): PointQuestion {
  return pointing(asking, parts, (claims) => [claims.findIndex(holds)]);
}

type Pointing = Asking & { parts(): readonly PointedPart[] };

function pointing(
  asking: Asking,
  parts: () => readonly PointedPart[],
  right: (values: readonly number[]) => readonly number[],
): PointQuestion {
  const known = lazily(parts);
  const chosen = lazily(() => right(known().map(({ claim }) => claim.value())));
  return { kind: 'point', revealed: null, ...asking, parts: known, right: chosen };
}

/** How does it grow? A curve drawn through a few points. */
export function draw(asking: Asking & Omit<DrawQuestion, keyof Asking | 'kind' | 'revealed'>): DrawQuestion {
  return { kind: 'draw', revealed: null, ...asking };
}

/** Where in the chart does it land? */
export function place(asking: Asking & Omit<PlaceQuestion, keyof Asking | 'kind' | 'revealed'>): PlaceQuestion {
  return { kind: 'place', revealed: null, ...asking };
}

function choice(asking: Asking, options: readonly Option[], answer: Claim | null, right: () => number): ChoiceQuestion {
  return { kind: 'choice', revealed: null, ...asking, options, answer, right };
}

function indicesOf(values: readonly number[], wanted: number): readonly number[] {
  return values.flatMap((value, index) => (value === wanted ? [index] : []));
}

function largest(values: readonly number[]): number {
  return values.indexOf(Math.max(...values));
}
