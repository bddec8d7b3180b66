import { int64, type Tensor } from '../tensor/tensor';
import type { Convolution } from './convolution';
import { derived } from './derived';
import type { Draft } from './rewrite';

/** Which frame each tap of each output frame reads, `[to][tap]`; −1 for zeros. */
type Taps = readonly (readonly number[])[];

/**
 * The weight of a band, [C, 1, kT, kH, kW] → [C·outputs, frames, kH, kW]: each tap's plane at the frame it reads, zeros
 * elsewhere. The band repeats the same few planes, so the file keeps those and a Gather lays them out; it reads
 * constants only, and onnxruntime computes such nodes once, when the session opens.
 */
export function bandedWeight(conv: Convolution, taps: Taps, frames: number, to: Draft): string {
  const { input, kernel } = conv;
  const channels = input[1] ?? 0;
  const layout = bandLayout(taps, frames);
  const planes = to.constant('planes', planesOf(conv, layout.planes));
  const indices = to.constant('layout', { ...int64(layout.indices), shape: [taps.length, frames] });
  const band = to.node('Gather', 'band', [planes, indices], { axis: 1 });
  return to.reshape(band, 'weight', [channels * taps.length, frames, kernel[1], kernel[2]]);
}

/** Which planes a band is laid out of, each the sum of some taps, and which stands at [to, t]. */
interface BandLayout {
  readonly planes: readonly (readonly number[])[];
  readonly indices: readonly number[];
}

/** No tap gives a plane of zeros; with a border that repeats frames, two taps can read the same one. */
function bandLayout(taps: Taps, frames: number): BandLayout {
  const planes: (readonly number[])[] = [];
  const known = new Map<string, number>();
  const indices = taps.flatMap((reads) =>
    Array.from({ length: frames }, (_, frame) => {
      const sum = reads.flatMap((read, tap) => (read === frame ? [tap] : []));
      const index = known.get(sum.join()) ?? planes.push(sum) - 1;
      known.set(sum.join(), index);
      return index;
    }),
  );
  return { planes, indices };
}

/** [C, planes, kH, kW] */
function planesOf({ weight, input, kernel }: Convolution, planes: BandLayout['planes']): Tensor<'float32'> {
  const [channels = 0, size] = [input[1], kernel[1] * kernel[2]];
  return derived([channels, planes.length, kernel[1], kernel[2]], [weight], (taps = new Float32Array()) => {
    const data = new Float32Array(channels * planes.length * size);
    for (let c = 0; c < channels; c++) {
      planes.forEach((sum, plane) => {
        const at = (c * planes.length + plane) * size;
        for (const tap of sum) {
          const from = (c * kernel[0] + tap) * size;
          for (let i = 0; i < size; i++) data[at + i] = (data[at + i] ?? 0) + (taps[from + i] ?? 0);
        }
      });
    }
    return data;
  });
}
