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
 * onnxruntime-web 1.30, WASM, one thread. Rewritten by `X3D_WRITE_COSTS=1 npm run bench -- channelwise`; made on
 * an Intel Xeon at 2.1 GHz, smallest of the repetitions.
 */
export const WASM_COSTS: readonly MeasuredCost[] = [
  { form: 'plain', channels: 54, frames: 1, size: 40, stride: 1, nanoseconds: 17.4 },
  { form: 'bands', channels: 54, frames: 1, size: 40, stride: 1, nanoseconds: 5.09 },
  { form: 'rows', channels: 54, frames: 1, size: 40, stride: 1, nanoseconds: 5.42 },
  { form: 'plain', channels: 54, frames: 1, size: 56, stride: 1, nanoseconds: 6.68 },
  { form: 'bands', channels: 54, frames: 1, size: 56, stride: 1, nanoseconds: 2.2 },
  { form: 'rows', channels: 54, frames: 1, size: 56, stride: 1, nanoseconds: 5.95 },
  { form: 'plain', channels: 108, frames: 1, size: 20, stride: 1, nanoseconds: 12.2 },
  { form: 'bands', channels: 108, frames: 1, size: 20, stride: 1, nanoseconds: 3.7 },
  { form: 'rows', channels: 108, frames: 1, size: 20, stride: 1, nanoseconds: 5.56 },
  { form: 'plain', channels: 108, frames: 1, size: 28, stride: 1, nanoseconds: 10.2 },
  { form: 'bands', channels: 108, frames: 1, size: 28, stride: 1, nanoseconds: 3.19 },
  { form: 'rows', channels: 108, frames: 1, size: 28, stride: 1, nanoseconds: 5.55 },
  { form: 'plain', channels: 216, frames: 1, size: 10, stride: 1, nanoseconds: 34.7 },
  { form: 'bands', channels: 216, frames: 1, size: 10, stride: 1, nanoseconds: 7.96 },
  { form: 'rows', channels: 216, frames: 1, size: 10, stride: 1, nanoseconds: 9.72 },
  { form: 'plain', channels: 216, frames: 1, size: 20, stride: 1, nanoseconds: 12.9 },
  { form: 'bands', channels: 216, frames: 1, size: 20, stride: 1, nanoseconds: 3.78 },
  { form: 'rows', channels: 216, frames: 1, size: 20, stride: 1, nanoseconds: 8.15 },
  { form: 'plain', channels: 432, frames: 1, size: 5, stride: 1, nanoseconds: 95.5 },
  { form: 'bands', channels: 432, frames: 1, size: 5, stride: 1, nanoseconds: 26.5 },
  { form: 'rows', channels: 432, frames: 1, size: 5, stride: 1, nanoseconds: 32.4 },
  { form: 'plain', channels: 432, frames: 1, size: 10, stride: 1, nanoseconds: 50.3 },
  { form: 'bands', channels: 432, frames: 1, size: 10, stride: 1, nanoseconds: 12.5 },
  { form: 'rows', channels: 432, frames: 1, size: 10, stride: 1, nanoseconds: 11.4 },
  { form: 'plain', channels: 54, frames: 4, size: 40, stride: 1, nanoseconds: 20.5 },
  { form: 'bands', channels: 54, frames: 4, size: 40, stride: 1, nanoseconds: 5.34 },
  { form: 'rows', channels: 54, frames: 4, size: 40, stride: 1, nanoseconds: 4.88 },
  { form: 'plain', channels: 54, frames: 4, size: 56, stride: 1, nanoseconds: 7.54 },
  { form: 'bands', channels: 54, frames: 4, size: 56, stride: 1, nanoseconds: 5.43 },
  { form: 'rows', channels: 54, frames: 4, size: 56, stride: 1, nanoseconds: 5.79 },
  { form: 'plain', channels: 108, frames: 4, size: 20, stride: 1, nanoseconds: 11.9 },
  { form: 'bands', channels: 108, frames: 4, size: 20, stride: 1, nanoseconds: 6.53 },
  { form: 'rows', channels: 108, frames: 4, size: 20, stride: 1, nanoseconds: 5.02 },
  { form: 'plain', channels: 108, frames: 4, size: 28, stride: 1, nanoseconds: 10.6 },
  { form: 'bands', channels: 108, frames: 4, size: 28, stride: 1, nanoseconds: 6.75 },
  { form: 'rows', channels: 108, frames: 4, size: 28, stride: 1, nanoseconds: 5.7 },
  { form: 'plain', channels: 216, frames: 4, size: 10, stride: 1, nanoseconds: 26.5 },
  { form: 'bands', channels: 216, frames: 4, size: 10, stride: 1, nanoseconds: 10.4 },
  { form: 'rows', channels: 216, frames: 4, size: 10, stride: 1, nanoseconds: 7.44 },
  { form: 'plain', channels: 216, frames: 4, size: 20, stride: 1, nanoseconds: 13.8 },
  { form: 'bands', channels: 216, frames: 4, size: 20, stride: 1, nanoseconds: 7.24 },
  { form: 'rows', channels: 216, frames: 4, size: 20, stride: 1, nanoseconds: 5.35 },
  { form: 'plain', channels: 432, frames: 4, size: 5, stride: 1, nanoseconds: 45.4 },
  { form: 'bands', channels: 432, frames: 4, size: 5, stride: 1, nanoseconds: 16.5 },
  { form: 'rows', channels: 432, frames: 4, size: 5, stride: 1, nanoseconds: 16 },
  { form: 'plain', channels: 432, frames: 4, size: 10, stride: 1, nanoseconds: 25.9 },
  { form: 'bands', channels: 432, frames: 4, size: 10, stride: 1, nanoseconds: 10.4 },
  { form: 'rows', channels: 432, frames: 4, size: 10, stride: 1, nanoseconds: 6.85 },
  { form: 'plain', channels: 54, frames: 13, size: 40, stride: 1, nanoseconds: 9.15 },
  { form: 'bands', channels: 54, frames: 13, size: 40, stride: 1, nanoseconds: 11.7 },
  { form: 'rows', channels: 54, frames: 13, size: 40, stride: 1, nanoseconds: 7.67 },
  { form: 'plain', channels: 54, frames: 13, size: 56, stride: 1, nanoseconds: 7.62 },
  { form: 'bands', channels: 54, frames: 13, size: 56, stride: 1, nanoseconds: 11.2 },
  { form: 'rows', channels: 54, frames: 13, size: 56, stride: 1, nanoseconds: 9.84 },
  { form: 'plain', channels: 108, frames: 13, size: 20, stride: 1, nanoseconds: 16.1 },
  { form: 'bands', channels: 108, frames: 13, size: 20, stride: 1, nanoseconds: 14 },
  { form: 'rows', channels: 108, frames: 13, size: 20, stride: 1, nanoseconds: 5.91 },
  { form: 'plain', channels: 108, frames: 13, size: 28, stride: 1, nanoseconds: 10.9 },
  { form: 'bands', channels: 108, frames: 13, size: 28, stride: 1, nanoseconds: 12.4 },
  { form: 'rows', channels: 108, frames: 13, size: 28, stride: 1, nanoseconds: 8.45 },
  { form: 'plain', channels: 216, frames: 13, size: 10, stride: 1, nanoseconds: 24.9 },
  { form: 'bands', channels: 216, frames: 13, size: 10, stride: 1, nanoseconds: 17.5 },
  { form: 'rows', channels: 216, frames: 13, size: 10, stride: 1, nanoseconds: 7.23 },
  { form: 'plain', channels: 216, frames: 13, size: 20, stride: 1, nanoseconds: 12.4 },
  { form: 'bands', channels: 216, frames: 13, size: 20, stride: 1, nanoseconds: 13.8 },
  { form: 'rows', channels: 216, frames: 13, size: 20, stride: 1, nanoseconds: 8.51 },
  { form: 'plain', channels: 432, frames: 13, size: 5, stride: 1, nanoseconds: 41.9 },
  { form: 'bands', channels: 432, frames: 13, size: 5, stride: 1, nanoseconds: 25.1 },
  { form: 'rows', channels: 432, frames: 13, size: 5, stride: 1, nanoseconds: 15.8 },
  { form: 'plain', channels: 432, frames: 13, size: 10, stride: 1, nanoseconds: 24.8 },
  { form: 'bands', channels: 432, frames: 13, size: 10, stride: 1, nanoseconds: 17.9 },
  { form: 'rows', channels: 432, frames: 13, size: 10, stride: 1, nanoseconds: 13 },
  { form: 'plain', channels: 54, frames: 16, size: 40, stride: 1, nanoseconds: 8.99 },
  { form: 'bands', channels: 54, frames: 16, size: 40, stride: 1, nanoseconds: 14.5 },
  { form: 'rows', channels: 54, frames: 16, size: 40, stride: 1, nanoseconds: 8.52 },
  { form: 'plain', channels: 54, frames: 16, size: 56, stride: 1, nanoseconds: 7.35 },
  { form: 'bands', channels: 54, frames: 16, size: 56, stride: 1, nanoseconds: 18.4 },
  { form: 'rows', channels: 54, frames: 16, size: 56, stride: 1, nanoseconds: 10.2 },
  { form: 'plain', channels: 108, frames: 16, size: 20, stride: 1, nanoseconds: 20.5 },
  { form: 'bands', channels: 108, frames: 16, size: 20, stride: 1, nanoseconds: 23.5 },
  { form: 'rows', channels: 108, frames: 16, size: 20, stride: 1, nanoseconds: 10.6 },
  { form: 'plain', channels: 108, frames: 16, size: 28, stride: 1, nanoseconds: 17.5 },
  { form: 'bands', channels: 108, frames: 16, size: 28, stride: 1, nanoseconds: 18.1 },
  { form: 'rows', channels: 108, frames: 16, size: 28, stride: 1, nanoseconds: 9.32 },
  { form: 'plain', channels: 216, frames: 16, size: 10, stride: 1, nanoseconds: 41.4 },
  { form: 'bands', channels: 216, frames: 16, size: 10, stride: 1, nanoseconds: 27 },
  { form: 'rows', channels: 216, frames: 16, size: 10, stride: 1, nanoseconds: 13.5 },
  { form: 'plain', channels: 216, frames: 16, size: 20, stride: 1, nanoseconds: 12.6 },
  { form: 'bands', channels: 216, frames: 16, size: 20, stride: 1, nanoseconds: 23.3 },
  { form: 'rows', channels: 216, frames: 16, size: 20, stride: 1, nanoseconds: 11.9 },
  { form: 'plain', channels: 432, frames: 16, size: 5, stride: 1, nanoseconds: 70.2 },
  { form: 'bands', channels: 432, frames: 16, size: 5, stride: 1, nanoseconds: 38.3 },
  { form: 'rows', channels: 432, frames: 16, size: 5, stride: 1, nanoseconds: 28.7 },
  { form: 'plain', channels: 432, frames: 16, size: 10, stride: 1, nanoseconds: 42.1 },
  { form: 'bands', channels: 432, frames: 16, size: 10, stride: 1, nanoseconds: 20.1 },
  { form: 'rows', channels: 432, frames: 16, size: 10, stride: 1, nanoseconds: 9.29 },
  { form: 'plain', channels: 54, frames: 1, size: 40, stride: 2, nanoseconds: 9.65 },
  { form: 'bands', channels: 54, frames: 1, size: 40, stride: 2, nanoseconds: 3.62 },
  { form: 'plain', channels: 54, frames: 1, size: 56, stride: 2, nanoseconds: 8.86 },
  { form: 'bands', channels: 54, frames: 1, size: 56, stride: 2, nanoseconds: 3.57 },
  { form: 'plain', channels: 108, frames: 1, size: 20, stride: 2, nanoseconds: 13.4 },
  { form: 'bands', channels: 108, frames: 1, size: 20, stride: 2, nanoseconds: 4.26 },
  { form: 'plain', channels: 108, frames: 1, size: 28, stride: 2, nanoseconds: 8.65 },
  { form: 'bands', channels: 108, frames: 1, size: 28, stride: 2, nanoseconds: 6.87 },
  { form: 'plain', channels: 216, frames: 1, size: 10, stride: 2, nanoseconds: 35.8 },
  { form: 'bands', channels: 216, frames: 1, size: 10, stride: 2, nanoseconds: 7.08 },
  { form: 'plain', channels: 216, frames: 1, size: 20, stride: 2, nanoseconds: 17.5 },
  { form: 'bands', channels: 216, frames: 1, size: 20, stride: 2, nanoseconds: 4.28 },
  { form: 'plain', channels: 432, frames: 1, size: 5, stride: 2, nanoseconds: 81.9 },
  { form: 'bands', channels: 432, frames: 1, size: 5, stride: 2, nanoseconds: 17.4 },
  { form: 'plain', channels: 432, frames: 1, size: 10, stride: 2, nanoseconds: 48.8 },
  { form: 'bands', channels: 432, frames: 1, size: 10, stride: 2, nanoseconds: 5.83 },
  { form: 'plain', channels: 54, frames: 4, size: 40, stride: 2, nanoseconds: 15.7 },
  { form: 'bands', channels: 54, frames: 4, size: 40, stride: 2, nanoseconds: 11.4 },
  { form: 'plain', channels: 54, frames: 4, size: 56, stride: 2, nanoseconds: 20.2 },
  { form: 'bands', channels: 54, frames: 4, size: 56, stride: 2, nanoseconds: 10.1 },
  { form: 'plain', channels: 108, frames: 4, size: 20, stride: 2, nanoseconds: 17.7 },
  { form: 'bands', channels: 108, frames: 4, size: 20, stride: 2, nanoseconds: 8.72 },
  { form: 'plain', channels: 108, frames: 4, size: 28, stride: 2, nanoseconds: 16.9 },
  { form: 'bands', channels: 108, frames: 4, size: 28, stride: 2, nanoseconds: 10.3 },
  { form: 'plain', channels: 216, frames: 4, size: 10, stride: 2, nanoseconds: 36 },
  { form: 'bands', channels: 216, frames: 4, size: 10, stride: 2, nanoseconds: 8.76 },
  { form: 'plain', channels: 216, frames: 4, size: 20, stride: 2, nanoseconds: 19.3 },
  { form: 'bands', channels: 216, frames: 4, size: 20, stride: 2, nanoseconds: 9.66 },
  { form: 'plain', channels: 432, frames: 4, size: 5, stride: 2, nanoseconds: 47.3 },
  { form: 'bands', channels: 432, frames: 4, size: 5, stride: 2, nanoseconds: 13.9 },
  { form: 'plain', channels: 432, frames: 4, size: 10, stride: 2, nanoseconds: 32.5 },
  { form: 'bands', channels: 432, frames: 4, size: 10, stride: 2, nanoseconds: 10.2 },
  { form: 'plain', channels: 54, frames: 13, size: 40, stride: 2, nanoseconds: 15.9 },
  { form: 'bands', channels: 54, frames: 13, size: 40, stride: 2, nanoseconds: 20 },
  { form: 'plain', channels: 54, frames: 13, size: 56, stride: 2, nanoseconds: 14.4 },
  { form: 'bands', channels: 54, frames: 13, size: 56, stride: 2, nanoseconds: 14.4 },
  { form: 'plain', channels: 108, frames: 13, size: 20, stride: 2, nanoseconds: 19.2 },
  { form: 'bands', channels: 108, frames: 13, size: 20, stride: 2, nanoseconds: 15.2 },
  { form: 'plain', channels: 108, frames: 13, size: 28, stride: 2, nanoseconds: 17 },
  { form: 'bands', channels: 108, frames: 13, size: 28, stride: 2, nanoseconds: 21.1 },
  { form: 'plain', channels: 216, frames: 13, size: 10, stride: 2, nanoseconds: 28.3 },
  { form: 'bands', channels: 216, frames: 13, size: 10, stride: 2, nanoseconds: 22 },
  { form: 'plain', channels: 216, frames: 13, size: 20, stride: 2, nanoseconds: 25.2 },
  { form: 'bands', channels: 216, frames: 13, size: 20, stride: 2, nanoseconds: 14.8 },
  { form: 'plain', channels: 432, frames: 13, size: 5, stride: 2, nanoseconds: 39.4 },
  { form: 'bands', channels: 432, frames: 13, size: 5, stride: 2, nanoseconds: 23.8 },
  { form: 'plain', channels: 432, frames: 13, size: 10, stride: 2, nanoseconds: 26.7 },
  { form: 'bands', channels: 432, frames: 13, size: 10, stride: 2, nanoseconds: 16.4 },
  { form: 'plain', channels: 54, frames: 16, size: 40, stride: 2, nanoseconds: 14.2 },
  { form: 'bands', channels: 54, frames: 16, size: 40, stride: 2, nanoseconds: 16 },
  { form: 'plain', channels: 54, frames: 16, size: 56, stride: 2, nanoseconds: 14.5 },
  { form: 'bands', channels: 54, frames: 16, size: 56, stride: 2, nanoseconds: 15.8 },
  { form: 'plain', channels: 108, frames: 16, size: 20, stride: 2, nanoseconds: 19.2 },
  { form: 'bands', channels: 108, frames: 16, size: 20, stride: 2, nanoseconds: 17.7 },
  { form: 'plain', channels: 108, frames: 16, size: 28, stride: 2, nanoseconds: 18.1 },
  { form: 'bands', channels: 108, frames: 16, size: 28, stride: 2, nanoseconds: 16.6 },
  { form: 'plain', channels: 216, frames: 16, size: 10, stride: 2, nanoseconds: 27.5 },
  { form: 'bands', channels: 216, frames: 16, size: 10, stride: 2, nanoseconds: 20.7 },
  { form: 'plain', channels: 216, frames: 16, size: 20, stride: 2, nanoseconds: 29.1 },
  { form: 'bands', channels: 216, frames: 16, size: 20, stride: 2, nanoseconds: 24.7 },
  { form: 'plain', channels: 432, frames: 16, size: 5, stride: 2, nanoseconds: 68.8 },
  { form: 'bands', channels: 432, frames: 16, size: 5, stride: 2, nanoseconds: 40.2 },
  { form: 'plain', channels: 432, frames: 16, size: 10, stride: 2, nanoseconds: 38.7 },
  { form: 'bands', channels: 432, frames: 16, size: 10, stride: 2, nanoseconds: 30 },
];
