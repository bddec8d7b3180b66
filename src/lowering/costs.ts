import type { ChannelwiseForm } from './channelwiseForms';
import table from './wasmCosts.json' with { type: 'json' };

/** X3D's 3×3×3 kernel over what a 1×1×1 convolution makes, [1, channels, frames, stride·size, stride·size]. */
export interface Measured {
  readonly channels: number;
  readonly frames: number;
  /** Rows and columns of the output. */
  readonly size: number;
  /** Along rows and columns. */
  readonly stride: number;
}

/** What the forms that can compute a convolution took, in nanoseconds per output element. */
export interface MeasuredCosts extends Measured {
  readonly forms: Readonly<Partial<Record<ChannelwiseForm, number>>>;
}

/** What the WASM lowering chooses by; the file says how it was measured. */
export const WASM_COSTS: readonly MeasuredCosts[] = table.rows;

/**
 * Nanoseconds per output element that a form is expected to take: those of the nearest measurement of the same kind of
 * stride, distances being ratios. Infinite for a form never measured there.
 */
export function expectedCost(form: ChannelwiseForm, conv: Measured): number {
  let [nearest, cost] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const measured of WASM_COSTS) {
    const found = measured.forms[form];
    if (found === undefined || measured.stride > 1 !== conv.stride > 1) continue;
    const distance =
      Math.abs(Math.log(measured.size / conv.size)) +
      Math.abs(Math.log(measured.frames / conv.frames)) +
      Math.abs(Math.log(measured.channels / conv.channels)) / 4;
    if (distance < nearest) [nearest, cost] = [distance, found];
  }
  return cost;
}
