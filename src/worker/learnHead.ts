import { build } from '../architecture/build';
import { writeSafetensors } from '../checkpoint/writeCheckpoint';
import { balancedRows } from '../dataset/balancedRows';
import { rowsOf } from '../tensor/rows';
import type { Tensor } from '../tensor/tensor';
import type { Recognised } from '../training/evaluation';
import { openHeadTraining } from '../training/headOnly/openHeadTraining';
import { labelledRows } from '../training/labelledRows';
import { createRun, type StepReport } from '../training/trainingRun';
import { stateDictFrom } from '../training/trainingState';
import type { Queue } from './queue';
import { recognisedRows } from './recognisedRows';
import type { Call } from './serve';
import { startingWeights } from './startingWeights';
import type { HeadLearning, HeadLearnt, HeadProgress } from './trainerProtocol';
import type { TrainerRuntime } from './trainerRuntime';

/** What fitting a head needs of the worker it runs in. */
interface HeadPlace {
  readonly runtime: () => Promise<TrainerRuntime>;
  /** Work in its turn with what else runs here. */
  readonly inTurn: Queue;
  readonly call: Pick<Call<HeadProgress>, 'signal' | 'progress'>;
}

/** Milliseconds between two reports. */
const REPORT_EVERY = 250;

/**
 * Fits a head to features, each fit from the same start with classes in equal shares, and asks it about rows.
 * @throws SessionError, CheckpointError, Diverged, or the signal's reason
 */
export async function learnHead(learning: HeadLearning, { runtime, inTurn, call }: HeadPlace): Promise<HeadLearnt> {
  const { design, recipe, seed, features, labels, fits, keep, provenance } = learning;
  const architecture = build(design);
  const { open, place } = await runtime();
  const { start } = await startingWeights(learning, architecture);
  const session = await inTurn(() =>
    openHeadTraining(architecture, recipe, { open, target: place.provider, weights: start, seed }),
  );
  const evaluate = (batch: Tensor<'float32'>) => inTurn(() => session.evaluate(batch));
  try {
    const fresh = await session.state();
    const answers: Recognised[][] = [];
    const kept: Blob[] = [];
    /** The whole network with the head as it is now. */
    const file = async (): Promise<Blob> => {
      const weights = stateDictFrom(session.layout, await session.state(), start);
      const chunks = writeSafetensors(weights, { design, naming: 'mmaction2', provenance });
      return new Blob(chunks as Uint8Array<ArrayBuffer>[]);
    };
    const total = fits.length * recipe.steps;
    let told = performance.now();
    for (const [fit, { train, ask }] of fits.entries()) {
      await session.restore({ ...fresh });
      const dataset = labelledRows({
        classes: [],
        labels,
        count: train.length,
        held: [],
        trainAt: balancedRows(train, labels, seed),
        read: async (rows) => rowsOf(features, rows),
      });
      const run = createRun(session, dataset, recipe);
      let steps: StepReport[] = [];
      for (let step = 0; step < recipe.steps; step++) {
        call.signal.throwIfAborted();
        steps.push(await inTurn(() => run.step()));
        if (performance.now() - told < REPORT_EVERY && step < recipe.steps - 1) continue;
        call.progress({ done: fit * recipe.steps + step + 1, total, fit, steps });
        [told, steps] = [performance.now(), []];
        await new Promise((resolve) => setTimeout(resolve));
      }
      answers.push(await recognisedRows(evaluate, features, ask, recipe.batch));
      if (keep.includes(fit)) kept.push(await file());
    }
    return { answers, kept, file: await file() };
  } finally {
    await inTurn(() => session.close());
  }
}
