import { elementCount, ShapeError } from '../tensor/shape';
import { int64 } from '../tensor/tensor';
import { filled } from './constants';
import { defineLayer } from './layerOp';
import { INITIAL_NORM, scaleAndShift, storesNorm } from './norms';

/** Group normalisation: statistics over each group of channels with T, H, W, per clip. */
export interface GroupNorm {
  readonly channels: number;
  readonly groups: number;
  readonly eps: number;
  readonly affine: boolean;
  readonly requiresGrad: boolean;
}

export const groupNorm = defineLayer<GroupNorm>({
  torchClass: () => 'GroupNorm',
  outputShape(g, input) {
    if (input[1] !== g.channels) throw new ShapeError(`expected ${g.channels} channels, found ${input[1]}`);
    if (g.channels % g.groups !== 0)
      throw new ShapeError(`${g.channels} channels cannot be split into ${g.groups} groups`, 'groups');
    return input;
  },
  stores: storesNorm,
  initial: () => INITIAL_NORM,
  // mmengine traces group_norm as fvcore does: 5 operations an element, 4 without scale and shift.
  beyondMacs: (g, { output }) => ({
    mmcv: elementCount(output) * (g.affine ? 2 : 1),
    mmengine: elementCount(output) * (g.affine ? 5 : 4),
  }),
  // As PyTorch's exporter writes it: groups become the channels of an InstanceNormalization. A size of 0 is the input's, N.
  onnx(g, { inputs: [input = []] }) {
    return [
      {
        op: 'Reshape',
        from: ['x', 'grouped'],
        to: 'groups',
        constants: { grouped: int64([0, g.groups, -1]) },
      },
      {
        op: 'InstanceNormalization',
        from: ['groups', 'ones', 'zeros'],
        to: 'flat',
        attributes: { epsilon: { float: g.eps } },
        constants: { ones: filled(g.groups, 1), zeros: filled(g.groups, 0) },
      },
      {
        op: 'Reshape',
        from: ['flat', 'shape'],
        to: g.affine ? 'normalised' : 'y',
        constants: { shape: int64([0, ...input.slice(1)]) },
      },
      ...(g.affine ? scaleAndShift(g.channels) : []),
    ];
  },
  torch: (g, channels = String(g.channels)) =>
    `nn.GroupNorm(${g.groups}, ${channels}, eps=${g.eps}${g.affine ? '' : ', affine=False'})`,
  saved: (g, { output }) => ({ inputs: [0], output: false, own: 2 * (output[0] ?? 1) * g.groups }),
  // PyTorch counts all clips here, though each is normalised by itself.
  norm: (g) => ({ family: 'group', foldable: false, values: (map) => elementCount(map) / g.groups }),
  global: true,
});
