"""Reads an exported mmaction2 configuration as mmengine does, and builds its model from the reference's rules alone.

config.py FOLDER: checks FOLDER/config.py against the state dict in FOLDER/weights.pth, and has the model compute the clip in
FOLDER/clip.bin. Modules that the configuration imports lie in FOLDER; where it names a hook of theirs, an update is made
under it: it must change the head and nothing else.

mmengine 0.10, Config.fromfile: the file is parsed, run, and its names become the configuration, but for modules,
functions, classes and names that begin with two underscores; some keys are reserved, and {{ }} is filled in before.
"""
import ast
import importlib
import json
import math
import sys
import types
from pathlib import Path

import torch
from torch import nn

RESERVED = ['filename', 'text', 'pretty_text', 'env_variables']


def read(path):
    source = path.read_text()
    ast.parse(source)
    assert '{{' not in source, 'mmengine would fill {{ }} in'
    scope = {}
    exec(compile(source, str(path), 'exec'), scope)
    kinds = (types.ModuleType, types.FunctionType, type)
    config = {name: value for name, value in scope.items() if not name.startswith('__') and not isinstance(value, kinds)}
    for name in config:
        assert name not in RESERVED, name
    return config


def typed(value, where):
    """Everything a registry builds says its type."""
    if isinstance(value, dict):
        assert all(isinstance(key, str) for key in value), where
        assert isinstance(value.get('type'), str), where + ' has no type'
    else:
        for index, entry in enumerate(value):
            typed(entry, f'{where}[{index}]')


def check(config):
    """What mmaction2's Runner needs to train, validate and test."""
    for phase in ['train', 'val', 'test']:
        typed(config[phase + '_pipeline'], phase + '_pipeline')
        loader = config[phase + '_dataloader']
        typed(loader['dataset'], phase + ' dataset')
        typed(loader['sampler'], phase + ' sampler')
        assert loader['dataset']['pipeline'] is config[phase + '_pipeline']
        assert config[phase + '_cfg']['type']
    for phase in ['val', 'test']:
        typed(config[phase + '_evaluator'], phase + '_evaluator')
    typed(config['optim_wrapper']['optimizer'], 'optimizer')
    assert config['optim_wrapper']['clip_grad']['max_norm'] > 0
    typed(config['param_scheduler'], 'param_scheduler')
    assert config['param_scheduler'][-1]['end'] == config['train_cfg']['max_epochs']
    assert isinstance(config['data_root'], str) and isinstance(config['load_from'], str)


def width(value, factor):
    """x3d.py, _round_width."""
    if not factor:
        return value
    value *= factor
    out = max(8, int(value + 4) // 8 * 8)
    return int(out + 8 if out < 0.9 * value else out)


def squeeze(planes, ratio):
    value = planes * ratio
    out = max(8, int(value + 4) // 8 * 8)
    return int(out + 8 if out < 0.9 * value else out)


class ConvModule(nn.Module):
    """mmcv's: conv, norm and activation under their usual names."""

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, groups=1, bias=False, conv_cfg=None,
                 norm_cfg=None, act_cfg=dict(type='ReLU')):
        super().__init__()
        mode = (conv_cfg or {}).get('padding_mode', 'zeros')
        self.conv = nn.Conv3d(in_channels, out_channels, kernel_size, stride, padding, 1, groups, bias, mode)
        norm = dict(norm_cfg or {})
        kind, _ = norm.pop('type', None), norm.pop('requires_grad', None)
        if kind in ('BN3d', 'SyncBN'):
            self.bn = nn.BatchNorm3d(out_channels, **norm)
        elif kind == 'GN':
            self.gn = nn.GroupNorm(norm.pop('num_groups'), out_channels, **norm)
        elif kind == 'IN3d':
            setattr(self, 'in', nn.InstanceNorm3d(out_channels, **norm))
        if act_cfg:
            self.activate = activation(act_cfg)

    def forward(self, x):
        for module in self.children():
            x = module(x)
        return x


def activation(act_cfg):
    kind = act_cfg['type']
    return nn.PReLU(act_cfg.get('num_parameters', 1)) if kind == 'PReLU' else getattr(nn, kind)()


class Squeeze(nn.Module):

    def __init__(self, channels, ratio):
        super().__init__()
        mid = squeeze(channels, ratio)
        self.fc1 = nn.Conv3d(channels, mid, 1)
        self.fc2 = nn.Conv3d(mid, channels, 1)

    def forward(self, x):
        return x * torch.sigmoid(self.fc2(torch.relu(self.fc1(x.mean([2, 3, 4], keepdim=True)))))


class Block(nn.Module):

    def __init__(self, into, planes, out, stride, downsample, ratio, act_cfg, **cfgs):
        super().__init__()
        self.conv1 = ConvModule(into, planes, 1, act_cfg=act_cfg, **cfgs)
        self.conv2 = ConvModule(planes, planes, 3, (1, stride, stride), 1, planes, act_cfg=None, **cfgs)
        self.conv3 = ConvModule(planes, out, 1, act_cfg=None, **cfgs)
        self.downsample = downsample
        self.se_module = Squeeze(planes, ratio) if ratio else nn.Identity()
        self.relu = activation(act_cfg)

    def forward(self, x):
        out = self.se_module(self.conv2(self.conv1(x)))
        out = self.conv3(out * torch.sigmoid(out))
        return self.relu(out + (self.downsample(x) if self.downsample else x))


class X3D(nn.Module):
    """x3d.py, X3D: what it is given, in which order it builds, and what it asks make_res_layer for."""

    def __init__(self, gamma_w=1.0, gamma_b=1.0, gamma_d=1.0, in_channels=3, num_stages=4, spatial_strides=(2, 2, 2, 2),
                 frozen_stages=-1, se_style='half', se_ratio=1 / 16, conv_cfg=dict(type='Conv3d'),
                 norm_cfg=dict(type='BN3d', requires_grad=True), act_cfg=dict(type='ReLU', inplace=True),
                 norm_eval=False, zero_init_residual=True):
        super().__init__()
        self.gamma_b, self.se_style = gamma_b, se_style
        self.conv_cfg, self.norm_cfg, self.act_cfg = conv_cfg, norm_cfg, act_cfg
        cfgs = dict(conv_cfg=conv_cfg, norm_cfg=norm_cfg, act_cfg=act_cfg)
        base = width(24, gamma_w)
        self.conv1_s = ConvModule(in_channels, base, (1, 3, 3), (1, 2, 2), (0, 1, 1), conv_cfg=conv_cfg, act_cfg=None)
        self.conv1_t = ConvModule(base, base, (5, 1, 1), 1, (2, 0, 0), base, **cfgs)
        self.res_layers, into = [], base
        assert len(spatial_strides) == num_stages
        for stage, stride in enumerate(spatial_strides):
            out = base * 2 ** stage
            blocks = [1, 2, 5, 3][stage]
            blocks = int(math.ceil(blocks * gamma_d)) if gamma_d else blocks
            layer = self.make_res_layer(Block, into, out, int(out * gamma_b), blocks, spatial_stride=stride,
                                        se_style=se_style, se_ratio=se_ratio, **cfgs)
            self.add_module(f'layer{stage + 1}', layer)
            self.res_layers.append(f'layer{stage + 1}')
            into = out
        self.feat_dim = int(into * gamma_b)
        self.conv5 = ConvModule(into, self.feat_dim, 1, **cfgs)

    def make_res_layer(self, block, layer_inplanes, inplanes, planes, blocks, spatial_stride=1, se_style='half',
                       se_ratio=None, norm_cfg=None, act_cfg=None, conv_cfg=None):
        cfgs = dict(conv_cfg=conv_cfg, norm_cfg=norm_cfg)
        layers = []
        for index in range(blocks):
            into, stride = (layer_inplanes, spatial_stride) if index == 0 else (inplanes, 1)
            down = None
            if index == 0 and (stride != 1 or into != inplanes):
                down = ConvModule(into, inplanes, 1, (1, stride, stride), act_cfg=None, **cfgs)
            squeezed = self.se_style == 'all' or index % 2 == 0
            layers.append(block(into, planes, inplanes, stride, down, se_ratio if squeezed else None, act_cfg, **cfgs))
        return nn.Sequential(*layers)

    def forward(self, x):
        for name in ['conv1_s', 'conv1_t', *self.res_layers, 'conv5']:
            x = getattr(self, name)(x)
        return x


class X3DHead(nn.Module):
    """x3d_head.py, X3DHead."""

    def __init__(self, num_classes, in_channels, loss_cls=None, spatial_type='avg', dropout_ratio=0.5, init_std=0.01,
                 fc1_bias=False, average_clips=None):
        super().__init__()
        self.fc1_bias, self.spatial_type = fc1_bias, spatial_type
        self.fc1 = nn.Linear(in_channels, 2048, bias=fc1_bias)
        self.fc2 = nn.Linear(2048, num_classes)

    def forward(self, x):
        pooled = x.mean([2, 3, 4]) if self.spatial_type == 'avg' else x.amax([2, 3, 4])
        return self.fc2(torch.relu(self.fc1(pooled)))


def build(model):
    """The backbone and the head that a configuration names, from their registry."""
    made = {name: dict(model[name]) for name in ('backbone', 'cls_head')}
    made = {name: MODELS[kwargs.pop('type')](**kwargs) for name, kwargs in made.items()}
    root = nn.Module()
    root.backbone, root.cls_head = made['backbone'], made['cls_head']
    assert root.cls_head.fc1.in_features == root.backbone.feat_dim, root.backbone.feat_dim
    return root


class Registry(dict):
    """mmengine's, as far as what is registered meets it: a class enters under its own name."""

    def register_module(self):
        return lambda kind: self.setdefault(kind.__name__, kind)


HOOKS, MODELS = Registry(), Registry(X3D=X3D, X3DHead=X3DHead)


def stand_in(name, **content):
    """A module of the reference's under its own name, and the packages around it."""
    for end in range(1, name.count('.') + 1):
        sys.modules.setdefault(name.rsplit('.', end)[0], types.ModuleType(name.rsplit('.', end)[0]))
    sys.modules[name] = types.ModuleType(name)
    vars(sys.modules[name]).update(content)


def import_modules(config, folder):
    """What a configuration imports, from the folder it lies in; mmengine, mmcv and mmaction2 are stood in for."""
    stand_in('mmengine.hooks', Hook=object)
    stand_in('mmengine.registry', HOOKS=HOOKS)
    stand_in('mmcv.cnn', ConvModule=ConvModule)
    stand_in('mmaction.registry', MODELS=MODELS)
    stand_in('mmaction.models.backbones.x3d', X3D=X3D)
    stand_in('mmaction.models.heads.x3d_head', X3DHead=X3DHead)
    sys.path.insert(0, str(folder))
    for module in config.get('custom_imports', {'imports': []})['imports']:
        importlib.import_module(module)


def freeze_stages(backbone, frozen):
    """x3d.py, X3D._freeze_stages: the stem and stages 1 to frozen, and nothing behind them."""
    for module in [backbone.conv1_s, backbone.conv1_t, *(getattr(backbone, f'layer{i + 1}') for i in range(frozen))]:
        module.eval()
        for parameter in module.parameters():
            parameter.requires_grad = False


def check_frozen(config, root):
    """Trains for an update as mmengine does, every hook called in its place."""
    hooks = [HOOKS[hook.pop('type')](**hook) for hook in map(dict, config['custom_hooks'])]
    for wrapped in (False, True):
        model = nn.Module() if wrapped else root
        if wrapped:
            model.module = root
        for parameter in root.parameters():
            parameter.requires_grad = True
        root.train()
        freeze_stages(root.backbone, config['model']['backbone']['frozen_stages'])
        behind = [name for name, parameter in root.backbone.named_parameters() if parameter.requires_grad]
        # Why there is a hook at all: the argument alone leaves conv5 to be trained.
        assert behind and all(name.startswith('conv5.') for name in behind), behind[:3]
        runner = types.SimpleNamespace(model=model)
        for hook in hooks:
            hook.before_run(runner)
        model.train()
        for hook in hooks:
            hook.before_train_iter(runner, 0)
        before = {name: tensor.clone() for name, tensor in root.state_dict().items()}
        training = [name for name, module in root.backbone.named_modules() if module.training]
        assert not training, training[:3]
        conv5 = root.backbone.conv5
        features = conv5.bn(conv5.conv(torch.randn(2, conv5.conv.in_channels, 2, 3, 3))).mean([2, 3, 4])
        scores = root.cls_head.fc2(torch.relu(root.cls_head.fc1(features)))
        optimizer = torch.optim.SGD(root.parameters(), lr=0.1, momentum=0.9, weight_decay=5e-5)
        scores.square().sum().backward()
        optimizer.step()
        changed = {name for name, tensor in root.state_dict().items() if not torch.equal(tensor, before[name])}
        assert changed and all(name.startswith('cls_head.') for name in changed), sorted(changed)[:5]


folder = Path(sys.argv[1])
config = read(folder / 'config.py')
check(config)
import_modules(config, folder)
stored = torch.load(folder / 'weights.pth', weights_only=True)['state_dict']
root = build(config['model'])
built = root.state_dict()
shapes = [{name: tuple(tensor.shape) for name, tensor in tensors.items()} for tensors in (stored, built)]
wrong = {name for name in {**shapes[0], **shapes[1]} if shapes[0].get(name) != shapes[1].get(name)}
assert not wrong, [(name, shapes[0].get(name), shapes[1].get(name)) for name in sorted(wrong)[:5]]
root.load_state_dict(stored)
root.eval()
shape = json.loads((folder / 'case.json').read_text())['shape']
clip = torch.frombuffer(bytearray((folder / 'clip.bin').read_bytes()), dtype=torch.float32).reshape(shape)
with torch.no_grad():
    scores = root.cls_head(root.backbone(clip))
(folder / 'logits.bin').write_bytes(scores.contiguous().numpy().tobytes())
if 'custom_hooks' in config:
    check_frozen(config, root)
    print(len(built), 'tensors of the model it names; an update under its hook changes the head alone')
else:
    print(len(built), 'tensors of the model it names')
