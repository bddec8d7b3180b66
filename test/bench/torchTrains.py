"""Trains an exported module, one thread, a step for each line it reads: torchTrains.py FOLDER.

The line says which: `modules`, the reference's own; `folded`, the same parameters with the frames folded into the batch
and channels last, which PyTorch's 2-D kernels compute faster. The answer is the loss
and what the process computed, in ms. SGD, Nesterov, as the bench has it.
"""
import copy
import importlib.util
import json
import sys
import time
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

torch.set_num_threads(1)
folder = Path(sys.argv[1])
spec = importlib.util.spec_from_file_location('network', folder / 'network.py')
network = importlib.util.module_from_spec(spec)
spec.loader.exec_module(network)


def fold(x):
    """[N, C, T, H, W] to [N T, C, H, W]; no copy where channels lie last."""
    return x.permute(0, 2, 1, 3, 4).flatten(0, 1)


def unfold(x, clips):
    return x.unflatten(0, (clips, -1)).permute(0, 2, 1, 3, 4)


class FoldedConv(nn.Module):
    """A Conv3d as one 2-D convolution for each tap in time, shifted and added."""

    def __init__(self, conv):
        super().__init__()
        self.conv = conv

    def tap(self, x, frames, index):
        conv = self.conv
        weight = conv.weight[:, :, index]
        if conv.groups > 1 and weight.shape[2:] == (1, 1):
            return x * weight.view(1, -1, 1, 1, 1)
        y = F.conv2d(frames, weight, conv.bias if index == conv.padding[0] else None, conv.stride[1:], conv.padding[1:], 1, conv.groups)
        return unfold(y, len(x))

    def forward(self, x):
        frames, taps, middle = fold(x), self.conv.kernel_size[0], self.conv.padding[0]
        out = self.tap(x, frames, middle)
        for index in range(taps):
            if index != middle:
                shift = index - middle
                out = out + F.pad(self.tap(x, frames, index), (0, 0, 0, 0, -shift, shift))
        return out


class FoldedNorm(nn.Module):
    def __init__(self, norm):
        super().__init__()
        self.norm = norm

    def forward(self, x):
        n = self.norm
        y = F.batch_norm(fold(x), n.running_mean, n.running_var, n.weight, n.bias, n.training, n.momentum, n.eps)
        return unfold(y, len(x))


class Mean(nn.Module):
    def forward(self, x):
        return x.mean((2, 3, 4), keepdim=True)


def folded(module):
    for name, child in module.named_children():
        kinds = {nn.Conv3d: FoldedConv, nn.BatchNorm3d: FoldedNorm}
        if type(child) in kinds:
            setattr(module, name, kinds[type(child)](child))
        elif isinstance(child, nn.AdaptiveAvgPool3d):
            setattr(module, name, Mean())
        else:
            folded(child)
    return module


def trainer(model, clips):
    rate, momentum, decay = case['rate'], case['momentum'], case['decay']
    optimizer = torch.optim.SGD(model.parameters(), rate, momentum, nesterov=True, weight_decay=decay)
    labels = torch.tensor(case['labels'])

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = F.cross_entropy(model(clips), labels)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), case['clip_norm'])
        optimizer.step()
        return float(loss)

    return step


case = json.loads((folder / 'case.json').read_text())
clips = torch.frombuffer(bytearray((folder / 'clip.bin').read_bytes()), dtype=torch.float32).reshape(case['shape'])
model = network.X3D()
network.load_weights(model, folder / 'weights.pth')
model.train()
forms = {
    'folded': trainer(folded(copy.deepcopy(model)), clips.contiguous(memory_format=torch.channels_last_3d)),
    'modules': trainer(model, clips),
}
print(torch.__version__, flush=True)
for line in sys.stdin:
    began = time.process_time()
    loss = forms[line.strip()]()
    print(loss, 1000 * (time.process_time() - began), flush=True)
