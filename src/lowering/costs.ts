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
  { form: 'plain', channels: 54, frames: 13, size: 40, stride: 1, nanoseconds: 9.3 },
  { form: 'bands', channels: 54, frames: 13, size: 40, stride: 1, nanoseconds: 12.2 },
  { form: 'rows', channels: 54, frames: 13, size: 40, stride: 1, nanoseconds: 8.7 },
  { form: 'plain', channels: 216, frames: 13, size: 10, stride: 1, nanoseconds: 36.7 },
  { form: 'bands', channels: 216, frames: 13, size: 10, stride: 1, nanoseconds: 17.5 },
  { form: 'rows', channels: 216, frames: 13, size: 10, stride: 1, nanoseconds: 9.6 },
  { form: 'plain', channels: 54, frames: 13, size: 40, stride: 2, nanoseconds: 20.8 },
  { form: 'bands', channels: 54, frames: 13, size: 40, stride: 2, nanoseconds: 14.4 },
];
