import { staysInEval } from '../analysis/training';
import { check } from '../architecture/problems';
import { normOf } from '../architecture/walk';
import type { Design } from '../design/design';
import { isHeldBack } from './flatLayout';
import type { Recipe } from './recipe';

/** Why a network or a recipe does not train, at the field that would have to change. */
export interface TrainingProblem {
  /** `head`, `clip.h`, `recipe.batch`. */
  readonly field: string;
  /** One sentence: what is wrong. */
  readonly message: string;
  readonly expected: string;
}

/** What keeps a legal design from training by a recipe, before anything starts; empty where nothing does. */
export function trainingProblems(design: Design, recipe: Recipe): readonly TrainingProblem[] {
  const problems = recipeProblems(recipe);
  if (design.head === null)
    problems.push({
      field: 'head',
      message: 'A backbone alone has no classes to learn.',
      expected: 'a head',
    });
  else if (design.head.dropout_ratio === 1)
    problems.push({
      field: 'head.dropout_ratio',
      message: 'A dropout of 1 switches every feature off, so that nothing is learnt.',
      expected: 'a share below 1',
    });
  else if (design.head.pool_window)
    problems.push({
      field: 'head.pool_window',
      message: 'A head that pools under a window is not trained here: training crops are pooled whole.',
      expected: 'no window, so that the head pools the whole map',
    });
  return problems.length > 0 ? problems : normProblems(design, recipe);
}

/** Statistics of a single value do not exist: PyTorch stops with `Expected more than 1 value per channel when training`. */
function normProblems(design: Design, recipe: Recipe): readonly TrainingProblem[] {
  const { architecture, problems } = check({ ...design, clip: { ...design.clip, n: recipe.batch } });
  if (!architecture) return problems.filter(({ severity }) => severity === 'error');
  const lonely = architecture.layers.find((layer) => {
    const norm = normOf(layer);
    const inEval = staysInEval(layer, design.reference) || isHeldBack(layer.path, architecture, recipe.scope);
    return norm !== null && !(inEval && norm.foldable) && norm.values(layer.output) === 1;
  });
  if (!lonely) return [];
  const { t, h, w } = design.clip;
  return [
    {
      field: 'recipe.batch',
      message: `${lonely.path} normalises by statistics of a single value: ${recipe.batch} clip${recipe.batch === 1 ? '' : 's'} of ${t} × ${h} × ${w} leave it ${lonely.output.join(' × ')}.`,
      expected: 'more clips a batch, larger clips, or fewer strides',
    },
  ];
}

interface Bound {
  readonly field: string;
  readonly value: number;
  readonly from: number;
  readonly below: number;
  readonly whole?: boolean;
}

function recipeProblems(recipe: Recipe): TrainingProblem[] {
  const { optimizer, schedule, scope } = recipe;
  const any = Number.MAX_VALUE;
  const count = { from: 1, below: any, whole: true };
  const share = { from: 0, below: 1 };
  const bounds: Bound[] = [
    { field: 'steps', value: recipe.steps, ...count },
    { field: 'batch', value: recipe.batch, ...count },
    { field: 'accumulation', value: recipe.accumulation, ...count },
    { field: 'schedule.rate', value: schedule.rate, from: 0, below: any },
    { field: 'optimizer.weightDecay', value: optimizer.weightDecay, from: 0, below: any },
    ...(optimizer.type === 'SGD'
      ? [{ field: 'optimizer.momentum', value: optimizer.momentum, ...share }]
      : [
          { field: 'optimizer.betas', value: optimizer.betas[0], ...share },
          { field: 'optimizer.betas', value: optimizer.betas[1], ...share },
          { field: 'optimizer.eps', value: optimizer.eps, from: 0, below: any },
        ]),
    ...(recipe.clipNorm === null ? [] : [{ field: 'clipNorm', value: recipe.clipNorm, from: 0, below: any }]),
    ...(recipe.labelSmoothing === null ? [] : [{ field: 'labelSmoothing', value: recipe.labelSmoothing, ...share }]),
    ...(typeof scope === 'string'
      ? []
      : [{ field: 'scope.frozenStages', value: scope.frozenStages, from: -1, below: 5, whole: true }]),
    ...(schedule.warmUp
      ? [
          { field: 'schedule.warmUp.steps', value: schedule.warmUp.steps, ...count },
          { field: 'schedule.warmUp.startFactor', value: schedule.warmUp.startFactor, from: 0, below: 1.000_001 },
        ]
      : []),
  ];
  const problems = bounds.filter((bound) => !holds(bound)).map(problemOf);
  if (optimizer.type === 'SGD' && optimizer.nesterov && optimizer.momentum === 0)
    problems.push({
      field: 'recipe.optimizer.nesterov',
      message: 'Nesterov looks ahead along the momentum, and the momentum is 0.',
      expected: 'a momentum above 0, or no Nesterov',
    });
  return problems;
}

function holds({ value, from, below, whole = false }: Bound): boolean {
  return Number.isFinite(value) && value >= from && value < below && (!whole || Number.isInteger(value));
}

function problemOf({ field, value, from, below, whole = false }: Bound): TrainingProblem {
  const kind = whole ? 'a whole number' : 'a number';
  const expected = below > 1e6 ? `${kind} from ${from} up` : `${kind} from ${from} to below ${Math.round(below)}`;
  return { field: `recipe.${field}`, message: `${field} cannot be ${value}.`, expected };
}
