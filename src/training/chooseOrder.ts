import type { Architecture, Layer } from '../architecture/architecture';
import type { LayerKind } from '../layers/index';
import type { Target } from '../lowering/pipeline';
import type { RowOrder } from './graphWriter';
import { TRAINING_RULES } from './rules/index';

/** Fewest values a pixel, frames times clips, for rows pixel by pixel (measured on one WASM thread). */
const FEWEST_A_PIXEL = 64;
/** Most values that the columns of one convolution may take, 64 MB; at its peak a step takes some four times as much. */
const MOST_IN_COLUMNS = 2 ** 24;

/**
 * The order of rows for a target and a batch. Pixel by pixel, the T·N values of a pixel lie side by side: slices copy them
 * whole, matrix products are that wide, and broadcasts run that far. On WASM a step of 16 clips of 8 frames takes some four
 * fifths of the time so, one of two clips of four frames 1.3 times as long, and memory is half as much again and more. On
 * WebGPU every kernel costs, and clip by clip there are fewer.
 */
export function chooseOrder({ clip, layers }: Architecture, batch: number, target: Target): RowOrder {
  if (target !== 'wasm' || batch * (clip[2] ?? 1) < FEWEST_A_PIXEL) return 'NTHW';
  const most = Math.max(...layers.map(inColumns)) * (batch / (clip[0] ?? 1));
  return most <= MOST_IN_COLUMNS ? 'HWTN' : 'NTHW';
}

function inColumns<K extends LayerKind>(layer: Layer<K>): number {
  return TRAINING_RULES[layer.kind].inColumns?.(layer.fields, layer.output) ?? 0;
}
