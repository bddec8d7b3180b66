"""Runs an exported module on exported weights, one thread, once for each line it reads: torchRuns.py FOLDER."""
import importlib.util
import json
import sys
from pathlib import Path

import torch

torch.set_num_threads(1)
folder = Path(sys.argv[1])
spec = importlib.util.spec_from_file_location('network', folder / 'network.py')
network = importlib.util.module_from_spec(spec)
spec.loader.exec_module(network)
model = network.X3D()
model.eval()
network.load_weights(model, folder / 'weights.pth')
shape = json.loads((folder / 'case.json').read_text())['shape']
clip = torch.frombuffer(bytearray((folder / 'clip.bin').read_bytes()), dtype=torch.float32).reshape(shape)
print(torch.__version__, flush=True)
with torch.no_grad():
    for _ in sys.stdin:
        print(float(model(clip).abs().max()), flush=True)
