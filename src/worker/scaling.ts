import { AXES } from '../scaling/axes';
import { type BudgetProgress, type FoundTable, searchBudget } from '../scaling/budget';
import { curveOf } from '../scaling/curve';
import { contractions, type Offer, offers } from '../scaling/double';
import { sweepRows } from '../scaling/sweep';
import type { ScalingProtocol, StepAnswer } from './scalingProtocol';
import type { Call, Handlers } from './serve';

/** The scaling worker's answers: thousands of designs counted beside the page, so that the page stays at hand. */
export function createScaling(): Handlers<ScalingProtocol> {
  return {
    offers: async ({ design, factor, device }) => offers(design, factor, device).map(answerOf),
    contractions: async ({ design, targetMacs, device }) => contractions(design, targetMacs, device).map(answerOf),
    curves: async ({ design, measures, device }, call) => {
      const curves = [];
      for (const axis of AXES) {
        await turn(call);
        const { plateaus } = curveOf(design, axis, measures, { device });
        curves.push({ axis: axis.name, plateaus });
      }
      return curves;
    },
    budget: async (budget, call) => {
      let last: BudgetProgress = { tried: 0, total: 0, fitting: 0, all: NONE, front: [] };
      await inTurns(searchBudget(budget), call, (progress) => {
        last = progress;
        // The whole table travels once, at the end.
        call.progress({ ...progress, all: NONE });
      });
      return last;
    },
    sweep: async (sweep, call) => {
      const rows: (readonly number[])[] = [];
      const total = sweep.y.values.length;
      await inTurns(keeping(rows, sweepRows(sweep)), call, () => call.progress({ done: rows.length, total }));
      return rows;
    },
  };
}

/** No designs. */
const NONE: FoundTable = { designs: [], columns: {} };

/** An axis is functions, which no message carries: its name stands for it. */
function answerOf({ axis, candidate, stuck }: Offer): StepAnswer {
  return { axis: axis.name, candidate, stuck };
}

/** Longest time between two looks at the event loop and two reports, in ms: first answers are there at once. */
const TURN = 100;

/** Takes everything out of a generator, reporting and listening every so often; the last item is always reported. */
async function inTurns<T>(
  items: Generator<T, void>,
  call: Pick<Call<unknown>, 'signal'>,
  report: (item: T) => void,
): Promise<void> {
  // The first item is reported at once: it is the first answer.
  let began = Number.NEGATIVE_INFINITY;
  let last: { readonly item: T } | null = null;
  for (const item of items) {
    last = { item };
    if (performance.now() - began < TURN) continue;
    report(item);
    await turn(call);
    began = performance.now();
  }
  if (last) report(last.item);
}

function* keeping<T>(kept: T[], items: Iterable<T>): Generator<T, void> {
  for (const item of items) {
    kept.push(item);
    yield item;
  }
}

/** Lets the event loop turn, so that a cancellation is heard. */
async function turn({ signal }: Pick<Call<unknown>, 'signal'>): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
  signal.throwIfAborted();
}
