// @ts-check
/**
 * `npm run check:torch`: PyTorch computes the modules and weights we export, and the results are compared with our own
 * ONNX graphs, plain and lowered; then it trains some of them for eight steps, as we do. Needs Debian's python3-torch
 * and Debian's own interpreter.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, setUp } from './setUp.mjs';

/** Relative L2 that float32 sums in another order may differ by, on the deepest of the networks. */
const LIMIT = 1e-5;

setUp();
const python = ['/usr/bin/python3', 'python3'].find(
  (name) => spawnSync(name, ['-c', 'import torch, numpy']).status === 0,
);
if (!python) {
  console.error(
    'check:torch needs PyTorch for Debian’s own interpreter: apt-get install python3-torch. Nothing was checked.',
  );
  process.exit(1);
}

const { createServer } = await import('vite');
const server = await createServer({
  root: ROOT,
  logLevel: 'error',
  server: { middlewareMode: true, watch: null, ws: false },
  appType: 'custom',
  optimizeDeps: { noDiscovery: true, include: [] },
});
const { TORCH_CASES, CONFIG_CASES, configCase, torchCase, relativeDistance } =
  /** @type {typeof import('../test/torch/cases')} */ (await server.ssrLoadModule('/test/torch/cases.ts'));
const { TRAINING_CASES, torchTraining, trainingDeviations } = /** @type {typeof import('../test/torch/training')} */ (
  await server.ssrLoadModule('/test/torch/training.ts')
);
const work = mkdtempSync(join(tmpdir(), 'x3d-torch-'));
let failures = 0;
for (const name of Object.keys(TORCH_CASES)) {
  const { source, weights, clip, expected } = await torchCase(name);
  const folder = join(work, name.replaceAll(/\W+/g, '_'));
  mkdirSync(folder);
  writeFileSync(join(folder, 'network.py'), source);
  writeFileSync(join(folder, 'weights.pth'), weights);
  writeFileSync(join(folder, 'clip.bin'), new Uint8Array(clip.data.buffer));
  writeFileSync(
    join(folder, 'case.json'),
    JSON.stringify({ shape: clip.shape, paths: expected.map(({ path }) => path) }),
  );
  execFileSync(python, [join(ROOT, 'test/torch/compute.py'), folder], { stdio: 'inherit' });
  const worst = { plain: 0, lowered: 0 };
  for (const { path, plain, lowered } of expected) {
    const bytes = readFileSync(join(folder, `${path}.bin`));
    const found = new Float32Array(new Uint8Array(bytes).buffer);
    worst.plain = Math.max(worst.plain, relativeDistance(plain, found));
    worst.lowered = Math.max(worst.lowered, relativeDistance(lowered, found));
  }
  const right = worst.plain <= LIMIT && worst.lowered <= LIMIT;
  if (!right) failures += 1;
  const { torch } = JSON.parse(readFileSync(join(folder, 'found.json'), 'utf8'));
  console.log(
    `${right ? 'right' : 'WRONG'}  ${name.padEnd(36)} worst of ${expected.length} stages: plain ${worst.plain.toExponential(1)}, WASM form ${worst.lowered.toExponential(1)} relative L2 (PyTorch ${torch})`,
  );
}
// What mmaction2 is given to train: read by mmengine's rules, its model part built, tensor for tensor, a clip computed, and
// where a hook freezes the backbone, an update of it made.
for (const name of Object.keys(CONFIG_CASES)) {
  const folder = join(work, `config_${name.replaceAll(/\W+/g, '_')}`);
  mkdirSync(folder);
  const { text, beside = [], weights, clip, scores } = await configCase(name);
  for (const file of [{ name: 'config.py', text }, ...beside]) writeFileSync(join(folder, file.name), file.text);
  writeFileSync(join(folder, 'weights.pth'), weights);
  writeFileSync(join(folder, 'clip.bin'), new Uint8Array(clip.data.buffer));
  writeFileSync(join(folder, 'case.json'), JSON.stringify({ shape: clip.shape }));
  const { status, stdout, stderr } = spawnSync(python, [join(ROOT, 'test/torch/config.py'), folder], {
    encoding: 'utf8',
  });
  const computed = () => new Float32Array(new Uint8Array(readFileSync(join(folder, 'logits.bin'))).buffer);
  const distance = status === 0 ? relativeDistance(scores, computed()) : Number.POSITIVE_INFINITY;
  const right = distance <= LIMIT;
  if (!right) failures += 1;
  const found = status === 0 ? stdout.trim() : stderr.trim().split('\n').at(-1);
  console.log(
    `${right ? 'right' : 'WRONG'}  mmaction2 config of ${name.padEnd(24)} scores ${distance.toExponential(1)} relative L2; ${found}`,
  );
}
// Eight steps in float64 from the same weights and batches: losses, norms of the gradient, weights and statistics after.
for (const name of Object.keys(TRAINING_CASES)) {
  const { question, source, weights, batches } = torchTraining(name);
  const folder = join(work, `training_${name.replaceAll(/\W+/g, '_')}`);
  mkdirSync(folder);
  writeFileSync(join(folder, 'network.py'), source);
  writeFileSync(join(folder, 'weights.pth'), weights);
  writeFileSync(join(folder, 'question.json'), JSON.stringify(question));
  batches.forEach((clips, index) => {
    writeFileSync(join(folder, `batch.${index}.bin`), new Uint8Array(clips.buffer));
  });
  execFileSync(python, [join(ROOT, 'test/torch/train.py'), folder], { stdio: 'inherit' });
  const { steps } = JSON.parse(readFileSync(join(folder, 'steps.json'), 'utf8'));
  const deviations = await trainingDeviations(question, steps, (key) => {
    const bytes = readFileSync(join(folder, 'after', key));
    return new Float64Array(new Uint8Array(bytes).buffer);
  });
  const worst = deviations.reduce((most, each) => (each.share > most.share ? each : most));
  const right = worst.share <= 1;
  if (!right) failures += 1;
  console.log(
    `${right ? 'right' : 'WRONG'}  trains ${name.padEnd(38)} worst at ${(100 * worst.share).toFixed(1)} % of what is allowed: ${worst.what.split(': ').at(-1)}, ${worst.where}`,
  );
}
rmSync(work, { recursive: true });
await server.close();
console.log(failures === 0 ? 'All right.' : `${failures} wrong.`);
process.exit(failures === 0 ? 0 : 1);
