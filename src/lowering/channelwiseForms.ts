import { drawBandRows } from './channelwiseBandRows';
import { drawBands } from './channelwiseBands';
import { drawPhases, pointwiseBefore } from './channelwisePhases';
import { drawRows, fitsRows } from './channelwiseRows';
import { drawThreePlanes, fitsThreePlanes } from './channelwiseThreePlanes';
import { drawToeplitz, fitsToeplitz } from './channelwiseToeplitz';
import type { Convolution } from './convolution';
import type { GraphView } from './graphView';
import type { Draft } from './rewrite';

/**
 * How a channel-wise convolution can be computed:
 * - `plain`: as it is, in 5-D;
 * - `bands`: one grouped 2-D convolution over all frames, chunks of 8 where they are many; `chunks4`, `chunks2`: so many
 *   output frames a group, whatever the clip;
 * - `rows`: along T and H·W, one convolution a kernel column; `bandRows`, `chunkRows4`: the same with bands over frames;
 * - `phases`: on the four images of even and odd rows and columns, where the stride is 2;
 * - `planes`: three planes a frame, added at their frames;
 * - `toeplitz`: a matrix product, the kernel written out for every position.
 */
export type ChannelwiseForm =
  | 'plain'
  | 'bands'
  | 'chunks4'
  | 'chunks2'
  | 'rows'
  | 'bandRows'
  | 'chunkRows4'
  | 'phases'
  | 'planes'
  | 'toeplitz';

/** The forms that can compute a convolution, each with what draws it; null leaves it as it is. */
export type DrawnForms = Readonly<Partial<Record<ChannelwiseForm, ((to: Draft) => string) | null>>>;

/** What the graph allows for a channel-wise convolution. */
export function formsOf(conv: Convolution, view: GraphView): DrawnForms {
  const before = pointwiseBefore(conv, view);
  const frames = conv.output[2] ?? 0;
  return {
    plain: null,
    bands: (to) => drawBands(conv, to),
    ...(frames > 4 && { chunks4: (to) => drawBands(conv, to, { most: 4, chunk: 4 }) }),
    ...(frames > 2 && { chunks2: (to) => drawBands(conv, to, { most: 2, chunk: 2 }) }),
    ...(fitsRows(conv) && {
      rows: (to) => drawRows(conv, to),
      bandRows: (to) => drawBandRows(conv, to),
      ...(frames > 4 && { chunkRows4: (to) => drawBandRows(conv, to, { most: 4, chunk: 4 }) }),
    }),
    ...(before && { phases: (to) => drawPhases(conv, before, to) }),
    ...(fitsThreePlanes(conv) && { planes: (to) => drawThreePlanes(conv, to) }),
    ...(fitsToeplitz(conv) && { toeplitz: (to) => drawToeplitz(conv, to) }),
  };
}
