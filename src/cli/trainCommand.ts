import type { Architecture } from '../architecture/architecture';
import { fitCheckpoint, type Ledger } from '../checkpoint/fitCheckpoint';
import { openCheckpoint } from '../checkpoint/openCheckpoint';
import { referenceNames } from '../checkpoint/referenceNames';
import { writeSafetensors } from '../checkpoint/writeCheckpoint';
import { openInNode } from '../runtime/nodeSession';
import { parseJson } from '../text/json';
import { countText, shareText } from '../text/numberText';
import type { Dataset } from '../training/dataset';
import { type Judgement, judge } from '../training/judgement';
import { provenanceOf } from '../training/provenance';
import { RecipeError, readRecipe, type WrittenRecipe } from '../training/readRecipe';
import type { Recipe } from '../training/recipe';
import { RECIPES, recipeNamed, stretched } from '../training/recipes';
import { refuseUntrainable, UntrainableError } from '../training/refuseUntrainable';
import { tinyDesign } from '../training/tinyDesign';
import { createRun, Diverged, type StepReport } from '../training/trainingRun';
import { openTraining, type TrainingSession } from '../training/trainingSession';
import { stateDictFrom } from '../training/trainingState';
import { weightHash } from '../training/weightHash';
import { initWeights } from '../weights/initialise';
import { designFrom } from './designArguments';
import { withFile } from './fileSource';
import { judgementText } from './judgementText';
import { type Options, OUTPUT, switches, texts, type Values } from './option';
import { seedOption, wholeOption } from './optionValues';
import { jsonReport, type Printed } from './printed';
import { progressLine } from './progressLine';
import { type TrainingData, trainingData } from './trainingData';
import { readText } from './unreadable';
import { UsageError } from './usage';
import { writeFile } from './writeFile';

/** What `train` takes besides a design. */
export const TRAIN_OPTIONS: Options = {
  ...texts('data', 'task', 'level', 'pictures', 'recipe', 'steps', 'batch', 'seed', 'data-seed', 'start', 'clips'),
  ...OUTPUT,
  ...switches('json'),
};

/** What came out of a run, as `--json` prints it. */
interface Trained extends Learnt {
  /** FNV-1a over all weights, hexadecimal. */
  readonly hash: string;
  readonly test: Judgement | null;
}

/** How a run went, whatever came of its weights. */
interface Learnt {
  readonly steps: number;
  readonly stopped: keyof typeof HOW;
  /** Why it diverged; null where it did not. */
  readonly sentence: string | null;
  /** Of each step. */
  readonly losses: readonly number[];
  readonly accuracies: readonly number[];
  readonly seconds: number;
}

/**
 * Trains a network and writes its weights, with where they come from. Ctrl+C ends the run after the step under way; what
 * it has learnt is written. Progress goes to stderr. @throws UsageError, CommandError, CheckpointError
 */
export async function trainCommand(values: Values): Promise<Printed> {
  const seed = seedOption(values, 'seed');
  const clips = wholeOption(values, 'clips', 0, 1e6, 1000);
  const data = trainingData(values, seedOption(values, 'data-seed', seed));
  const { recipe, initStd } = recipeFrom(values);
  const architecture = architectureFrom(values, data, initStd);
  const { design } = architecture;
  refuse(architecture, recipe);
  const dataset = data.dataset(design.clip);
  const { start, ledger } = await startFrom(values, architecture, seed);
  const session = await openTraining(architecture, recipe, { open: openInNode, weights: start, seed });
  const learnt = await learn(session, dataset, recipe);
  const weights = stateDictFrom(session.layout, await session.state(), start);
  const write = (test: Judgement | null): string => {
    if (typeof values.output !== 'string') return 'Not written: give -o FILE.';
    const told = { recipe, data: data.described, seed, step: learnt.steps, validations: [] };
    const provenance = provenanceOf({ ...told, ...(test && { test: test.accuracy }) });
    const bytes = writeFile(values.output, writeSafetensors(weights, { design, naming: 'mmaction2', provenance }));
    return `Wrote ${values.output}: ${(bytes / 1e3).toFixed(0)} kB.`;
  };
  // Before they are judged, so that a fault there loses nothing; then once more, with what they were judged.
  const unjudged = write(null);
  const test = clips === 0 ? null : await judge(session, dataset, { clips, batch: recipe.batch });
  const written = test ? write(test) : unjudged;
  await session.close();

  const result: Trained = { ...learnt, hash: weightHash(weights), test };
  const exitCode = learnt.stopped === 'diverged' ? 1 : 0;
  if (values.json) return { text: jsonReport(result), exitCode };
  return { text: [...sentences(result, ledger), written].join('\n'), exitCode };
}

function refuse({ design }: Architecture, recipe: Recipe): void {
  try {
    refuseUntrainable(design, recipe);
  } catch (error) {
    throw error instanceof UntrainableError ? new UsageError(error.message) : error;
  }
}

function recipeFrom(values: Values): WrittenRecipe {
  const written = namedRecipe(String(values.recipe ?? 'quick'));
  const steps = wholeOption(values, 'steps', 1, 1e7, written.recipe.steps);
  const batch = wholeOption(values, 'batch', 1, 4096, written.recipe.batch);
  return { ...written, recipe: { ...stretched(written.recipe, steps), batch } };
}

function namedRecipe(name: string): WrittenRecipe {
  const known = recipeNamed(name);
  if (known) return known;
  if (!name.endsWith('.json'))
    throw new UsageError(`--recipe is ${Object.keys(RECIPES).join(', ')} or a .json file; found ${name}.`);
  const written = parseJson(readText(name));
  if (written === undefined)
    throw new UsageError(`${name} is no JSON. Write it anew, or check its brackets and quotes.`);
  try {
    return readRecipe(written);
  } catch (error) {
    throw error instanceof RecipeError ? new UsageError(`${name}: ${error.message}`) : error;
  }
}

/** The design of the options; where they leave it open, the tiny one, with a class for each of the data's. */
function architectureFrom(values: Values, { classes, shape }: TrainingData, initStd: number): Architecture {
  const [channels = 3, t = 8, h = 32, w = 32] = shape ?? [];
  const tiny = tinyDesign(classes.length, { t, h, w }, initStd);
  const whole = typeof values.design === 'string' || values['gamma-w'] !== undefined;
  const base = whole ? { ...tiny, reference: { ...tiny.reference, in_channels: channels }, overrides: {} } : tiny;
  const { architecture } = designFrom(values, base);
  const { design } = architecture;
  if (design.head === null)
    throw new UsageError('A backbone without a head learns no classes; leave --head out, or give it num_classes.');
  if (design.head.num_classes !== classes.length)
    throw new UsageError(
      `The data have ${classes.length} classes and the head ${design.head.num_classes}; leave num_classes out, or make them one.`,
    );
  const own = [design.reference.in_channels, design.clip.t, design.clip.h, design.clip.w];
  if (shape?.some((size, axis) => size !== own[axis]))
    throw new UsageError(
      `The clips are [N, ${shape.join(', ')}] and the network takes [N, ${own.join(', ')}]; leave --input out, or make them one.`,
    );
  if (shape === null && own[0] !== 3)
    throw new UsageError(`Clips of the motion world have 3 channels, and in_channels is ${own[0]}.`);
  return architecture;
}

async function startFrom({ start: file }: Values, architecture: Architecture, seed: number) {
  if (typeof file !== 'string') return { start: initWeights(architecture, seed), ledger: null };
  return withFile(file, async (source) => {
    const named = referenceNames(await openCheckpoint(source));
    const { weights: start, ledger } = await fitCheckpoint(named, architecture, { seed });
    return { start, ledger };
  });
}

async function learn(session: TrainingSession, dataset: Dataset, recipe: Recipe): Promise<Learnt> {
  const run = createRun(session, dataset, recipe);
  const reports: StepReport[] = [];
  const began = performance.now();
  let interrupted = false;
  const interrupt = () => {
    interrupted = true;
  };
  process.once('SIGINT', interrupt);
  const line = progressLine(recipe.steps);
  let diverged: string | null = null;
  try {
    while (run.steps() < recipe.steps && !interrupted) {
      reports.push(await run.step());
      line.show(reports.length, () => progressText(reports, recipe.steps));
      await new Promise((resolve) => setImmediate(resolve));
    }
  } catch (error) {
    if (!(error instanceof Diverged)) throw error;
    diverged = error.message;
    reports.splice(run.steps());
  } finally {
    process.off('SIGINT', interrupt);
    line.end();
  }
  const ended = interrupted ? 'interrupted' : 'done';
  return {
    steps: run.steps(),
    stopped: diverged === null ? ended : 'diverged',
    sentence: diverged,
    losses: reports.map(({ loss }) => loss),
    accuracies: reports.map(({ accuracy }) => accuracy),
    seconds: (performance.now() - began) / 1000,
  };
}

/** Steps that a figure on the progress line is the mean of. */
const SHOWN = 50;

function progressText(reports: readonly StepReport[], total: number): string {
  const recent = reports.slice(-SHOWN);
  const mean = (of: (report: StepReport) => number) =>
    recent.reduce((sum, report) => sum + of(report), 0) / recent.length;
  return [
    `step ${reports.length} of ${total}`,
    `loss ${mean(({ loss }) => loss).toFixed(3)}`,
    `right ${shareText(mean(({ accuracy }) => accuracy))}`,
    `${(1000 / mean(({ ms, waitMs }) => ms + waitMs)).toFixed(1)} steps/s`,
  ].join(' · ');
}

/** What the last line says of a run, by how it ended. */
const HOW = { done: 'Trained', interrupted: 'Interrupted after', diverged: 'Stopped after' } as const;

function sentences({ steps, stopped, sentence, seconds, losses, hash, test }: Trained, ledger: Ledger | null) {
  const begun = ledger
    ? [`Began with ${ledger.loaded.length} tensors of the file; ${ledger.drawn.length} were drawn.`]
    : [];
  const how = HOW[stopped];
  const last = losses.at(-1);
  return [
    ...begun,
    `${how} ${countText(steps, 'step')} in ${seconds.toFixed(1)} s, last loss ${last?.toFixed(3) ?? '–'}; hash of all weights ${hash}.`,
    ...(sentence ? [sentence] : []),
    ...(test ? judgementText(test) : []),
  ];
}
