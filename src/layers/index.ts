import { activation } from './activation';
import { add } from './add';
import { batchNorm3d } from './batchNorm3d';
import { conv3d } from './conv3d';
import { dropout } from './dropout';
import { globalPool } from './globalPool';
import { groupNorm } from './groupNorm';
import { instanceNorm3d } from './instanceNorm3d';
import type { LayerOp } from './layerOp';
import { linear } from './linear';
import { multiply } from './multiply';
import { positionMean } from './positionMean';
import { windowPool } from './windowPool';

/** The only list of layer kinds; every type below follows from it. */
const table = {
  conv3d,
  batchNorm3d,
  groupNorm,
  instanceNorm3d,
  activation,
  globalPool,
  windowPool,
  positionMean,
  multiply,
  add,
  linear,
  dropout,
};

export type LayerKind = keyof typeof table;

export type FieldsOf = { [K in LayerKind]: (typeof table)[K] extends LayerOp<infer F> ? F : never };

/** What each kind answers about itself. This mapped type is what spares its users casts. */
export const LAYERS: { readonly [K in LayerKind]: LayerOp<FieldsOf[K]> } = table;
