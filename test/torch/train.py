"""Trains an exported module in float64 as a question of the golden form asks: train.py FOLDER, which `checkTorch.mjs` has filled.

Reads network.py, weights.pth, question.json and batch.N.bin; writes steps.json (rate, loss, norm of the gradient before
clipping) and, as float64 files by their keys, every parameter and running statistic afterwards.
"""
import importlib.util
import json
import math
import sys
from pathlib import Path

import torch
from torch import nn

torch.set_num_threads(1)
folder = Path(sys.argv[1])
spec = importlib.util.spec_from_file_location('network', folder / 'network.py')
network = importlib.util.module_from_spec(spec)
spec.loader.exec_module(network)
question = json.loads((folder / 'question.json').read_text())


def batch(index):
    values = bytearray((folder / f'batch.{index}.bin').read_bytes())
    return torch.frombuffer(values, dtype=torch.float32).reshape(question['input']).double()


def rate_at(step):
    """mmengine's LinearLR times CosineAnnealingLR: the whole rate is reached at the last step of the warm-up, over one never."""
    rate, schedule = question['optimizer']['lr'], question.get('schedule')
    if not schedule:
        return rate
    floor = schedule.get('eta_min', 0)
    rate = floor + (rate - floor) * (1 + math.cos(math.pi * step / schedule['total_steps'])) / 2
    steps, start = schedule.get('warmup_steps', 0), schedule.get('start_factor', 0.1)
    if steps == 1:
        return rate * start
    return rate * min(1, start + (1 - start) * step / (steps - 1)) if steps else rate


model = network.X3D()
network.load_weights(model, folder / 'weights.pth')
model.double().train()
trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
optimizer = dict(question['optimizer'])
optimizer = getattr(torch.optim, optimizer.pop('type'))(trained, **optimizer)
clips = [batch(index) for index in range(len(question['batches']))]
smoothing = question['head'].get('label_smooth_eps', 0)
steps = []
for step in range(question['steps']):
    turn = step % len(clips)
    for group in optimizer.param_groups:
        group['lr'] = rate_at(step)
    optimizer.zero_grad(set_to_none=True)
    loss = nn.functional.cross_entropy(model(clips[turn]), torch.tensor(question['labels'][turn]), label_smoothing=smoothing)
    loss.backward()
    norm = nn.utils.clip_grad_norm_(trained, question.get('clip_max_norm') or math.inf)
    optimizer.step()
    steps.append(dict(lr=rate_at(step), loss=float(loss), grad_norm=float(norm)))
(folder / 'steps.json').write_text(json.dumps(dict(torch=torch.__version__, steps=steps)))
after = folder / 'after'
after.mkdir()
for key, tensor in model.state_dict().items():
    (after / key).write_bytes(tensor.double().contiguous().numpy().tobytes())
