import type { Design } from '../../design/design';
import type { Recipe } from '../../training/recipe';
import { architectureOf, totalsOf } from '../document/derived';
import { browserStorage } from '../storage';
import { trainingNeedOf } from './trainingSetup';

/** What an update will take, said before training begins. */
interface Forecast {
  /** Of one update on one thread of the CPU, in ms. */
  readonly ms: number;
  /** Bytes of WebAssembly's memory. */
  readonly memory: number;
  /** True where the speed was measured on this computer, by an earlier run. */
  readonly measuredHere: boolean;
}

/** Multiply-accumulates a millisecond on one thread, until something was trained here: five small networks reached 3.4 to 4.7 million. */
const USUAL_SPEED = 4e6;

/** A step computes each multiply-accumulate of a clip once forwards, and twice on the way back. */
const PASSES = 3;

/**
 * WebAssembly's memory after a step over what is counted of it: five networks of 2 to 63 MMACs took 42, 105, 217, 375 and
 * 644 MB on 16 clips, where 17, 67, 151, 268 and 534 MB were counted.
 */
const HEAP_SHARE = 1.2;
const HEAP_AT_LEAST = 30e6;

const SPEED_KEY = 'x3d-studio.training.speed';

/** What an update of a design by a recipe will take here. */
export function forecastOf(design: Design, recipe: Recipe): Forecast {
  const here = Number(browserStorage.getItem(SPEED_KEY));
  const measuredHere = Number.isFinite(here) && here > 0;
  const optimizer = recipe.optimizer.type === 'SGD' ? 'momentum' : 'adam';
  const counted = trainingNeedOf(architectureOf(design), { optimizer, mixed: false }).of(recipe.batch).total;
  return {
    ms: workOf(design, recipe) / (measuredHere ? here : USUAL_SPEED),
    memory: HEAP_AT_LEAST + HEAP_SHARE * counted,
    measuredHere,
  };
}

/** Keeps how fast this computer made updates on one thread, for the next forecast. */
export function keepSpeed(design: Design, recipe: Recipe, msPerUpdate: number): void {
  browserStorage.setItem(SPEED_KEY, String(workOf(design, recipe) / msPerUpdate));
}

/** Multiply-accumulates of an update. */
function workOf(design: Design, { batch, accumulation }: Recipe): number {
  const macs = totalsOf(architectureOf(design)).macs / design.clip.n;
  return PASSES * macs * batch * accumulation;
}
