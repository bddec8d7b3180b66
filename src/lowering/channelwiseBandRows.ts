import { float32 } from '../tensor/tensor';
import { bandedWeight } from './bandedWeight';
import { type BandWidth, drawChunks, repeated } from './channelwiseBands';
import { columnWeight, rowMask } from './channelwiseRows';
import type { Convolution } from './convolution';
import type { Draft } from './rewrite';

/**
 * A channel-wise 3×3×3 convolution of stride 1, each kernel column a convolution along H·W as in `drawRows`, its frames
 * joined by bands as in `drawBands`: a group per channel on [N, C·T, 1, H·W]. A CPU gathers nine taps an output instead
 * of 27, in rows as long as a frame, at the price of T/3 times the multiplications, or of 2 where four output frames are
 * a group.
 */
export function drawBandRows(conv: Convolution, to: Draft, width?: BandWidth): string {
  const [n = 0, c = 0, , h = 0, w = 0] = conv.input;
  return drawChunks(conv, to, width, ({ frames, groups, read, taps }) => {
    const rows = to.reshape(frames, 'rows', [n, groups, read, h * w]);
    const column = (kw: number, x: string, bias: string | null) => {
      const weight = bandedWeight({ ...conv, weight: columnWeight(conv, kw), kernel: [3, 1, 3] }, taps, read, to);
      const one = to.reshape(x, 'frames', [n, groups * read, 1, h * w]);
      return to.node('Conv', 'column', [one, weight, ...(bias === null ? [] : [bias])], {
        kernel_shape: [1, 3],
        dilations: [1, w],
        pads: [0, w + 1 - kw, 0, w - 1 + kw],
        group: groups,
      });
    };
    const bias = (values = float32([c])) => to.constant('bias', repeated(values, taps.length));
    const middle = column(1, rows, bias(conv.bias ?? undefined));
    return [0, 2].reduce((sum, kw) => {
      const masked = to.node('Mul', 'masked', [rows, rowMask([read, h, w], kw === 0 ? w - 1 : 0, to)]);
      return to.node('Add', 'sum', [sum, column(kw, masked, kw === 2 ? bias() : null)]);
    }, middle);
  });
}
