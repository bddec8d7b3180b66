import type { Design } from '../design/design';
import { TINY_START } from '../scaling/tinyStart';
import { type FamilyRun, trainedFamily } from '../scaling/trainedFamily';
import type { Claim, Scene } from './lesson';
import { type Network, networkOf } from './network';
import { claim } from './text';

/** A small network that was trained on made clips, and what came of it: shares of held-out clips, means over the seeds. */
interface TrainedNetwork extends Network {
  right(): Claim;
  /** Of one seed alone, the lowest or the highest. */
  rightOf(which: 'lowest' | 'highest'): Claim;
  /** Of the same clips with their frames shuffled. */
  shuffled(): Claim;
  /** Of them played backwards, the opposite direction being right. */
  backwards(): Claim;
}

/** Where a row differs from the network with four frames of 16 pixels, 8 channels and two blocks. */
interface Small {
  readonly t?: number;
  readonly interval?: number;
  readonly side?: number;
  readonly gamma_b?: number;
  readonly gamma_d?: number;
}

/** The bottleneck of all published X3D, and three blocks in place of two. */
export const GROWN_SHAPE = { gamma_b: 2.25, gamma_d: 1 } as const;

/** A trained network by its numbers. @throws Error where the table has no such row */
export function trainedNetwork(small: Small): TrainedNetwork {
  const { t = 4, interval = 1, side = 16, gamma_b = 1, gamma_d = 0.5 } = small;
  const { reference } = TINY_START;
  const row = trainedFamily().rows.find(
    ({ design: { clip, reference: own } }) =>
      clip.t === t &&
      clip.interval === interval &&
      clip.h === side &&
      own.gamma_b === gamma_b &&
      own.gamma_d === gamma_d &&
      own.gamma_w === reference.gamma_w &&
      own.num_stages === reference.num_stages,
  );
  if (row === undefined) throw new Error(`The table of trained designs has none with ${JSON.stringify(small)}.`);
  const { clips } = trainedFamily().recipe;
  const shares = (pick: (run: FamilyRun) => number) => row.runs.map((run) => pick(run) / clips);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    ...networkOf(row.design),
    right: () => claim('share', () => mean(shares(({ right }) => right))),
    rightOf: (which) => claim('share', () => Math[which === 'lowest' ? 'min' : 'max'](...shares(({ right }) => right))),
    shuffled: () => claim('share', () => mean(shares(({ shuffled }) => shuffled))),
    backwards: () => claim('share', () => mean(shares(({ backwards }) => backwards))),
  };
}

/** A scene with a small network on the screen. */
export function smallScene(design: Design, look: Partial<Omit<Scene, 'design' | 'preset'>> = {}): Scene {
  return { design, preset: 'defaults', level: 'blocks', measure: 'kind', at: null, ...look };
}

const { recipe, rows } = trainedFamily();

/** How the networks of the table were trained, in numbers. */
export const TRAINED = {
  updates: claim('number', () => recipe.steps),
  batch: claim('number', () => recipe.batch),
  heldOut: claim('number', () => recipe.clips),
  seeds: claim('number', () => rows[0]?.runs.length ?? 0),
  classes: claim('number', () => rows[0]?.design.head?.num_classes ?? 0),
  /** What guessing names rightly. */
  guessing: claim('share', () => 1 / (rows[0]?.design.head?.num_classes ?? 1)),
} as const;
