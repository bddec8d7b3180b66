import { keptForBackward } from '../../analysis/trainingMemory';
import type { Design } from '../../design/design';
import { chooseOrder } from '../../training/chooseOrder';
import type { RowOrder } from '../../training/graphWriter';
import type { Recipe } from '../../training/recipe';
import type { TrainingPlace } from '../../worker/trainerProtocol';
import { architectureOf } from '../document/derived';
import { browserStorage } from '../storage';
import { trainingNeedOf } from './trainingNeed';

/** What an update will take, said before training begins. */
interface Forecast {
  /** Of one update on one thread of the CPU, in ms. */
  readonly ms: number;
  /** Bytes of WebAssembly's memory. */
  readonly memory: number;
  /** True where the speed was measured on this computer, by an earlier run. */
  readonly measuredHere: boolean;
}

/** Multiply-accumulates a millisecond on one thread, until something was trained here: small networks reached 3.7 to 6.3 million. */
const USUAL_SPEED = 4e6;

/**
 * Bytes of WebAssembly's memory for each byte that is counted of a step (`StepMemory`), by the order of rows; on top of
 * them come HEAP_AT_LEAST. Measured on 16 clips: clip by clip, networks of 8 and 31 MMACs took 105 and 375 MB where 67 and
 * 268 MB were counted; pixel by pixel, seven of 1.5 to 33 MMACs took 42, 105, 125, 152, 164, 263 and 592 MB where 15, 38,
 * 61, 68, 67, 115 and 256 MB were.
 */
const HEAP_SHARE: Readonly<Record<RowOrder, number>> = { NTHW: 1.2, HWTN: 2 };
const HEAP_AT_LEAST = 30e6;

/** Bytes that WebAssembly's memory has at most. */
export const MOST_MEMORY = 2 ** 32;

const SPEED_KEY = 'x3d-studio.training.speed';

/** What an update of a design by a recipe will take here; what is frozen is only computed forwards. */
export function forecastOf(whole: Design, recipe: Recipe): Forecast {
  const design = frozenBy(whole, recipe);
  const here = Number(browserStorage.getItem(SPEED_KEY));
  const measuredHere = Number.isFinite(here) && here > 0;
  const optimizer = recipe.optimizer.type === 'SGD' ? 'momentum' : 'adam';
  const architecture = architectureOf(design);
  const counted = trainingNeedOf(architecture, { optimizer, mixed: false }).of(recipe.batch).total;
  const share = HEAP_SHARE[chooseOrder(architecture, recipe.batch, 'wasm')];
  return {
    ms: workOf(design, recipe) / (measuredHere ? here : USUAL_SPEED),
    memory: HEAP_AT_LEAST + share * counted,
    measuredHere,
  };
}

/** Keeps how fast this computer made updates on one thread, for the next forecast. */
export function keepSpeed(design: Design, recipe: Recipe, msPerUpdate: number): void {
  browserStorage.setItem(SPEED_KEY, String(workOf(frozenBy(design, recipe), recipe) / msPerUpdate));
}

/** Updates after which their speed tells something. */
const TELLING = 10;

/**
 * Begins to time updates. The answer is told how many were made and where, and keeps their speed, if they are enough and
 * were made where forecasts are about: on one WASM thread.
 */
export function timeUpdates(
  design: Design,
  recipe: Recipe,
): (made: number, place: Pick<TrainingPlace, 'provider' | 'threads'>) => void {
  const began = performance.now();
  return (made, { provider, threads }) => {
    if (provider === 'wasm' && threads === 1 && made >= TELLING)
      keepSpeed(design, recipe, (performance.now() - began) / made);
  };
}

/** Multiply-accumulates of an update: forwards, and back through what is trained and what stands behind it. */
function workOf(design: Design, { batch, accumulation }: Recipe): number {
  const { macs } = keptForBackward(architectureOf(design));
  return (macs.total / design.clip.n) * batch * accumulation;
}

/** The design with as many stages frozen as the recipe leaves alone. */
function frozenBy(design: Design, { scope }: Recipe): Design {
  if (typeof scope === 'string') return design;
  const frozen_stages = Math.min(scope.frozenStages, design.reference.num_stages);
  return { ...design, reference: { ...design.reference, frozen_stages } };
}
