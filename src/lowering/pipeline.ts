import type { OnnxGraph } from '../onnx/graph';
import { bandChannelwise } from './bandChannelwise';
import { cheapestChannelwise } from './cheapestChannelwise';
import { dropIdentities } from './dropIdentities';
import { flattenBroadcasts } from './flattenBroadcasts';
import { flattenPointwise } from './flattenPointwise';
import { flattenPools } from './flattenPools';
import { foldBatchNorm } from './foldBatchNorm';
import { foldConstants } from './foldConstants';
import type { Pass } from './pass';
import { settleReshapes } from './settleReshapes';
import { swishByTanh } from './swishByTanh';
import { temporalRows } from './temporalRows';

/** What a graph is lowered for. */
export type Target = 'webgpu' | 'wasm';

/** How a target's graphs are made and opened. */
interface TargetFacts {
  /** In order. */
  readonly passes: readonly Pass[];
  /** `preferredLayout` a WebGPU session must be opened with: the only one its shapes are proved right in. */
  readonly layout: 'NCHW';
}

/** The passes of each target. Activations stay [N, C, T·H, W] throughout, which wants channels first. */
export const TARGETS: Readonly<Record<Target, TargetFacts>> = {
  webgpu: {
    layout: 'NCHW',
    passes: [
      dropIdentities,
      foldConstants,
      foldBatchNorm,
      temporalRows,
      bandChannelwise,
      flattenPointwise,
      flattenPools,
      flattenBroadcasts,
      settleReshapes,
    ],
  },
  wasm: {
    layout: 'NCHW',
    passes: [
      dropIdentities,
      foldConstants,
      foldBatchNorm,
      swishByTanh,
      temporalRows,
      cheapestChannelwise,
      flattenPointwise,
      flattenBroadcasts,
      settleReshapes,
    ],
  },
};

/** A plain graph as a target runs it exactly and fast: same input, same outputs. Pure. */
export function lower(graph: OnnxGraph, target: Target): OnnxGraph {
  return TARGETS[target].passes.reduce((lowered, pass) => pass.run(lowered), graph);
}
