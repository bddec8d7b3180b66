import type { Dataset } from './dataset';
import { WATCHED, type WatchMemory, watchDivergence } from './divergence';
import { answerOf } from './evaluation';
import type { Recipe } from './recipe';
import type { Batch, TrainingSession } from './trainingSession';
import type { TrainingState } from './trainingState';

/** What one step of a run made known. */
export interface StepReport {
  /** Counted from 0. */
  readonly step: number;
  /** In nats, before the update. */
  readonly loss: number;
  /** Share of the batch's clips that were named rightly, in training mode, before the update. */
  readonly accuracy: number;
  /** L2 norm of all gradients together, before clipping. */
  readonly gradientNorm: number;
  readonly rate: number;
  /** Of the step itself, and of waiting for its clips before it. */
  readonly ms: number;
  readonly waitMs: number;
}

/** All that is needed to go on with a run to the same bits. */
export interface KeptRun {
  readonly state: TrainingState;
  readonly watched: WatchMemory;
}

/** A network that learns a data set by a recipe, one step after another. */
export interface TrainingRun {
  /** Updates made so far. */
  steps(): number;
  /** One update. @throws Diverged when the run must stop: it stands at its last good state then */
  step(): Promise<StepReport>;
  keep(): Promise<KeptRun>;
  restore(kept: KeptRun): Promise<void>;
}

/** A run left for good: NaN, infinity, or a loss that only grows. The message says which, and what to do. */
export class Diverged extends Error {
  override name = 'Diverged';
}

/**
 * A run over an open session. Step s takes the clips from s · batch · accumulation on, so what it does is a function of
 * state and step alone. The next step's clips are asked for while this one computes.
 */
export function createRun(
  session: TrainingSession,
  dataset: Dataset,
  { batch, accumulation }: Pick<Recipe, 'batch' | 'accumulation'>,
  kept?: KeptRun,
): TrainingRun {
  let at = kept?.state.step ?? 0;
  let watch = watchDivergence(kept?.watched);
  let good: KeptRun | null = kept ?? null;
  let ahead: { readonly step: number; readonly batches: Promise<readonly Batch[]> } | null = null;

  const batchesOf = (step: number): Promise<readonly Batch[]> => {
    const first = step * accumulation;
    const passes = Array.from({ length: accumulation }, (_, pass) =>
      dataset.batch('train', (first + pass) * batch, batch),
    );
    const batches = Promise.all(passes);
    // A failure is reported where they are awaited; until then it must not count as unhandled.
    batches.catch(() => {});
    return batches;
  };
  const keep = async (): Promise<KeptRun> => ({ state: await session.state(), watched: watch.memory() });
  const restore = async (from: KeptRun) => {
    await session.restore(from.state);
    watch = watchDivergence(from.watched);
    at = from.state.step;
    good = from;
  };

  return {
    steps: () => at,
    async step() {
      if (at % WATCHED === 0 || good === null) good = await keep();
      const asked = performance.now();
      const batches = await (ahead?.step === at ? ahead.batches : batchesOf(at));
      const began = performance.now();
      ahead = { step: at + 1, batches: batchesOf(at + 1) };
      const { loss, logits, gradientNorm, rate } = await session.step(batches);
      const report = {
        step: at,
        loss,
        gradientNorm,
        rate,
        accuracy: accuracyOf(batches, logits),
        ms: performance.now() - began,
        waitMs: began - asked,
      };
      const fault = watch.see(loss, gradientNorm, at);
      if (fault !== null) {
        await restore(good);
        throw new Diverged(fault);
      }
      at += 1;
      return report;
    },
    keep,
    restore,
  };
}

function accuracyOf(batches: readonly Batch[], logits: Awaited<ReturnType<TrainingSession['step']>>['logits']): number {
  const right = batches.flatMap(({ labels }, pass) => {
    const scores = logits[pass];
    return labels.map((label, clip) => (scores && answerOf(scores, clip).answer === label ? 1 : 0));
  });
  return right.reduce<number>((sum, one) => sum + one, 0) / Math.max(1, right.length);
}
