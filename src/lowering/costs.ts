/** How a channel-wise convolution can be computed: as it is, in bands over frames, by rows. */
export type ChannelwiseForm = 'plain' | 'bands' | 'rows';

/** One measurement: X3D's 3×3×3 kernel over [1, channels, frames, stride·size, stride·size]. */
export interface MeasuredCost {
  readonly form: ChannelwiseForm;
  readonly channels: number;
  readonly frames: number;
  /** Rows and columns of the output. */
  readonly size: number;
  /** Along rows and columns. */
  readonly stride: number;
  /** Per output element. */
  readonly nanoseconds: number;
}

/** What a convolution is looked up by. */
export type Measured = Omit<MeasuredCost, 'form' | 'nanoseconds'>;

/**
 * Nanoseconds per output element that a form is expected to take: those of the nearest measurement of the same kind of
 * stride, distances being ratios. Infinite for a form never measured there.
 */
export function expectedCost(form: ChannelwiseForm, conv: Measured): number {
  const distance = (cost: Measured): number =>
    Math.abs(Math.log(cost.size / conv.size)) +
    Math.abs(Math.log(cost.frames / conv.frames)) +
    Math.abs(Math.log(cost.channels / conv.channels)) / 4;
  const comparable = WASM_COSTS.filter((cost) => cost.form === form && cost.stride > 1 === conv.stride > 1);
  const nearest = comparable.reduce<MeasuredCost | null>(
    (best, cost) => (best === null || distance(cost) < distance(best) ? cost : best),
    null,
  );
  return nearest?.nanoseconds ?? Number.POSITIVE_INFINITY;
}

/**
 * onnxruntime-web 1.30 under Node 20, WASM, one thread, on an AMD EPYC that others used too: processor time, the smallest
 * of 20 runs. Rewritten by `X3D_WRITE_COSTS=1 npm run bench -- channelwise`.
 */
export const WASM_COSTS: readonly MeasuredCost[] = [
  { form: 'plain', channels: 54, frames: 1, size: 40, stride: 1, nanoseconds: 8.62 },
  { form: 'bands', channels: 54, frames: 1, size: 40, stride: 1, nanoseconds: 4.56 },
  { form: 'rows', channels: 54, frames: 1, size: 40, stride: 1, nanoseconds: 7.94 },
  { form: 'plain', channels: 54, frames: 1, size: 56, stride: 1, nanoseconds: 12.5 },
  { form: 'bands', channels: 54, frames: 1, size: 56, stride: 1, nanoseconds: 2.65 },
  { form: 'rows', channels: 54, frames: 1, size: 56, stride: 1, nanoseconds: 7.72 },
  { form: 'plain', channels: 108, frames: 1, size: 20, stride: 1, nanoseconds: 11.7 },
  { form: 'bands', channels: 108, frames: 1, size: 20, stride: 1, nanoseconds: 2.73 },
  { form: 'rows', channels: 108, frames: 1, size: 20, stride: 1, nanoseconds: 11.4 },
  { form: 'plain', channels: 108, frames: 1, size: 28, stride: 1, nanoseconds: 15.7 },
  { form: 'bands', channels: 108, frames: 1, size: 28, stride: 1, nanoseconds: 7.59 },
  { form: 'rows', channels: 108, frames: 1, size: 28, stride: 1, nanoseconds: 5.85 },
  { form: 'plain', channels: 216, frames: 1, size: 10, stride: 1, nanoseconds: 34.7 },
  { form: 'bands', channels: 216, frames: 1, size: 10, stride: 1, nanoseconds: 8.06 },
  { form: 'rows', channels: 216, frames: 1, size: 10, stride: 1, nanoseconds: 9.4 },
  { form: 'plain', channels: 216, frames: 1, size: 20, stride: 1, nanoseconds: 21.3 },
  { form: 'bands', channels: 216, frames: 1, size: 20, stride: 1, nanoseconds: 6.54 },
  { form: 'rows', channels: 216, frames: 1, size: 20, stride: 1, nanoseconds: 7.16 },
  { form: 'plain', channels: 432, frames: 1, size: 5, stride: 1, nanoseconds: 107 },
  { form: 'bands', channels: 432, frames: 1, size: 5, stride: 1, nanoseconds: 21.9 },
  { form: 'rows', channels: 432, frames: 1, size: 5, stride: 1, nanoseconds: 34.5 },
  { form: 'plain', channels: 432, frames: 1, size: 10, stride: 1, nanoseconds: 38.3 },
  { form: 'bands', channels: 432, frames: 1, size: 10, stride: 1, nanoseconds: 7.64 },
  { form: 'rows', channels: 432, frames: 1, size: 10, stride: 1, nanoseconds: 7.92 },
  { form: 'plain', channels: 54, frames: 4, size: 40, stride: 1, nanoseconds: 8.77 },
  { form: 'bands', channels: 54, frames: 4, size: 40, stride: 1, nanoseconds: 5.77 },
  { form: 'rows', channels: 54, frames: 4, size: 40, stride: 1, nanoseconds: 5.59 },
  { form: 'plain', channels: 54, frames: 4, size: 56, stride: 1, nanoseconds: 7.87 },
  { form: 'bands', channels: 54, frames: 4, size: 56, stride: 1, nanoseconds: 5.62 },
  { form: 'rows', channels: 54, frames: 4, size: 56, stride: 1, nanoseconds: 6.95 },
  { form: 'plain', channels: 108, frames: 4, size: 20, stride: 1, nanoseconds: 12.3 },
  { form: 'bands', channels: 108, frames: 4, size: 20, stride: 1, nanoseconds: 6.76 },
  { form: 'rows', channels: 108, frames: 4, size: 20, stride: 1, nanoseconds: 5.2 },
  { form: 'plain', channels: 108, frames: 4, size: 28, stride: 1, nanoseconds: 11.6 },
  { form: 'bands', channels: 108, frames: 4, size: 28, stride: 1, nanoseconds: 6.53 },
  { form: 'rows', channels: 108, frames: 4, size: 28, stride: 1, nanoseconds: 8.11 },
  { form: 'plain', channels: 216, frames: 4, size: 10, stride: 1, nanoseconds: 29.2 },
  { form: 'bands', channels: 216, frames: 4, size: 10, stride: 1, nanoseconds: 11.8 },
  { form: 'rows', channels: 216, frames: 4, size: 10, stride: 1, nanoseconds: 6.97 },
  { form: 'plain', channels: 216, frames: 4, size: 20, stride: 1, nanoseconds: 13.4 },
  { form: 'bands', channels: 216, frames: 4, size: 20, stride: 1, nanoseconds: 6.62 },
  { form: 'rows', channels: 216, frames: 4, size: 20, stride: 1, nanoseconds: 6.51 },
  { form: 'plain', channels: 432, frames: 4, size: 5, stride: 1, nanoseconds: 48.4 },
  { form: 'bands', channels: 432, frames: 4, size: 5, stride: 1, nanoseconds: 27.3 },
  { form: 'rows', channels: 432, frames: 4, size: 5, stride: 1, nanoseconds: 30.6 },
  { form: 'plain', channels: 432, frames: 4, size: 10, stride: 1, nanoseconds: 44 },
  { form: 'bands', channels: 432, frames: 4, size: 10, stride: 1, nanoseconds: 19.9 },
  { form: 'rows', channels: 432, frames: 4, size: 10, stride: 1, nanoseconds: 12.5 },
  { form: 'plain', channels: 54, frames: 13, size: 40, stride: 1, nanoseconds: 9.23 },
  { form: 'bands', channels: 54, frames: 13, size: 40, stride: 1, nanoseconds: 12.3 },
  { form: 'rows', channels: 54, frames: 13, size: 40, stride: 1, nanoseconds: 7.87 },
  { form: 'plain', channels: 54, frames: 13, size: 56, stride: 1, nanoseconds: 7.37 },
  { form: 'bands', channels: 54, frames: 13, size: 56, stride: 1, nanoseconds: 16.2 },
  { form: 'rows', channels: 54, frames: 13, size: 56, stride: 1, nanoseconds: 9.9 },
  { form: 'plain', channels: 108, frames: 13, size: 20, stride: 1, nanoseconds: 12.6 },
  { form: 'bands', channels: 108, frames: 13, size: 20, stride: 1, nanoseconds: 13.4 },
  { form: 'rows', channels: 108, frames: 13, size: 20, stride: 1, nanoseconds: 6.17 },
  { form: 'plain', channels: 108, frames: 13, size: 28, stride: 1, nanoseconds: 17.7 },
  { form: 'bands', channels: 108, frames: 13, size: 28, stride: 1, nanoseconds: 13.1 },
  { form: 'rows', channels: 108, frames: 13, size: 28, stride: 1, nanoseconds: 7.07 },
  { form: 'plain', channels: 216, frames: 13, size: 10, stride: 1, nanoseconds: 25.2 },
  { form: 'bands', channels: 216, frames: 13, size: 10, stride: 1, nanoseconds: 17 },
  { form: 'rows', channels: 216, frames: 13, size: 10, stride: 1, nanoseconds: 7.95 },
  { form: 'plain', channels: 216, frames: 13, size: 20, stride: 1, nanoseconds: 12.8 },
  { form: 'bands', channels: 216, frames: 13, size: 20, stride: 1, nanoseconds: 12.8 },
  { form: 'rows', channels: 216, frames: 13, size: 20, stride: 1, nanoseconds: 8.08 },
  { form: 'plain', channels: 432, frames: 13, size: 5, stride: 1, nanoseconds: 43.3 },
  { form: 'bands', channels: 432, frames: 13, size: 5, stride: 1, nanoseconds: 25.8 },
  { form: 'rows', channels: 432, frames: 13, size: 5, stride: 1, nanoseconds: 29.2 },
  { form: 'plain', channels: 432, frames: 13, size: 10, stride: 1, nanoseconds: 25.4 },
  { form: 'bands', channels: 432, frames: 13, size: 10, stride: 1, nanoseconds: 17.8 },
  { form: 'rows', channels: 432, frames: 13, size: 10, stride: 1, nanoseconds: 15.3 },
  { form: 'plain', channels: 54, frames: 16, size: 40, stride: 1, nanoseconds: 13.3 },
  { form: 'bands', channels: 54, frames: 16, size: 40, stride: 1, nanoseconds: 18.9 },
  { form: 'rows', channels: 54, frames: 16, size: 40, stride: 1, nanoseconds: 7.88 },
  { form: 'plain', channels: 54, frames: 16, size: 56, stride: 1, nanoseconds: 7.65 },
  { form: 'bands', channels: 54, frames: 16, size: 56, stride: 1, nanoseconds: 18 },
  { form: 'rows', channels: 54, frames: 16, size: 56, stride: 1, nanoseconds: 7.69 },
  { form: 'plain', channels: 108, frames: 16, size: 20, stride: 1, nanoseconds: 20.1 },
  { form: 'bands', channels: 108, frames: 16, size: 20, stride: 1, nanoseconds: 23.3 },
  { form: 'rows', channels: 108, frames: 16, size: 20, stride: 1, nanoseconds: 11.3 },
  { form: 'plain', channels: 108, frames: 16, size: 28, stride: 1, nanoseconds: 16.6 },
  { form: 'bands', channels: 108, frames: 16, size: 28, stride: 1, nanoseconds: 14.1 },
  { form: 'rows', channels: 108, frames: 16, size: 28, stride: 1, nanoseconds: 8.41 },
  { form: 'plain', channels: 216, frames: 16, size: 10, stride: 1, nanoseconds: 26 },
  { form: 'bands', channels: 216, frames: 16, size: 10, stride: 1, nanoseconds: 20.1 },
  { form: 'rows', channels: 216, frames: 16, size: 10, stride: 1, nanoseconds: 7.77 },
  { form: 'plain', channels: 216, frames: 16, size: 20, stride: 1, nanoseconds: 12.6 },
  { form: 'bands', channels: 216, frames: 16, size: 20, stride: 1, nanoseconds: 16.2 },
  { form: 'rows', channels: 216, frames: 16, size: 20, stride: 1, nanoseconds: 8.14 },
  { form: 'plain', channels: 432, frames: 16, size: 5, stride: 1, nanoseconds: 48.8 },
  { form: 'bands', channels: 432, frames: 16, size: 5, stride: 1, nanoseconds: 42.6 },
  { form: 'rows', channels: 432, frames: 16, size: 5, stride: 1, nanoseconds: 21.8 },
  { form: 'plain', channels: 432, frames: 16, size: 10, stride: 1, nanoseconds: 26 },
  { form: 'bands', channels: 432, frames: 16, size: 10, stride: 1, nanoseconds: 19.6 },
  { form: 'rows', channels: 432, frames: 16, size: 10, stride: 1, nanoseconds: 9.29 },
  { form: 'plain', channels: 54, frames: 1, size: 40, stride: 2, nanoseconds: 8.91 },
  { form: 'bands', channels: 54, frames: 1, size: 40, stride: 2, nanoseconds: 3.58 },
  { form: 'plain', channels: 54, frames: 1, size: 56, stride: 2, nanoseconds: 10.8 },
  { form: 'bands', channels: 54, frames: 1, size: 56, stride: 2, nanoseconds: 3.61 },
  { form: 'plain', channels: 108, frames: 1, size: 20, stride: 2, nanoseconds: 13.7 },
  { form: 'bands', channels: 108, frames: 1, size: 20, stride: 2, nanoseconds: 4.44 },
  { form: 'plain', channels: 108, frames: 1, size: 28, stride: 2, nanoseconds: 10.5 },
  { form: 'bands', channels: 108, frames: 1, size: 28, stride: 2, nanoseconds: 6.74 },
  { form: 'plain', channels: 216, frames: 1, size: 10, stride: 2, nanoseconds: 34 },
  { form: 'bands', channels: 216, frames: 1, size: 10, stride: 2, nanoseconds: 12.3 },
  { form: 'plain', channels: 216, frames: 1, size: 20, stride: 2, nanoseconds: 26.9 },
  { form: 'bands', channels: 216, frames: 1, size: 20, stride: 2, nanoseconds: 8.5 },
  { form: 'plain', channels: 432, frames: 1, size: 5, stride: 2, nanoseconds: 103 },
  { form: 'bands', channels: 432, frames: 1, size: 5, stride: 2, nanoseconds: 18.1 },
  { form: 'plain', channels: 432, frames: 1, size: 10, stride: 2, nanoseconds: 50.9 },
  { form: 'bands', channels: 432, frames: 1, size: 10, stride: 2, nanoseconds: 10.6 },
  { form: 'plain', channels: 54, frames: 4, size: 40, stride: 2, nanoseconds: 21.7 },
  { form: 'bands', channels: 54, frames: 4, size: 40, stride: 2, nanoseconds: 11.9 },
  { form: 'plain', channels: 54, frames: 4, size: 56, stride: 2, nanoseconds: 21.4 },
  { form: 'bands', channels: 54, frames: 4, size: 56, stride: 2, nanoseconds: 12.4 },
  { form: 'plain', channels: 108, frames: 4, size: 20, stride: 2, nanoseconds: 17.9 },
  { form: 'bands', channels: 108, frames: 4, size: 20, stride: 2, nanoseconds: 7.72 },
  { form: 'plain', channels: 108, frames: 4, size: 28, stride: 2, nanoseconds: 16.4 },
  { form: 'bands', channels: 108, frames: 4, size: 28, stride: 2, nanoseconds: 8.64 },
  { form: 'plain', channels: 216, frames: 4, size: 10, stride: 2, nanoseconds: 27.8 },
  { form: 'bands', channels: 216, frames: 4, size: 10, stride: 2, nanoseconds: 9.24 },
  { form: 'plain', channels: 216, frames: 4, size: 20, stride: 2, nanoseconds: 18.1 },
  { form: 'bands', channels: 216, frames: 4, size: 20, stride: 2, nanoseconds: 10.2 },
  { form: 'plain', channels: 432, frames: 4, size: 5, stride: 2, nanoseconds: 50.2 },
  { form: 'bands', channels: 432, frames: 4, size: 5, stride: 2, nanoseconds: 14.3 },
  { form: 'plain', channels: 432, frames: 4, size: 10, stride: 2, nanoseconds: 28.6 },
  { form: 'bands', channels: 432, frames: 4, size: 10, stride: 2, nanoseconds: 9.57 },
  { form: 'plain', channels: 54, frames: 13, size: 40, stride: 2, nanoseconds: 18 },
  { form: 'bands', channels: 54, frames: 13, size: 40, stride: 2, nanoseconds: 20.6 },
  { form: 'plain', channels: 54, frames: 13, size: 56, stride: 2, nanoseconds: 17.6 },
  { form: 'bands', channels: 54, frames: 13, size: 56, stride: 2, nanoseconds: 14.1 },
  { form: 'plain', channels: 108, frames: 13, size: 20, stride: 2, nanoseconds: 18.9 },
  { form: 'bands', channels: 108, frames: 13, size: 20, stride: 2, nanoseconds: 22.1 },
  { form: 'plain', channels: 108, frames: 13, size: 28, stride: 2, nanoseconds: 24.8 },
  { form: 'bands', channels: 108, frames: 13, size: 28, stride: 2, nanoseconds: 20.2 },
  { form: 'plain', channels: 216, frames: 13, size: 10, stride: 2, nanoseconds: 44.1 },
  { form: 'bands', channels: 216, frames: 13, size: 10, stride: 2, nanoseconds: 25.6 },
  { form: 'plain', channels: 216, frames: 13, size: 20, stride: 2, nanoseconds: 27.9 },
  { form: 'bands', channels: 216, frames: 13, size: 20, stride: 2, nanoseconds: 20.8 },
  { form: 'plain', channels: 432, frames: 13, size: 5, stride: 2, nanoseconds: 63.1 },
  { form: 'bands', channels: 432, frames: 13, size: 5, stride: 2, nanoseconds: 33 },
  { form: 'plain', channels: 432, frames: 13, size: 10, stride: 2, nanoseconds: 42.5 },
  { form: 'bands', channels: 432, frames: 13, size: 10, stride: 2, nanoseconds: 16.7 },
  { form: 'plain', channels: 54, frames: 16, size: 40, stride: 2, nanoseconds: 14.7 },
  { form: 'bands', channels: 54, frames: 16, size: 40, stride: 2, nanoseconds: 15.1 },
  { form: 'plain', channels: 54, frames: 16, size: 56, stride: 2, nanoseconds: 14.1 },
  { form: 'bands', channels: 54, frames: 16, size: 56, stride: 2, nanoseconds: 16.1 },
  { form: 'plain', channels: 108, frames: 16, size: 20, stride: 2, nanoseconds: 18.1 },
  { form: 'bands', channels: 108, frames: 16, size: 20, stride: 2, nanoseconds: 16.6 },
  { form: 'plain', channels: 108, frames: 16, size: 28, stride: 2, nanoseconds: 15.6 },
  { form: 'bands', channels: 108, frames: 16, size: 28, stride: 2, nanoseconds: 21.1 },
  { form: 'plain', channels: 216, frames: 16, size: 10, stride: 2, nanoseconds: 27.4 },
  { form: 'bands', channels: 216, frames: 16, size: 10, stride: 2, nanoseconds: 20 },
  { form: 'plain', channels: 216, frames: 16, size: 20, stride: 2, nanoseconds: 18.2 },
  { form: 'bands', channels: 216, frames: 16, size: 20, stride: 2, nanoseconds: 17.1 },
  { form: 'plain', channels: 432, frames: 16, size: 5, stride: 2, nanoseconds: 39.9 },
  { form: 'bands', channels: 432, frames: 16, size: 5, stride: 2, nanoseconds: 37.2 },
  { form: 'plain', channels: 432, frames: 16, size: 10, stride: 2, nanoseconds: 27.1 },
  { form: 'bands', channels: 432, frames: 16, size: 10, stride: 2, nanoseconds: 19.3 },
];
