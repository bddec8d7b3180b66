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
  Question,
  Scene,
  Task,
} from './lesson';
import { type Prose, paragraphsOf } from './text';

/** What every question says. */
interface Asking {
  readonly ask: Paragraph;
  readonly reveal: Prose;
  readonly revealed?: Scene;
}

/** A question as lessons write it. */
type Asked<Q extends Question> = Omit<Q, 'kind' | keyof Asking> & Asking;
type Choosing = Asking & { readonly options: readonly Option[] };
type Pointing = Asking & { parts(): readonly PointedPart[] };

function texts({ ask, reveal, revealed }: Asking): Pick<Question, keyof Asking> {
  return { ask, reveal: paragraphsOf(reveal), revealed: revealed ?? null };
}

/** Which of these is the most? */
export function most(asking: Choosing): ChoiceQuestion {
  return choice(asking, null, (value) => value);
}

/** Which of these is the least? */
export function least(asking: Choosing): ChoiceQuestion {
  return choice(asking, null, (value) => -value);
}

/** How much is it? The right guess is the nearest by its distance. */
export function nearest(asking: Choosing & { readonly answer: Claim }): ChoiceQuestion {
  return choice(asking, asking.answer, (value) => -Math.abs(value - asking.answer.value()));
}

/** The right option is that whose number scores highest. */
function choice(asking: Choosing, answer: Claim | null, scoreOf: (value: number) => number): ChoiceQuestion {
  const { options } = asking;
  const right = () => {
    const scores = options.map(({ claim }) => scoreOf(claim.value()));
    return scores.indexOf(Math.max(...scores));
  };
  return { kind: 'choice', ...texts(asking), options, answer, right };
}

/** Which of these parts has the most? To be pointed at on the graph. */
export function pointAtMost(asking: Pointing): PointQuestion {
  return pointing(asking, (values) => {
    const largest = Math.max(...values);
    return values.flatMap((value, index) => (value === largest ? [index] : []));
  });
}

/** Which part is the first, in forward order, for which something holds? */
export function pointAtFirst(asking: Pointing & { holds(value: number): boolean }): PointQuestion {
  return pointing(asking, (values) => [values.findIndex(asking.holds)]);
}

function pointing(asking: Pointing, rightOf: (values: readonly number[]) => readonly number[]): PointQuestion {
  const parts = lazily(asking.parts);
  const right = lazily(() => rightOf(parts().map(({ claim }) => claim.value())));
  return { kind: 'point', ...texts(asking), parts, right };
}

/** How much is it, on a slider from one number to another? */
export function estimate(asking: Asked<EstimateQuestion>): EstimateQuestion {
  return { kind: 'estimate', ...asking, ...texts(asking) };
}

/** A slider on which equal steps are equal ratios. */
export const logScale = (from: number, to: number) => ({ from, to, scale: 'log' }) as const;
/** A slider on which equal steps are equal differences. */
export const linearScale = (from: number, to: number) => ({ from, to, scale: 'linear' }) as const;

/** How does it grow? A curve drawn through a few points. */
export function draw(asking: Asked<DrawQuestion>): DrawQuestion {
  return { kind: 'draw', ...asking, ...texts(asking) };
}

/** Where in the chart does it land? */
export function place(asking: Asked<PlaceQuestion>): PlaceQuestion {
  return { kind: 'place', ...asking, ...texts(asking) };
}

/** Something to do with the design itself. */
export function task(asking: Asked<Task>): Task {
  return { kind: 'task', ...asking, ...texts(asking) };
}
