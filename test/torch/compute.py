"""Runs an exported module on exported weights: compute.py FOLDER, for each folder `checkTorch.mjs` has filled."""
import importlib.util
import json
import sys
from pathlib import Path

import torch

torch.set_num_threads(1)
for folder in map(Path, sys.argv[1:]):
    spec = importlib.util.spec_from_file_location('network', folder / 'network.py')
    network = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(network)
    case = json.loads((folder / 'case.json').read_text())
    model = network.X3D()
    model.init_weights()
    model.train()
    model.eval()
    network.load_weights(model, folder / 'weights.pth')
    # The file is data alone, and says so itself to PyTorch.
    torch.load(folder / 'weights.pth', weights_only=True)
    clip = torch.frombuffer(bytearray((folder / 'clip.bin').read_bytes()), dtype=torch.float32).reshape(case['shape'])
    found = {}

    def keep(path):
        return lambda module, inputs, output: found.__setitem__(path, output)

    for path in case['paths']:
        module = dict(model.named_modules()).get('head' if path == 'logits' else path)
        module.register_forward_hook(keep(path))
    with torch.no_grad():
        model(clip)
    for path, output in found.items():
        (folder / (path + '.bin')).write_bytes(output.contiguous().numpy().tobytes())
    names = list(model.state_dict())
    (folder / 'found.json').write_text(json.dumps({'torch': torch.__version__, 'names': names}))
