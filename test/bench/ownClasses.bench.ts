import { readFileSync } from 'node:fs';
import { build } from '../../src/architecture/build';
import { bytesSource } from '../../src/checkpoint/byteSource';
import { fitCheckpoint } from '../../src/checkpoint/fitCheckpoint';
import { openCheckpoint } from '../../src/checkpoint/openCheckpoint';
import { recognise } from '../../src/checkpoint/recognise';
import { referenceNames } from '../../src/checkpoint/referenceNames';
import { stillsFile } from '../../src/cli/stillsFile';
import { balancedRows } from '../../src/dataset/balancedRows';
import type { Design } from '../../src/design/design';
import { TASKS, type Task } from '../../src/motion/tasks';
import { TEXTURED, windowClips, windowPlaces } from '../../src/motion/windowClips';
import { openInNode } from '../../src/runtime/nodeSession';
import { headRecipe, tuningRecipe } from '../../src/state/classes/learningRecipes';
import { elementCount } from '../../src/tensor/shape';
import { float32, type StateDict, type Tensor } from '../../src/tensor/tensor';
import type { Dataset } from '../../src/training/dataset';
import { evaluate } from '../../src/training/evaluation';
import { openHeadTraining } from '../../src/training/headOnly/openHeadTraining';
import { labelledRows } from '../../src/training/labelledRows';
import type { Recipe } from '../../src/training/recipe';
import { RECIPES, stretched } from '../../src/training/recipes';
import { createRun } from '../../src/training/trainingRun';
import { openTraining, type TrainingSession } from '../../src/training/trainingSession';
import { stateDictFrom } from '../../src/training/trainingState';
import { initWeights } from '../../src/weights/initialise';
import { openFeatures } from '../training/pooledFeatures';
import type { Bench } from './bench';

const NETWORK = new URL('../../public/trained/nine-motions.safetensors', import.meta.url);
const stillsOf = (video: string) => stillsFile(new URL(`../golden/motion/${video}.npy.gz`, import.meta.url).pathname);
const SEEDS = [0, 1];
const COUNTS = [5, 20];
/** Four directions that the bundled network learnt from made clips, and eight, of which it never saw the slanting four. */
const ASKED = [TASKS.four, TASKS.directions];
/** Clips of each class that judge. */
const JUDGING = 40;

/** Updates of a head, beyond it, and of a network that learns from nothing: as long as both together. */
const UPDATES = { head: 150, deeper: 100 };

type Weights = StateDict;

/** What learns of the network, and how. */
const WAYS = {
  'the head alone': async (design: Design, clips: Clips, start: Weights) => headLearnt(design, clips, start),
  'then from conv5 on': async (design: Design, clips: Clips, start: Weights) =>
    deeper(design, clips, await headLearnt(design, clips, start), { frozenStages: design.reference.num_stages }),
  'then everything': async (design: Design, clips: Clips, start: Weights) =>
    deeper(design, clips, await headLearnt(design, clips, start), 'all'),
  'fresh weights, everything': async (design: Design, clips: Clips) => {
    const recipe = { ...stretched(RECIPES.small.recipe, UPDATES.head + UPDATES.deeper), batch: 8 };
    return through(design, clips, initWeights(build(design), clips.seed), recipe);
  },
};

/** Windows moved over stills, one clip a row. */
interface Clips {
  readonly clips: Tensor<'float32'>;
  readonly labels: readonly number[];
  readonly seed: number;
}

/** How well one's own classes are learnt from few clips: windows moved over the stills of one video, judged on another. */
export const bench: Bench = {
  title: 'One’s own classes from few clips: the bundled network’s head, more of it, or fresh weights',
  async run() {
    const file = await openCheckpoint(bytesSource(new Uint8Array(readFileSync(NETWORK))));
    const named = referenceNames(file);
    const found = recognise(named, file.metadata);
    const { head } = found.design;
    if (!head) throw new Error('The bundled network has no head.');
    const rows: (string | number)[][] = [];
    for (const task of ASKED)
      for (const [way, learn] of Object.entries(WAYS)) {
        const design = { ...found.design, head: { ...head, num_classes: task.classes.length } };
        const { weights } = await fitCheckpoint(named, build(design), { seed: 0 });
        const judging = windowsOf('juggling', JUDGING, task, design, 100);
        const cells: string[] = [];
        for (const count of COUNTS) {
          const shares: number[] = [];
          for (const seed of SEEDS) {
            const learnt = await learn(design, windowsOf('walking', count, task, design, seed), weights);
            shares.push(await accuracyOf(design, learnt, judging));
          }
          const percent = (share: number) => (100 * share).toFixed(0);
          const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
          cells.push(`${percent(mean)} (${percent(Math.min(...shares))} to ${percent(Math.max(...shares))})`);
        }
        rows.push([task.label, way, ...cells]);
      }
    return {
      columns: ['classes', 'what learns', ...COUNTS.map((count) => `${count} clips a class, % right`)],
      rows,
      note:
        `Learnt from windows with texture moved over stills of the video walking, judged on ` +
        `${JUDGING} clips of each class from the video juggling; no network was trained on either. Mean of ` +
        `${SEEDS.length} draws of windows, lowest and highest in brackets; one look a clip, ${UPDATES.head} updates of the ` +
        `head, ${UPDATES.deeper} more where more learns, as many as both for fresh weights. The bundled network learnt ` +
        'the four directions from made clips; of the eight it never saw the slanting ones.',
    };
  },
};

/** So many clips of each class. */
function windowsOf(video: string, count: number, task: Task, { clip }: Design, seed: number): Clips {
  const stills = stillsOf(video);
  // A window in which next to nothing stands shows no motion to anybody.
  const all = windowPlaces(stills, clip, { each: 40, seed }).filter(({ texture }) => texture >= TEXTURED);
  // Places come still by still: every so many is taken, so that all stills have a part.
  const places = Array.from(
    { length: count },
    (_, at) => all[Math.floor((at * all.length) / count)] as (typeof all)[0],
  );
  const { clips, labels } = windowClips(stills, places, task, clip, seed);
  const { t, h, w } = clip;
  return { clips: float32([labels.length, 3, t, h, w], clips), labels: [...labels], seed };
}

async function headLearnt(design: Design, { clips, labels, seed }: Clips, start: Weights): Promise<Weights> {
  const architecture = build(design);
  const features = await openFeatures(architecture, { open: openInNode, weights: start });
  const known = await features.of(clips);
  await features.close();
  const recipe = headRecipe(UPDATES.head);
  const session = await openHeadTraining(architecture, recipe, { open: openInNode, weights: start, seed });
  return ended(session, dataOf({ clips: known, labels, seed }), recipe, start);
}

async function deeper(design: Design, clips: Clips, start: Weights, scope: Recipe['scope']): Promise<Weights> {
  return through(design, clips, start, tuningRecipe(scope, UPDATES.deeper));
}

async function through(design: Design, clips: Clips, start: Weights, recipe: Recipe): Promise<Weights> {
  const options = { open: openInNode, weights: start, seed: clips.seed };
  return ended(await openTraining(build(design), recipe, options), dataOf(clips), recipe, start);
}

async function ended(session: TrainingSession, data: Dataset, recipe: Recipe, start: Weights): Promise<Weights> {
  const run = createRun(session, data, recipe);
  while (run.steps() < recipe.steps) await run.step();
  const learnt = stateDictFrom(session.layout, await session.state(), start);
  await session.close();
  return learnt;
}

function dataOf({ clips, labels, seed }: Clips): Dataset {
  const rows = labels.map((_, row) => row);
  const [, ...rest] = clips.shape;
  const size = elementCount(rest);
  return labelledRows({
    ...{
      classes: [...new Set(labels)].map(String),
      labels,
      held: rows,
      count: rows.length,
      trainAt: balancedRows(rows, labels, seed),
    },
    async read(asked) {
      const data = new Float32Array(asked.length * size);
      asked.forEach((row, at) => {
        data.set(clips.data.subarray(row * size, (row + 1) * size), at * size);
      });
      return float32([asked.length, ...rest], data);
    },
  });
}

async function accuracyOf(design: Design, weights: Weights, judging: Clips): Promise<number> {
  const recipe = tuningRecipe('all', 1);
  const session = await openTraining(build(design), recipe, { open: openInNode, weights, seed: 0 });
  const options = { split: 'test', count: judging.labels.length, batch: recipe.batch } as const;
  const { accuracy } = await evaluate(session, dataOf(judging), options);
  await session.close();
  return accuracy.share;
}
