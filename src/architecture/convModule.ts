import type { Conv3d } from '../layers/conv3d';
import { ONES, type Triple, ZEROS } from '../layers/layerOp';
import type { LayerSink } from './layerSink';
import type { Materials } from './materials';

/** What one ConvModule of mmcv is made of: a convolution without bias, then a norm, then an activation. */
interface ConvModule<V> {
  readonly name: string;
  readonly input: V;
  readonly in: number;
  readonly out: number;
  /** 1 × 1 × 1 where it is left out. */
  readonly kernel?: Triple;
  /** Along H and W, as everywhere in X3D; 1 where it is left out. */
  readonly stride?: number;
  /** 1 where it is left out. */
  readonly groups?: number;
  /** With the design's norm, if it has one. */
  readonly norm: boolean;
  /** With the design's activation. */
  readonly act: boolean;
}

/** Adds a ConvModule: layers `conv`, `bn` (or `gn`, `in`) and `activate` in a group of its name. */
export function addConvModule<V, G>(
  sink: LayerSink<V, G>,
  materials: Materials,
  { name, input, in: channels, out, kernel = ONES, stride = 1, groups = 1, norm, act }: ConvModule<V>,
): V {
  sink.open('convModule', name, 1);
  const conv = {
    in: channels,
    out,
    kernel,
    stride: stride === 1 ? ONES : [1, stride, stride],
    padding: kernel === ONES ? ZEROS : sameSize(kernel),
    groups,
    bias: false,
    paddingMode: materials.border,
  } satisfies Conv3d;
  let output = sink.layer('conv3d', 'conv', conv, [input]);
  if (norm && materials.norm) {
    const { kind, name: family, fields } = materials.norm(out);
    output = sink.layer(kind, family, fields, [output]);
  }
  if (act) output = sink.layer('activation', 'activate', materials.act.inModule, [output]);
  sink.close('convModule');
  return output;
}

/** The border that leaves the size as it is, half a kernel. */
function sameSize([t, h, w]: Triple): Triple {
  return [(t - 1) / 2, (h - 1) / 2, (w - 1) / 2];
}
