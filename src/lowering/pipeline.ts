import type { OnnxGraph } from '../onnx/graph';
import {
  alwaysBands,
  type ChosenForms,
  cheapestByTable,
  chooseChannelwise,
  type FirstChoice,
} from './chooseChannelwise';
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
  /** In order. @param chosen forms that the device at hand chose, by shape */
  passes(chosen: ChosenForms): readonly Pass[];
  /** The form of a channel-wise convolution where the device has chosen none. */
  readonly firstChoice: FirstChoice;
  /** `preferredLayout` a WebGPU session must be opened with: the only one its shapes are proved right in. */
  readonly layout: 'NCHW';
}

/** What comes first for every target: the same operators, fewer of them. */
const SIMPLIFYING: readonly Pass[] = [dropIdentities, foldConstants, foldBatchNorm];

/** A plain graph as every target's passes find it, and those that cut pieces out of it. */
export function simplified(plain: OnnxGraph): OnnxGraph {
  return SIMPLIFYING.reduce((graph, pass) => pass.run(graph), plain);
}

/** The passes of each target. Activations stay [N, C, T·H, W] throughout, which wants channels first. */
export const TARGETS: Readonly<Record<Target, TargetFacts>> = {
  webgpu: {
    layout: 'NCHW',
    firstChoice: alwaysBands,
    passes: (chosen) => [
      ...SIMPLIFYING,
      temporalRows,
      chooseChannelwise(alwaysBands, chosen),
      flattenPointwise,
      flattenPools,
      flattenBroadcasts,
      settleReshapes,
    ],
  },
  wasm: {
    layout: 'NCHW',
    firstChoice: cheapestByTable,
    passes: (chosen) => [
      ...SIMPLIFYING,
      swishByTanh,
      temporalRows,
      chooseChannelwise(cheapestByTable, chosen),
      flattenPointwise,
      flattenBroadcasts,
      settleReshapes,
    ],
  },
};

/**
 * A plain graph as a target runs it exactly and fast: same input, same outputs. Pure.
 * @param chosen forms of channel-wise convolutions that a device chose, by shape; without them those that are expected
 * to be fast everywhere.
 */
export function lower(graph: OnnxGraph, target: Target, chosen: ChosenForms = {}): OnnxGraph {
  return TARGETS[target].passes(chosen).reduce((lowered, pass) => pass.run(lowered), graph);
}
