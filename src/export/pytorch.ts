import type { Architecture, Layer, StageFacts } from '../architecture/architecture';
import { nonLinearityOf, normOf } from '../architecture/walk';
import { pythonValue } from '../configs/python';
import type { Design, Head } from '../design/design';
import { LAYERS, type LayerKind } from '../layers/index';

/**
 * The network as one PyTorch file that needs nothing but torch. Its state dict has the reference's names, in the
 * reference's order, the head's under `head.`; `load_weights` also takes mmaction2's files.
 */
export function pytorchModule(architecture: Architecture): string {
  const parts = [header(architecture), helpers(architecture), blocks(architecture), network(architecture), LOADER];
  return `${parts.join('\n\n\n')}\n`;
}

function header({ design, clip, stages, featDim }: Architecture): string {
  const { gamma_w, gamma_b, gamma_d } = design.reference;
  const [n, c, t, h, w] = clip;
  return `"""X3D (Feichtenhofer 2020), gamma_w ${gamma_w}, gamma_b ${gamma_b}, gamma_d ${gamma_d}${origin(design)}

Blocks ${stages.map(({ blocks }) => blocks.result).join(' + ')}, widths ${stages.map(({ channels }) => channels).join(', ')}, ${featDim} features.
Made for clips [N, ${c}, ${t}, ${h}, ${w}] (N, channels, frames, height, width)${n === 1 ? '' : `, N = ${n}`}. Written by X3D Studio.
"""
from collections import OrderedDict

import torch
from torch import nn${design.reference.with_cp ? '\nfrom torch.utils.checkpoint import checkpoint' : ''}`;
}

/** Whose network it is: what was set stage by stage, the reference has no arguments for. */
function origin({ overrides }: Design): string {
  const set = Object.entries(overrides).map(([stage, values]) => ({ stage, names: Object.keys(values) }));
  const stages = set
    .filter(({ names }) => names.length > 0)
    .map(({ stage, names }) => `${stage} (${names.join(', ')})`);
  if (stages.length === 0) return ', as mmaction2 builds it.';
  return `.\n\nSet by hand, which mmaction2 has no arguments for: ${stages.join(', ')}.`;
}

function helpers(architecture: Architecture): string {
  const { reference } = architecture.design;
  const padding = reference.conv_cfg.padding_mode ?? 'zeros';
  const activate = architecture.layers.find(({ path }) => path === 'conv5.activate');
  const relu = architecture.layers.find(({ path }) => path.endsWith('.relu') && !path.includes('se_module'));
  return `def conv(channels_in, channels_out, kernel, stride=1, groups=1):
    """A convolution that keeps T, strides H and W, and pads so that odd kernels keep their size."""
    return nn.Conv3d(channels_in, channels_out, kernel, stride=(1, stride, stride),
                     padding=tuple(k // 2 for k in kernel), groups=groups, bias=False${padding === 'zeros' ? '' : `,\n                     padding_mode='${padding}'`})


${reference.norm_cfg ? `def norm(channels):\n    return ${normCall(architecture)}\n\n\n` : ''}def activation():
    return ${activate ? torchCall(activate) : 'None'}


def last_activation():
    """At the end of a block; in place only where the configuration says so."""
    return ${relu ? torchCall(relu) : 'None'}${architecture.layers.some(isHSigmoid) ? HSIGMOID : ''}`;
}

/** The constructor of every norm, over as many `channels`. */
function normCall({ layers, design }: Architecture): string {
  const layer = layers.find((candidate) => normOf(candidate) !== null);
  const call = layer ? torchCall(layer, 'channels') : 'None';
  return design.reference.norm_cfg?.requires_grad === false ? `${call}.requires_grad_(False)` : call;
}

function torchCall<K extends LayerKind>(layer: Layer<K>, channels?: string): string {
  return LAYERS[layer.kind].torch(layer.fields, channels) ?? 'None';
}

function isHSigmoid(layer: Layer): boolean {
  return nonLinearityOf(layer)?.type === 'HSigmoid';
}

const HSIGMOID = `


class HSigmoid(nn.Module):
    """clamp((x + bias) / divisor, low, high), as mmcv has it."""

    def __init__(self, bias, divisor, low, high):
        super().__init__()
        self.bias, self.divisor, self.low, self.high = bias, divisor, low, high

    def forward(self, x):
        return ((x + self.bias) / self.divisor).clamp(self.low, self.high)`;

const NORM_NAMES = { BN3d: 'bn', SyncBN: 'bn', GN: 'gn', IN3d: 'in' } as const;

/** Attribute under which mmcv keeps a norm. */
function normName({ design }: Architecture): string {
  return NORM_NAMES[design.reference.norm_cfg?.type ?? 'BN3d'];
}

function blocks(architecture: Architecture): string {
  const { with_cp, norm_cfg } = architecture.design.reference;
  const normed = norm_cfg !== null;
  return `def conv_module(convolution, normalise=True, activate=True):
    """Convolution, norm, activation, under mmcv's names."""
    parts = [('conv', convolution)]
${normed ? `    if normalise:\n        parts.append(('${normName(architecture)}', norm(convolution.out_channels)))\n` : ''}    if activate:
        parts.append(('activate', activation()))
    return nn.Sequential(OrderedDict(parts))


class SEModule(nn.Module):
    """Squeeze-and-excitation: a gate in (0, 1) for every channel, from the mean over T, H, W."""

    def __init__(self, channels, squeeze):
        super().__init__()
        self.avg_pool = nn.AdaptiveAvgPool3d(1)
        self.fc1 = nn.Conv3d(channels, squeeze, 1)
        self.relu = nn.ReLU()
        self.fc2 = nn.Conv3d(squeeze, channels, 1)
        self.sigmoid = nn.Sigmoid()

    def forward(self, x):
        return x * self.sigmoid(self.fc2(self.relu(self.fc1(self.avg_pool(x)))))


class Block(nn.Module):
    """Bottleneck: 1x1x1 to \`planes\`, channel-wise 3x3x3, squeeze-and-excitation, Swish, 1x1x1, shortcut."""

    def __init__(self, channels_in, planes, channels_out, stride=1, downsample=False, squeeze=None):
        super().__init__()
        self.downsample = (
            conv_module(conv(channels_in, channels_out, (1, 1, 1), stride), activate=False) if downsample else None)
        self.conv1 = conv_module(conv(channels_in, planes, (1, 1, 1)))
        self.conv2 = conv_module(conv(planes, planes, (3, 3, 3), stride, groups=planes), activate=False)
        self.swish = nn.SiLU()
        self.conv3 = conv_module(conv(planes, channels_out, (1, 1, 1)), activate=False)
        self.se_module = SEModule(planes, squeeze) if squeeze else None
        self.relu = last_activation()

    def residual(self, x):
        out = self.conv2(self.conv1(x))
        if self.se_module is not None:
            out = self.se_module(out)
        out = self.conv3(self.swish(out))
        return out + (x if self.downsample is None else self.downsample(x))

    def forward(self, x):
${
  with_cp
    ? `        if x.requires_grad:
            return self.relu(checkpoint(self.residual, x))
        return self.relu(self.residual(x))`
    : '        return self.relu(self.residual(x))'
}`;
}

function network(architecture: Architecture): string {
  const { design, stages, baseChannels, featDim } = architecture;
  const { reference, head } = design;
  const base = baseChannels.result;
  const last = stages.at(-1)?.channels ?? base;
  const names = stages.map(({ path }) => `self.${path}`);
  return `class X3D(nn.Module):

    def __init__(self):
        super().__init__()
        self.conv1_s = conv_module(conv(${reference.in_channels}, ${base}, (1, 3, 3), stride=2), normalise=False, activate=False)
        self.conv1_t = conv_module(conv(${base}, ${base}, (5, 1, 1), groups=${base}))
${stages.map((stage, index) => stageSource(stage, stages[index - 1]?.channels ?? base)).join('\n')}
        self.conv5 = conv_module(conv(${last}, ${featDim}, (1, 1, 1)))${head ? `\n        self.head = Head()` : ''}

    def features(self, x):
        x = self.conv1_t(self.conv1_s(x))
        for stage in (${names.join(', ')}${names.length === 1 ? ',' : ''}):
            x = stage(x)
        return self.conv5(x)

    def forward(self, x):
        """Clips [N, ${reference.in_channels}, T, H, W] to ${head ? `scores [N, ${head.num_classes}]` : `features [N, ${featDim}, T, h, w]`}."""
        return ${head ? 'self.head(self.features(x))' : 'self.features(x)'}
${initWeights(architecture)}${trainMethod(architecture)}${head ? `\n\n${headSource(head, featDim)}` : ''}`;
}

function stageSource(facts: StageFacts, input: number): string {
  const blocks = facts.se.map((se, index) => {
    const first = index === 0;
    const { channels, stride } = facts;
    const width = first ? input : channels;
    return [
      `Block(${width}, ${facts.planes.result}, ${channels}`,
      ...(first && stride !== 1 ? [`stride=${stride}`] : []),
      ...(first && (stride !== 1 || input !== channels) ? ['downsample=True'] : []),
      ...(se && facts.seWidth ? [`squeeze=${facts.seWidth.result}`] : []),
    ].join(', ');
  });
  return `        self.${facts.path} = nn.Sequential(\n${blocks.map((block) => `            ${block}),`).join('\n')}\n        )`;
}

function initWeights({ design }: Architecture): string {
  const { zero_init_residual } = design.reference;
  return `
    def init_weights(self):
        """mmaction2's own: Kaiming normal over fan_out, norms the identity${zero_init_residual ? ', the last norm of each block zero' : ''}."""
        for module in self.modules():
            if isinstance(module, nn.Conv3d):
                nn.init.kaiming_normal_(module.weight, mode='fan_out', nonlinearity='relu')
                if module.bias is not None:
                    nn.init.zeros_(module.bias)
            elif isinstance(module, nn.modules.batchnorm._BatchNorm) and module.affine:
                nn.init.ones_(module.weight)
                nn.init.zeros_(module.bias)
            elif isinstance(module, nn.Linear):
                nn.init.normal_(module.weight, std=0.01)
                if module.bias is not None:
                    nn.init.zeros_(module.bias)${
                      zero_init_residual
                        ? `
        for module in self.modules():
            if isinstance(module, Block) and module.conv3.bn.affine:
                nn.init.zeros_(module.conv3.bn.weight)
                nn.init.zeros_(module.conv3.bn.bias)`
                        : ''
                    }
`;
}

/** `X3D.train`: freezes what is to be frozen and keeps batch norm in eval mode where asked. */
function trainMethod({ design, stages }: Architecture): string {
  const { frozen_stages, norm_eval } = design.reference;
  if (frozen_stages < 0 && !norm_eval) return '';
  const frozen = ['conv1_s', 'conv1_t', ...stages.slice(0, frozen_stages).map(({ path }) => path)];
  const freezing = `
        for stage in (${frozen.map((name) => `self.${name}`).join(', ')}):
            stage.eval()
            for parameter in stage.parameters():
                parameter.requires_grad = False`;
  const fixing = `
        if mode:
            for module in self.modules():
                if isinstance(module, nn.modules.batchnorm._BatchNorm):
                    module.eval()`;
  return `
    def train(self, mode=True):
        super().train(mode)${frozen_stages >= 0 ? freezing : ''}${norm_eval ? fixing : ''}
        return self
`;
}

/** X3DHead; under a window set by hand, the linear layers at every position, then the mean of the scores. */
function headSource(head: Head, featDim: number): string {
  const { pool_window: window, mid_channels: mid } = head;
  const dropout = head.dropout_ratio > 0;
  const kind = head.spatial_type === 'avg' ? 'Avg' : 'Max';
  const [title, pool, flat, mean] = window
    ? [
        'A pool under a window, two linear layers with a ReLU between at every position, the mean of their scores.',
        `${kind}Pool3d((${window.join(', ')}), stride=1)`,
        'permute(0, 2, 3, 4, 1)',
        '.mean((1, 2, 3))',
      ]
    : [
        "Global pool, then two linear layers with a ReLU between (mmaction2's X3DHead).",
        `Adaptive${kind}Pool3d(1)`,
        'flatten(1)',
        '',
      ];
  return `class Head(nn.Module):
    """${title}"""

    def __init__(self):
        super().__init__()
        self.pool = nn.${pool}
        self.fc1 = nn.Linear(${featDim}, ${mid}, bias=${pythonValue(head.fc1_bias)})
        self.relu = nn.ReLU(inplace=True)${dropout ? `\n        self.dropout = nn.Dropout(${head.dropout_ratio})` : ''}
        self.fc2 = nn.Linear(${mid}, ${head.num_classes})

    def forward(self, x):
        x = self.relu(self.fc1(self.pool(x).${flat}))
        return self.fc2(${dropout ? 'self.dropout(x)' : 'x'})${mean}`;
}

const LOADER = `def load_weights(model, path):
    """Loads a .pth file: this module's own names, or mmaction2's with backbone. and cls_head."""
    state = torch.load(path, map_location='cpu')
    state = state.get('state_dict', state)
    prefixes = (('backbone.', ''), ('cls_head.', 'head.'))
    for old, new in prefixes:
        state = OrderedDict((new + k[len(old):] if k.startswith(old) else k, v) for k, v in state.items())
    return model.load_state_dict(state)


if __name__ == '__main__':
    model = X3D().eval()
    print(sum(parameter.numel() for parameter in model.parameters()), 'parameters')`;
