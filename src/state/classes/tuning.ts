import type { Verdict } from '../../dataset/judgedClips';
import type { Design } from '../../design/design';
import { groupBy } from '../../tensor/groupBy';
import { pooled } from '../../training/interval';
import type { Recipe } from '../../training/recipe';
import type { StepReport } from '../../training/trainingRun';
import type {
  TrainingDevice,
  TrainingProgress,
  TrainingRequest,
  TrainParams,
  Validation,
} from '../../worker/trainerProtocol';
import type { Training, TrainingHandle } from '../../worker/training';
import { timeUpdates } from '../train/forecast';
import type { AlongTheWay } from './classes';
import { type ClipLook, verdictOn } from './looks';
import { createLooksReader, type LooksPlace } from './looksReader';

/** One training through the network: weights to start from, looks to learn from, and looks to be asked about then. */
export interface TuningFit {
  readonly start: Blob;
  readonly train: readonly ClipLook[];
  readonly ask: readonly ClipLook[];
}

/** What is learnt beyond the head, and from what. */
interface Tuning {
  readonly design: Design;
  readonly classes: readonly string[];
  readonly looks: readonly ClipLook[];
  /** One a fold, and the last to all clips: its network is kept. */
  readonly fits: readonly TuningFit[];
  readonly recipe: Recipe;
  /** Tells the looks, and what they start from, from any others: what was kept of a fit is gone on with where it agrees. */
  readonly hash: string;
  /** Further texts for the file's metadata. */
  readonly metadata: ReadonlyMap<string, string>;
}

interface TuningProgress {
  readonly fit: number;
  /** Updates of all fits, made and to be made. */
  readonly done: number;
  readonly total: number;
  readonly perSecond: number;
  /** Updates of the fit under way. */
  readonly steps: readonly StepReport[];
  readonly changes: TrainingProgress['changes'];
  readonly along: readonly AlongTheWay[];
}

export interface Tuned {
  readonly verdicts: readonly Verdict[];
  /** The whole network as a .safetensors file under the reference's names. */
  readonly file: Blob;
  readonly steps: readonly StepReport[];
  readonly along: readonly AlongTheWay[];
}

interface TuningPlace extends LooksPlace {
  readonly training: Pick<Training, 'open'>;
  readonly device: TrainingDevice;
  readonly onProgress: (progress: TuningProgress) => void;
  /** The trainer broke down and goes on from where it was kept. */
  readonly onBroken: (sentence: string) => void;
}

/** How often held-out clips are asked about in a fit, and how many at most: evenly chosen, as each goes through the whole network. */
const TIMES_ASKED = 5;
const MOST_ASKED = 40;

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
  const validations: Validation[][] = [];
  let steps: StepReport[] = [];
  let file: Blob | null = null;
  for (const [fit, { ask }] of fits.entries()) {
    signal.throwIfAborted();
    const handle = await place.training.open(requestFor(tuning, fit), {
      device: place.device,
      signal,
      readLooks: (rows) => read(rows.map((row) => looks[row] as ClipLook)),
    });
    steps = [...handle.facts.history.steps];
    const held = [...handle.facts.history.validations];
    validations.push(held);
    const [keepSpeed, begun] = [timeUpdates(tuning.design, recipe), steps.length];
    const validate = ask.length > 0 ? { every: Math.ceil(recipe.steps / TIMES_ASKED), clips: MOST_ASKED } : null;
    await trained(handle, validate, signal, {
      onProgress: ({ steps: more, validations: judged, changes, stepsPerSecond }) => {
        steps.push(...more);
        held.push(...judged);
        const done = fit * recipe.steps + steps.length;
        const total = fits.length * recipe.steps;
        const along = alongTheWay(validations);
        place.onProgress({ fit, done, total, perSecond: stepsPerSecond, steps: [...steps], changes, along });
      },
      onResumed: ({ history }, why) => {
        steps = [...history.steps];
        held.splice(0, held.length, ...history.validations);
        place.onBroken(why);
      },
    });
    // Asking about held-out clips takes time of its own.
    if (!validate) keepSpeed(steps.length - begun, handle.place());
    for (let first = 0; first < ask.length; first += recipe.batch) {
      const asked = ask.slice(first, first + recipe.batch);
      const answers = await handle.request('recognise', { clips: await read(asked) }, { signal });
      verdicts.push(...asked.map((look, at) => verdictOn(look, answers[at])));
    }
    if (fit === fits.length - 1)
      file = await handle.request('save', { format: 'safetensors', naming: 'mmaction2', metadata }, { signal });
  }
  if (!file) throw new Error('There was nothing to train.');
  return { verdicts, file, steps, along: alongTheWay(validations) };
}

function alongTheWay(fits: readonly (readonly Validation[])[]): readonly AlongTheWay[] {
  const steps = groupBy(fits.flat(), ({ step }) => step);
  return [...steps]
    .map(([step, judged]) => ({ step, accuracy: pooled(judged.map(({ accuracy }) => accuracy)) }))
    .toSorted((a, b) => a.step - b.step);
}

/** Trains a run to its end. A pause is heard between two updates, and the run is kept. */
async function trained(
  handle: TrainingHandle,
  validate: TrainParams['validate'],
  signal: AbortSignal,
  listeners: Parameters<TrainingHandle['train']>[1],
): Promise<void> {
  const pause = () => void handle.request('pause', null).catch(() => {});
  signal.addEventListener('abort', pause, { once: true });
  try {
    const ended = await handle.train({ steps: null, validate }, listeners);
    signal.throwIfAborted();
    if (ended.why === 'diverged') throw new Error(ended.sentence);
  } finally {
    signal.removeEventListener('abort', pause);
  }
}

function requestFor({ design, classes, looks, fits, recipe, hash }: Tuning, fit: number): TrainingRequest {
  const { start, train, ask } = fits[fit] as TuningFit;
  const rows = new Map(looks.map((look, row) => [look, row]));
  const rowsOf = (some: readonly ClipLook[]) => some.map((look) => rows.get(look) as number);
  const labels = looks.map(({ label }) => label);
  return {
    id: `${TUNING_RUN} ${fit}`,
    design,
    recipe,
    start,
    seed: 0,
    data: {
      kind: 'looks',
      classes,
      hash: `${hash} ${fit}`,
      seed: 0,
      rows: { labels, train: rowsOf(train), held: rowsOf(evenly(ask)) },
    },
  };
}

/** As many looks as are asked about at most, evenly chosen: they stand class by class. */
function evenly(looks: readonly ClipLook[]): readonly ClipLook[] {
  const count = Math.min(MOST_ASKED, looks.length);
  return Array.from({ length: count }, (_, at) => looks[Math.floor((at * looks.length) / count)] as ClipLook);
}
