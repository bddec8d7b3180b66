import { build } from '../architecture/build';
import { writeSafetensors } from '../checkpoint/writeCheckpoint';
import { balancedRows } from '../dataset/balancedRows';
import { elementCount } from '../tensor/shape';
import { float32, type Tensor } from '../tensor/tensor';
import { type Recognised, recognisedIn } from '../training/evaluation';
import { openHeadTraining } from '../training/headOnly/openHeadTraining';
import { labelledRows } from '../training/labelledRows';
import { createRun, type StepReport } from '../training/trainingRun';
import type { TrainingSession } from '../training/trainingSession';
import { stateDictFrom } from '../training/trainingState';
import type { Call } from './serve';
import { startingWeights } from './startingWeights';
import type { HeadFit, HeadLearning, HeadLearnt, HeadProgress } from './trainerProtocol';
import type { TrainerRuntime } from './trainerRuntime';

/** What fitting a head needs of the worker it runs in. */
interface HeadPlace {
  readonly runtime: () => Promise<TrainerRuntime>;
  /** Work in its turn with what else runs here. */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
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
    openHeadTraining(architecture, recipe, {
      open,
      target: place.provider,
      weights: start,
      seed,
    }),
  );
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
        ...{ classes: [], labels, count: train.length, held: [], trainAt: balancedRows(train, labels, seed) },
        read: async (rows) => gathered(features, rows),
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
      answers.push(await askedAbout(session, features, ask, recipe.batch, inTurn));
      if (keep.includes(fit)) kept.push(await file());
    }
    return { answers, kept, file: await file() };
  } finally {
    await inTurn(() => session.close());
  }
}

async function askedAbout(
  session: TrainingSession,
  features: Tensor<'float32'>,
  ask: HeadFit['ask'],
  batch: number,
  inTurn: HeadPlace['inTurn'],
): Promise<Recognised[]> {
  const answers: Recognised[] = [];
  for (let first = 0; first < ask.length; first += batch) {
    const rows = ask.slice(first, first + batch);
    // The graph takes whole batches: a short one is filled up with its first row.
    const filled = Array.from({ length: batch }, (_, at) => rows[at] ?? (rows[0] as number));
    const logits = await inTurn(() => session.evaluate(gathered(features, filled)));
    rows.forEach((_, at) => {
      answers.push(recognisedIn(logits, at));
    });
  }
  return answers;
}

function gathered({ shape, data }: Tensor<'float32'>, rows: readonly number[]): Tensor<'float32'> {
  const [, ...rest] = shape;
  const size = elementCount(rest);
  const taken = new Float32Array(rows.length * size);
  rows.forEach((row, at) => {
    taken.set(data.subarray(row * size, (row + 1) * size), at * size);
  });
  return float32([rows.length, ...rest], taken);
}
