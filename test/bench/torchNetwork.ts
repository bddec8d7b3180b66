import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Architecture } from '../../src/architecture/architecture';
import { writePth } from '../../src/checkpoint/writeCheckpoint';
import { pytorchModule } from '../../src/export/pytorch';
import type { StateDict, Tensor } from '../../src/tensor/tensor';

/** A network in a PyTorch process of its own, which waits until it is told to run. */
export interface TorchNetwork {
  /** `1.13.0`. */
  readonly version: string;
  /** Computes once what a word asks for, on one thread, and gives the numbers it answers with. */
  run(asked?: string): Promise<readonly number[]>;
  close(): void;
}

/**
 * Our exported module on our exported weights, run by a script beside this file: forward passes without gradients, or
 * training steps. Null without Debian's python3-torch.
 * @param facts what else the script needs to know
 */
export async function openTorch(
  architecture: Architecture,
  weights: StateDict,
  clip: Tensor<'float32'>,
  { script = 'torchRuns.py', facts = {} }: { readonly script?: string; readonly facts?: object } = {},
): Promise<TorchNetwork | null> {
  const python = ['/usr/bin/python3', 'python3'].find(
    (name) => spawnSync(name, ['-c', 'import torch, numpy']).status === 0,
  );
  if (!python) return null;
  const folder = mkdtempSync(join(tmpdir(), 'x3d-studio-torch-'));
  writeFileSync(join(folder, 'network.py'), pytorchModule(architecture));
  const { design } = architecture;
  writeFileSync(
    join(folder, 'weights.pth'),
    Buffer.concat(writePth(weights, { design, naming: design.head ? 'mmaction2' : 'backbone' })),
  );
  writeFileSync(join(folder, 'clip.bin'), new Uint8Array(clip.data.buffer, clip.data.byteOffset, clip.data.byteLength));
  writeFileSync(join(folder, 'case.json'), JSON.stringify({ shape: clip.shape, ...facts }));
  const path = fileURLToPath(new URL(script, import.meta.url));
  const child: ChildProcess = spawn(python, [path, folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  if (!child.stdin || !child.stdout) throw new Error('PyTorch has no pipes.');
  const { stdin } = child;
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done) throw new Error('PyTorch stopped; what it said stands above.');
    return value;
  };
  return {
    version: await answer(),
    run: async (asked = '') => {
      stdin.write(`${asked}\n`);
      return (await answer()).split(' ').map(Number);
    },
    close() {
      stdin.end();
      child.kill();
      rmSync(folder, { recursive: true });
    },
  };
}
