// @ts-check
/**
 * `npm run bench:gpu [-- XS S M] [-- --pack]`: all figures of a GPU in one call, by onnxruntime-node, which has the browser's
 * WebGPU kernels natively. It is no dependency: ONNXRUNTIME_NODE names its folder (`npm install --ignore-scripts
 * onnxruntime-node@1.30.0` in a folder of its own). VK_DRIVER_FILES names the Vulkan driver of an emulated GPU, and
 * BENCH_GPU_SECONDS how long it may take (420). With `--pack` nothing is measured: dist-gpu/ holds all that a machine
 * without Node needs, and how to start it is printed.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT, setUp } from './setUp.mjs';

setUp();
const { values, positionals } = parseArgs({ options: { pack: { type: 'boolean' } }, allowPositionals: true });
const { build } = await import('vite');
const place = `${ROOT}dist-gpu`;
rmSync(place, { recursive: true, force: true });
await build({
  root: ROOT,
  logLevel: 'error',
  build: { ssr: 'scripts/gpu/onDevice.ts', outDir: place, copyPublicDir: false, target: 'node20' },
});

const { ONNXRUNTIME_NODE } = process.env;
const runtime = ONNXRUNTIME_NODE ? resolve(process.env.INIT_CWD ?? '.', ONNXRUNTIME_NODE) : '';
if (values.pack && runtime) {
  pack(runtime);
} else {
  const { status } = spawnSync(process.execPath, [`${place}/onDevice.js`, ...positionals], {
    stdio: 'inherit',
    env: { ...process.env, ONNXRUNTIME_NODE: runtime },
  });
  process.exit(status ?? 1);
}

/**
 * Node, onnxruntime-node's binaries for this system, and Vulkan's loader beside the script; symbols are stripped.
 *
 * @param {string} runtime
 */
function pack(runtime) {
  const modules = `${place}/node_modules`;
  const binaries = readdirSync(`${runtime}/bin`)[0] ?? '';
  const own = join('bin', binaries, process.platform, process.arch);
  mkdirSync(modules, { recursive: true });
  for (const part of ['package.json', 'dist', own]) {
    cpSync(join(runtime, part), join(modules, 'onnxruntime-node', part), { recursive: true });
  }
  cpSync(join(dirname(runtime), 'onnxruntime-common'), `${modules}/onnxruntime-common`, { recursive: true });
  cpSync(process.execPath, `${place}/node`);
  spawnSync('strip', [`${place}/node`]);
  const loader = ['/usr/lib/x86_64-linux-gnu/libvulkan.so.1', '/usr/lib/chromium/libvulkan.so.1'].find(existsSync);
  if (loader) cpSync(loader, `${place}/libvulkan.so.1`, { dereference: true });
  spawnSync('tar', ['-cJf', `${place}.tar.xz`, '-C', ROOT, 'dist-gpu'], { stdio: 'inherit' });
  console.log(
    'dist-gpu.tar.xz. On the machine: tar -xJf dist-gpu.tar.xz && cd dist-gpu && LD_LIBRARY_PATH=. ' +
      'ONNXRUNTIME_NODE=./node_modules/onnxruntime-node ./node onDevice.js XS S M',
  );
}
