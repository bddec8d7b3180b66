import { type Design, HEAD_DEFAULTS } from '../design/design';

/** Under which name the module lies beside a configuration, without `.py`. */
export const BY_HAND_MODULE = 'x3d_by_hand';

/** Names of its classes: X3D with stages set by hand, and X3DHead with another width between its layers. */
export const BY_HAND = { backbone: 'X3DByHand', head: 'X3DHeadByHand' } as const;

/** The arguments beyond X3D's own of a design whose stages were set by hand; null where none was. */
export function stagesByHand({ overrides }: Design): Readonly<Record<string, unknown>> | null {
  const set = Object.entries(overrides).filter(([, override]) => Object.keys(override ?? {}).length > 0);
  return set.length === 0 ? null : { by_hand: Object.fromEntries(set) };
}

/** The argument beyond X3DHead's own of a design whose head has another width; null where it has the reference's. */
export function headByHand({ head }: Design): Readonly<Record<string, unknown>> | null {
  return head && head.mid_channels !== HEAD_DEFAULTS.mid_channels ? { mid_channels: head.mid_channels } : null;
}

/**
 * A module for mmaction2 that registers both classes. A stage is built a block at a time by X3D itself, which takes widths,
 * strides and squeeze ratios for each call but has no argument to be given them.
 */
export const BY_HAND_SOURCE = `"""X3D with stages, and its head with a width, set by hand: what mmaction2's own classes have no arguments for."""
from mmaction.models.backbones.x3d import X3D
from mmaction.models.heads.x3d_head import X3DHead
from mmaction.registry import MODELS
from mmcv.cnn import ConvModule
from torch import nn


@MODELS.register_module()
class ${BY_HAND.backbone}(X3D):
    """X3D, some stages of which have blocks, width, stride or SE of their own.

    by_hand (dict): by stage, layer1 to layer4, any of blocks, width, stride and se ('all', 'half', 'none' or a flag for
        each block). What is left out follows X3D's rules.
    """

    def __init__(self, by_hand, **kwargs):
        self.by_hand = by_hand
        super().__init__(**kwargs)
        if self.width != self.conv5.conv.in_channels:
            self.feat_dim = int(self.width * self.gamma_b)
            self.conv5 = ConvModule(
                self.width,
                self.feat_dim,
                kernel_size=1,
                bias=False,
                conv_cfg=self.conv_cfg,
                norm_cfg=self.norm_cfg,
                act_cfg=self.act_cfg)

    def make_res_layer(self, block, layer_inplanes, inplanes, planes, blocks, spatial_stride=1, se_ratio=None, **kwargs):
        own = self.by_hand.get(f'layer{len(self.res_layers) + 1}', {})
        into = self.width if self.res_layers else layer_inplanes
        width = own.get('width', inplanes)
        stride = own.get('stride', spatial_stride)
        blocks = own.get('blocks', blocks)
        ratio = se_ratio or 1 / 16
        se = own.get('se', self.se_style if se_ratio else 'none')
        if isinstance(se, str):
            se = [se == 'all' or se == 'half' and index % 2 == 0 for index in range(blocks)]
        layers = []
        for index in range(blocks):
            layers += super().make_res_layer(
                block,
                into,
                width,
                int(width * self.gamma_b),
                1,
                spatial_stride=stride if index == 0 else 1,
                se_ratio=ratio if index < len(se) and se[index] else None,
                **kwargs)
            into = width
        self.width = width
        return nn.Sequential(*layers)


@MODELS.register_module()
class ${BY_HAND.head}(X3DHead):
    """X3DHead with mid_channels between its two layers, which is 2048 there."""

    def __init__(self, mid_channels, num_classes, in_channels, **kwargs):
        super().__init__(num_classes, in_channels, **kwargs)
        self.mid_channels = mid_channels
        self.fc1 = nn.Linear(in_channels, mid_channels, bias=self.fc1_bias)
        self.fc2 = nn.Linear(mid_channels, num_classes)
`;
