import type { Verdict } from '../../dataset/judgedClips';
import type { Design } from '../../design/design';
import type { Recipe } from '../../training/recipe';
import type { StepReport } from '../../training/trainingRun';
import type { TrainingDevice, TrainingProgress, TrainingRequest } from '../../worker/messages';
import type { Training, TrainingHandle } from '../../worker/training';
import { type Look, verdictOn } from './looks';
import { createLooksReader, type LooksPlace } from './looksReader';

/** One training through the network: weights to start from, looks to learn from, and looks to be asked about then. */
export interface TuningFit {
  readonly start: Blob;
  readonly train: readonly Look[];
  readonly ask: readonly Look[];
}

/** What is learnt beyond the head, and from what. */
interface Tuning {
  readonly design: Design;
  readonly classes: readonly string[];
  readonly looks: readonly Look[];
  /** One a fold, and the last to all clips: its network is kept. */
  readonly fits: readonly TuningFit[];
  readonly recipe: Recipe;
  /** Tells the looks, and what they start from, from any others: what was kept of a fit is gone on with where it agrees. */
  readonly hash: string;
  /** Further texts for the file's metadata. */
  readonly metadata: ReadonlyMap<string, string>;
}

/** How far tuning is. */
interface TuningProgress {
  readonly fit: number;
  /** Updates of all fits, made and to be made. */
  readonly done: number;
  readonly total: number;
  readonly perSecond: number;
  /** Updates of the fit under way. */
  readonly steps: readonly StepReport[];
  readonly changes: TrainingProgress['changes'];
}

/** What tuning gave. */
export interface Tuned {
  readonly verdicts: readonly Verdict[];
  /** The whole network as a .safetensors file under the reference's names. */
  readonly file: Blob;
  readonly steps: readonly StepReport[];
}

/** What tuning needs. */
interface TuningPlace extends LooksPlace {
  readonly training: Pick<Training, 'open'>;
  readonly device: TrainingDevice;
  readonly onProgress: (progress: TuningProgress) => void;
  /** The trainer broke down and goes on from where it was kept. */
  readonly onBroken: (sentence: string) => void;
}

/** Under which names runs are kept in the browser's store. */
export const TUNING_RUN = 'own classes';

/**
 * Trains through the network, a fit after the other, with clips decoded as they are needed. Each fit is kept every few
 * seconds, so that after a pause, a crash or a closed tab it goes on from there to the same bits.
 * @throws RequestError, Diverged, or the signal's reason
 */
export async function tuned(tuning: Tuning, place: TuningPlace): Promise<Tuned> {
  const { fits, looks, recipe, metadata } = tuning;
  const { signal } = place;
  const read = createLooksReader(place);
  const verdicts: Verdict[] = [];
  let steps: StepReport[] = [];
  let file: Blob | null = null;
  for (const [fit, { ask }] of fits.entries()) {
    signal.throwIfAborted();
    const handle = await place.training.open(requestFor(tuning, fit), {
      ...{ device: place.device, signal },
      readLooks: (rows) => read(rows.map((row) => looks[row] as Look)),
    });
    steps = [...handle.facts.history.steps];
    await trained(handle, signal, {
      onProgress: ({ steps: more, changes, stepsPerSecond }) => {
        steps.push(...more);
        const done = fit * recipe.steps + steps.length;
        const total = fits.length * recipe.steps;
        place.onProgress({ fit, done, total, perSecond: stepsPerSecond, steps: [...steps], changes });
      },
      onResumed: ({ history }, why) => {
        steps = [...history.steps];
        place.onBroken(why);
      },
    });
    for (let first = 0; first < ask.length; first += recipe.batch) {
      const asked = ask.slice(first, first + recipe.batch);
      const answers = await handle.request('recognise', { clips: await read(asked) }, { signal });
      verdicts.push(...asked.map((look, at) => verdictOn(look, answers[at])));
    }
    if (fit === fits.length - 1)
      file = await handle.request('save', { format: 'safetensors', naming: 'mmaction2', metadata }, { signal });
  }
  if (!file) throw new Error('There was nothing to train.');
  return { verdicts, file, steps };
}

/** Trains a run to its end. A pause is heard between two updates, and the run is kept. */
async function trained(
  handle: TrainingHandle,
  signal: AbortSignal,
  listeners: Parameters<TrainingHandle['train']>[1],
): Promise<void> {
  const pause = () => void handle.request('pause', null).catch(() => {});
  signal.addEventListener('abort', pause, { once: true });
  try {
    const ended = await handle.train({ steps: null, validate: null }, listeners);
    signal.throwIfAborted();
    if (ended.why === 'diverged') throw new Error(ended.sentence);
  } finally {
    signal.removeEventListener('abort', pause);
  }
}

function requestFor({ design, classes, looks, fits, recipe, hash }: Tuning, fit: number): TrainingRequest {
  const { start, train, ask } = fits[fit] as TuningFit;
  const rows = new Map(looks.map((look, row) => [look, row]));
  const rowsOf = (some: readonly Look[]) => some.map((look) => rows.get(look) as number);
  const labels = looks.map(({ label }) => label);
  return {
    ...{ id: `${TUNING_RUN} ${fit}`, design, recipe, start, seed: 0 },
    data: {
      ...{ kind: 'looks', classes, hash: `${hash} ${fit}`, seed: 0 },
      rows: { labels, train: rowsOf(train), held: rowsOf(ask) },
    },
  };
}
