"""Reads an exported mmaction2 configuration as mmengine does, and builds its model from the reference's rules alone.

config.py FOLDER: checks FOLDER/config.py against the state dict in FOLDER/weights.pth. Where the configuration names hooks
of its own, they are imported from FOLDER, and an update is made under them: it must change the head and nothing else.

mmengine 0.10, Config.fromfile: the file is parsed, run, and its names become the configuration, but for modules,
functions, classes and names that begin with two underscores; some keys are reserved, and {{ }} is filled in before.
"""
import ast
import importlib
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

    def __init__(self, cfg, conv, channels, activated=True):
        super().__init__()
        self.conv = conv
        norm = dict(cfg['norm_cfg'] or {})
        kind, _ = norm.pop('type', None), norm.pop('requires_grad', None)
        if kind in ('BN3d', 'SyncBN'):
            self.bn = nn.BatchNorm3d(channels, **norm)
        elif kind == 'GN':
            self.gn = nn.GroupNorm(norm.pop('num_groups'), channels, **norm)
        elif kind == 'IN3d':
            setattr(self, 'in', nn.InstanceNorm3d(channels, **norm))
        if activated and cfg['act_cfg']['type'] == 'PReLU':
            self.activate = nn.PReLU(cfg['act_cfg'].get('num_parameters', 1))


def build(model):
    """The backbone's and head's modules, by the reference's rules."""
    cfg = dict(gamma_w=1.0, gamma_b=1.0, gamma_d=1.0, in_channels=3, num_stages=4, spatial_strides=(2, 2, 2, 2),
               se_style='half', se_ratio=1 / 16, norm_cfg=dict(type='BN3d'), act_cfg=dict(type='ReLU'))
    assert model['backbone']['type'] == 'X3D'
    cfg.update(model['backbone'])
    padding = (cfg.get('conv_cfg') or {}).get('padding_mode', 'zeros')

    def conv(into, out, kernel, groups=1):
        pads = tuple(size // 2 for size in kernel)
        return nn.Conv3d(into, out, kernel, padding=pads, groups=groups, bias=not cfg['norm_cfg'], padding_mode=padding)

    root, backbone = nn.Module(), nn.Module()
    root.backbone = backbone
    base = width(24, cfg['gamma_w'])
    backbone.conv1_s = nn.Module()
    backbone.conv1_s.conv = nn.Conv3d(cfg['in_channels'], base, (1, 3, 3), bias=False)
    backbone.conv1_t = ConvModule(cfg, nn.Conv3d(base, base, (5, 1, 1), groups=base, bias=False), base)
    into = base
    for stage in range(cfg['num_stages']):
        out = base * 2 ** stage
        planes = int(out * cfg['gamma_b'])
        blocks = [1, 2, 5, 3][stage]
        blocks = int(math.ceil(blocks * cfg['gamma_d'])) if cfg['gamma_d'] else blocks
        layer = nn.Sequential()
        for index in range(blocks):
            block = nn.Module()
            block.conv1 = ConvModule(cfg, conv(into, planes, (1, 1, 1)), planes)
            block.conv2 = ConvModule(cfg, conv(planes, planes, (3, 3, 3), planes), planes, False)
            block.conv3 = ConvModule(cfg, conv(planes, out, (1, 1, 1)), out, False)
            if index == 0 and (cfg['spatial_strides'][stage] != 1 or into != out):
                block.downsample = ConvModule(cfg, conv(into, out, (1, 1, 1)), out, False)
            if cfg['se_ratio'] and (cfg['se_style'] == 'all' or index % 2 == 0):
                block.se_module = nn.Module()
                mid = squeeze(planes, cfg['se_ratio'])
                block.se_module.fc1 = nn.Conv3d(planes, mid, 1)
                block.se_module.fc2 = nn.Conv3d(mid, planes, 1)
            if cfg['act_cfg']['type'] == 'PReLU':
                block.relu = nn.PReLU(cfg['act_cfg'].get('num_parameters', 1))
            layer.append(block)
            into = out
        setattr(backbone, f'layer{stage + 1}', layer)
    features = int(into * cfg['gamma_b'])
    backbone.conv5 = ConvModule(cfg, conv(into, features, (1, 1, 1)), features)
    head = model['cls_head']
    assert head['type'] == 'X3DHead' and head['in_channels'] == features, (head, features)
    root.cls_head = nn.Module()
    root.cls_head.fc1 = nn.Linear(features, 2048, bias=head.get('fc1_bias', False))
    root.cls_head.fc2 = nn.Linear(2048, head['num_classes'])
    return root


class HookRegistry(dict):
    """mmengine's HOOKS, as far as a hook meets it: a class enters under its own name."""

    def register_module(self):
        return lambda kind: self.setdefault(kind.__name__, kind)


def hooks_of(config, folder):
    """The hooks a configuration names, made from the modules it imports; mmengine is stood in for."""
    registry = HookRegistry()
    hooks, names = types.ModuleType('mmengine.hooks'), types.ModuleType('mmengine.registry')
    hooks.Hook, names.HOOKS = object, registry
    sys.modules.update({'mmengine': types.ModuleType('mmengine'), 'mmengine.hooks': hooks, 'mmengine.registry': names})
    sys.path.insert(0, str(folder))
    for module in config['custom_imports']['imports']:
        importlib.import_module(module)
    return [registry[hook.pop('type')](**hook) for hook in map(dict, config['custom_hooks'])]


def freeze_stages(backbone, frozen):
    """x3d.py, X3D._freeze_stages: the stem and stages 1 to frozen, and nothing behind them."""
    for module in [backbone.conv1_s, backbone.conv1_t, *(getattr(backbone, f'layer{i + 1}') for i in range(frozen))]:
        module.eval()
        for parameter in module.parameters():
            parameter.requires_grad = False


def check_frozen(config, root, folder):
    """Trains for an update as mmengine does, every hook called in its place."""
    hooks = hooks_of(config, folder)
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
stored = torch.load(folder / 'weights.pth', weights_only=True)['state_dict']
root = build(config['model'])
built = root.state_dict()
shapes = [{name: tuple(tensor.shape) for name, tensor in tensors.items()} for tensors in (stored, built)]
wrong = {name for name in {**shapes[0], **shapes[1]} if shapes[0].get(name) != shapes[1].get(name)}
assert not wrong, [(name, shapes[0].get(name), shapes[1].get(name)) for name in sorted(wrong)[:5]]
if 'custom_hooks' in config:
    check_frozen(config, root, folder)
    print(len(built), 'tensors of the model it names; an update under its hook changes the head alone')
else:
    print(len(built), 'tensors of the model it names')
