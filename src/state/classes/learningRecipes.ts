import { DEFAULT_RECIPE, type Recipe } from '../../training/recipe';

/** Clips in a batch of features. */
const HEAD_BATCH = 16;

/** Clips in a batch: fewer than a head's, as each goes through the whole network. */
const TUNING_BATCH = 8;

/** Updates that teach a head a few classes, and so many for each of many: 96 rows of a class. */
const FEW = 150;
const EACH = 6;

/** Updates that suit a number of classes. */
export function updatesFor(classes: number): number {
  return Math.max(FEW, EACH * classes);
}

/** Adam with a cosine: a head starts from small random weights and is through in a few hundred updates. */
export function headRecipe(updates: number): Recipe {
  return { ...withCosine(3e-3, updates, updates / 20), batch: HEAD_BATCH, scope: 'head' };
}

/** Adam at a tenth of a fresh network's rate: what was learnt before is bent, not lost. */
export function tuningRecipe(scope: Recipe['scope'], updates: number): Recipe {
  return { ...withCosine(3e-4, updates, updates / 10), batch: TUNING_BATCH, scope };
}

/** Adam whose rate rises for some updates and falls along a cosine to 0. */
function withCosine(rate: number, steps: number, warmUp: number): Recipe {
  return {
    ...DEFAULT_RECIPE,
    optimizer: { type: 'Adam', betas: [0.9, 0.999], eps: 1e-8, weightDecay: 1e-4 },
    schedule: {
      rate,
      warmUp: { steps: Math.max(1, Math.round(warmUp)), startFactor: 0.1 },
      course: { kind: 'cosine', floor: 0 },
    },
    steps,
  };
}
