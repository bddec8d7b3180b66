import type { FieldsOf, LayerKind } from '../../layers/index';
import { activation } from './activation';
import { add } from './add';
import { batchNorm3d } from './batchNorm3d';
import { conv3d } from './conv3d';
import { dropout } from './dropout';
import { globalPool } from './globalPool';
import { groupNorm } from './groupNorm';
import { instanceNorm3d } from './instanceNorm3d';
import { linear } from './linear';
import { multiply } from './multiply';
import { type TrainingRule, untrained } from './trainingRule';

/** How each kind of layer trains. The compiler names a kind that is missing. */
export const TRAINING_RULES: { readonly [K in LayerKind]: TrainingRule<FieldsOf[K]> } = {
  conv3d,
  batchNorm3d,
  groupNorm,
  instanceNorm3d,
  activation,
  globalPool,
  // trainingProblems refuses designs with these before a graph is written.
  windowPool: untrained('a pool under a window'),
  positionMean: untrained('a mean of scores over positions'),
  multiply,
  add,
  linear,
  dropout,
};
