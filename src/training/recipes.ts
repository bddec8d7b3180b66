import { DEFAULT_RECIPE, type Recipe } from './recipe';

/** A recipe with a name, and how the head starts out under it. */
interface NamedRecipe {
  readonly label: string;
  /** What it is for and where it comes from. */
  readonly sentence: string;
  readonly recipe: Recipe;
  /** Standard deviation of fc1 and fc2 at the start; mmaction2's `init_std`, 0.01 there. */
  readonly initStd: number;
}

export type RecipeName = 'quick' | 'small' | 'sgd' | 'adam' | 'adamw' | 'mmaction2';

/** Warm-up over 1 of 20 steps, then half a cosine. */
function cosine(rate: number, steps: number): Recipe['schedule'] {
  return {
    rate,
    warmUp: { steps: Math.max(1, Math.round(steps / 20)), startFactor: 0.1 },
    course: { kind: 'cosine', floor: 0 },
  };
}

const ADAM = { betas: [0.9, 0.999], eps: 1e-8, weightDecay: 5e-5 } as const;

/**
 * Recipes to begin with. A network that has just been made needs `init_std` 0.05 with Adam: at 0.01 and a rate of 1e-2
 * nearly all of fc1's units, which have no bias, are dead after 40 steps, and with them sometimes the run.
 */
export const RECIPES: Readonly<Record<RecipeName, NamedRecipe>> = {
  quick: {
    label: 'Small network, minutes',
    sentence:
      'Adam at 5e-3 with a head drawn wider: from each of ten seeds over 90 % of eight directions in 400 updates.',
    recipe: { ...DEFAULT_RECIPE, optimizer: { type: 'Adam', ...ADAM }, schedule: cosine(5e-3, 400), steps: 400 },
    initStd: 0.05,
  },
  small: {
    label: 'Small network, gently',
    sentence:
      'Adam at 3e-3: what the table of trained designs was made by. Slower, and not every seed gets there in 400.',
    recipe: { ...DEFAULT_RECIPE, optimizer: { type: 'Adam', ...ADAM }, schedule: cosine(3e-3, 400), steps: 400 },
    initStd: 0.05,
  },
  sgd: {
    label: 'SGD, Nesterov',
    sentence: 'SGD at 0.1 with momentum 0.9 and a cosine: slower to start, as good after 900 steps.',
    recipe: { ...DEFAULT_RECIPE, schedule: cosine(0.1, 400) },
    initStd: 0.01,
  },
  adam: {
    label: 'Adam, high rate',
    sentence:
      'Adam at 1e-2: reached most after 900 steps of 32 clips; with small batches it can lose the head for good.',
    recipe: {
      ...DEFAULT_RECIPE,
      optimizer: { type: 'Adam', ...ADAM },
      schedule: cosine(1e-2, 900),
      steps: 900,
      batch: 32,
    },
    initStd: 0.05,
  },
  adamw: {
    label: 'AdamW',
    sentence: 'Adam with decay apart from the gradient, 0.01 of the rate.',
    recipe: {
      ...DEFAULT_RECIPE,
      optimizer: { type: 'AdamW', ...ADAM, weightDecay: 0.01 },
      schedule: cosine(3e-3, 400),
      steps: 400,
    },
    initStd: 0.05,
  },
  mmaction2: {
    label: 'mmaction2, Kinetics',
    sentence:
      'The published schedule of SlowFast and X3D: SGD 0.1, momentum 0.9, decay 1e-4, clip 40, 34 of 256 epochs of warm-up, cosine to 0, dropout as the head says. Here an epoch is four updates, so it is its shape, not its length.',
    recipe: {
      optimizer: { type: 'SGD', momentum: 0.9, nesterov: false, weightDecay: 1e-4 },
      schedule: { rate: 0.1, warmUp: { steps: 136, startFactor: 0.1 }, course: { kind: 'cosine', floor: 0 } },
      steps: 1024,
      batch: 8,
      accumulation: 1,
      clipNorm: 40,
      labelSmoothing: null,
      scope: 'all',
    },
    initStd: 0.01,
  },
};

/** The recipe over another number of steps: warm-up and steps of the rate keep their share of the run. */
export function stretched(recipe: Recipe, steps: number): Recipe {
  const share = steps / recipe.steps;
  const { warmUp, course } = recipe.schedule;
  return {
    ...recipe,
    steps,
    schedule: {
      ...recipe.schedule,
      warmUp: warmUp && { ...warmUp, steps: Math.max(1, Math.round(warmUp.steps * share)) },
      course: course.kind === 'step' ? { ...course, at: course.at.map((at) => Math.round(at * share)) } : course,
    },
  };
}

export function recipeNamed(name: string): NamedRecipe | undefined {
  return Object.entries(RECIPES).find(([known]) => known === name)?.[1];
}
