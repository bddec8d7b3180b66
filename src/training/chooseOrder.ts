import type { Architecture, Layer } from '../architecture/architecture';
import type { LayerKind } from '../layers/index';
import type { Target } from '../lowering/pipeline';
import type { RowOrder } from './graphWriter';
import { TRAINING_RULES } from './rules/index';

/** Frames and clips of a pixel from which on rows are written pixel by pixel (WASM, one thread, measured). */
const SIDE_BY_SIDE = 64;
/** Values that one layer may lay out for that, 64 MB: as a peak a step takes some four times as much. */
const MOST_LAID_OUT = 2 ** 24;

/**
 * The order that suits a target and a batch. Pixel by pixel, whichever pixels a convolution reads are copied in pieces as
 * long as a pixel has frames and clips, products are wide, and sums over a row add whole pieces: on WASM a step of 16
 * clips takes two thirds to nine tenths of the time, one of two clips of four frames 1.3 times as long; and memory half as
 * much again and more. WebGPU pays by the kernel, of which the other order has fewer.
 */
export function chooseOrder({ clip, layers }: Architecture, batch: number, target: Target): RowOrder {
  if (target !== 'wasm' || batch * (clip[2] ?? 1) < SIDE_BY_SIDE) return 'NTHW';
  const most = Math.max(...layers.map(laidOut)) * (batch / (clip[0] ?? 1));
  return most <= MOST_LAID_OUT ? 'HWTN' : 'NTHW';
}

function laidOut<K extends LayerKind>(layer: Layer<K>): number {
  return TRAINING_RULES[layer.kind].laidOut?.(layer.fields, layer.output) ?? 0;
}
