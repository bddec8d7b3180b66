import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { servedApp } from '../../scripts/servedApp.mjs';
import { build } from '../../src/architecture/build';
import { type ByteSource, readAhead } from '../../src/checkpoint/byteSource';
import { DIALECTS } from '../../src/checkpoint/dialects';
import { fitCheckpoint } from '../../src/checkpoint/fitCheckpoint';
import { openCheckpoint } from '../../src/checkpoint/openCheckpoint';
import { type Picklable, pickle } from '../../src/checkpoint/pickleWriter';
import { recognise } from '../../src/checkpoint/recognise';
import { referenceNames } from '../../src/checkpoint/referenceNames';
import { bytesOfTensor, denseStrides } from '../../src/checkpoint/tensorBytes';
import { namedFor } from '../../src/checkpoint/writeCheckpoint';
import { type StoredFile, storeZip } from '../../src/checkpoint/zipWriter';
import { presetNamed } from '../../src/design/presets';
import { byteLength, type DType } from '../../src/tensor/tensor';
import { namedWeights } from '../../src/weights/named';
import { type Bench, type BenchTable, quantile } from './bench';

const LOADS = 5;

/** What AdamW with AMSGrad and a master copy keeps of each parameter; in float64, so that the file is as large as people fear. */
const MOMENTS = ['exp_avg', 'exp_avg_sq', 'max_exp_avg_sq', 'master'];

/** How long a person waits for a training checkpoint of X3D-L, and what it costs in bytes read and memory. */
export const bench: Bench = {
  title: 'Opening an X3D-L checkpoint with its optimizer’s state',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'x3d-studio-bench-'));
    try {
      const path = join(folder, 'X3D_L_epoch_256.pyth');
      const weightBytes = writeTrainingCheckpoint(path);
      const size = statSync(path).size;
      const inNode = await loadInNode(path);
      const inChromium = await loadInChromium(path);
      const rows: BenchTable['rows'] = [
        ['the file', size / 1e6, 'MB'],
        ['its weights', weightBytes / 1e6, 'MB'],
        ['bytes read to name and recognise', inNode.opened / 1e6, 'MB'],
        ['bytes read in all', inNode.bytesRead / 1e6, 'MB'],
        ['bytes read over weights', inNode.bytesRead / weightBytes, 'ratio'],
        ['Node: open, recognise, read, median', quantile(inNode.ms, 0.5), 'ms'],
        ['Node: memory above the start, most seen', inNode.memory / 1e6, 'MB'],
        ['Chromium: from the choice of the file to the ledger, median', quantile(inChromium.ms, 0.5), 'ms'],
        ['Chromium: memory of page and workers above the start, afterwards', inChromium.memory / 1e6, 'MB'],
      ];
      return {
        columns: ['what', 'value', 'unit'],
        rows,
        note: `${LOADS} loads each, 1 MB = 10⁶ B. Memory in Node: heap and array buffers, looked at after every reading. In Chromium: measureUserAgentSpecificMemory, after the last load.`,
      };
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

/** Writes the file, one storage at a time, and returns the bytes of its weights. */
function writeTrainingCheckpoint(path: string): number {
  const weights = namedFor(DIALECTS.slowfast, namedWeights(build(presetNamed('L').design)));
  const stored = [...weights].map(([name, tensor], at) => ({ name, tensor, storage: String(at) }));
  const parameters = stored.filter(({ tensor, name }) => tensor.dtype === 'float32' && !name.includes('running_'));
  const pickled = (storage: string, dtype: DType, shape: readonly number[]): Picklable => ({
    storage,
    dtype,
    shape,
    strides: denseStrides(shape),
  });
  const state = new Map<string, Picklable>(
    parameters.map(({ name, tensor, storage }) => [
      name,
      {
        dict: new Map(
          MOMENTS.map((moment): [string, Picklable] => [
            moment,
            pickled(`${moment}${storage}`, 'float64', tensor.shape),
          ]),
        ),
      },
    ]),
  );
  const object = new Map<string, Picklable>([
    ['epoch', 256],
    [
      'model_state',
      {
        dict: new Map(stored.map(({ name, tensor, storage }) => [name, pickled(storage, tensor.dtype, tensor.shape)])),
        ordered: true,
      },
    ],
    ['optimizer_state', { dict: new Map<string, Picklable>([['state', { dict: state }]]) }],
    ['cfg', 'TRAIN:\n  ENABLE: True\n'],
  ]);
  const moments = parameters.flatMap(({ tensor, storage }) =>
    MOMENTS.map(
      (moment): StoredFile => ({
        name: `archive/data/${moment}${storage}`,
        bytes: new Uint8Array(2 * byteLength(tensor)),
      }),
    ),
  );
  const files: readonly StoredFile[] = [
    { name: 'archive/data.pkl', bytes: pickle({ dict: object }) },
    ...stored.map(({ tensor, storage }) => ({ name: `archive/data/${storage}`, bytes: bytesOfTensor(tensor) })),
    ...moments,
    { name: 'archive/version', bytes: new TextEncoder().encode('3\n') },
  ];
  const handle = openSync(path, 'w');
  for (const chunk of storeZip(files)) writeSync(handle, chunk);
  closeSync(handle);
  return stored.reduce((sum, { tensor }) => sum + byteLength(tensor), 0);
}

async function loadInNode(path: string) {
  const handle = await open(path);
  const { size } = await handle.stat();
  let [bytesRead, opened, memory] = [0, 0, 0];
  const used = () => {
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const ms: number[] = [];
  try {
    for (let load = 0; load < LOADS; load++) {
      const before = used();
      bytesRead = 0;
      const file: ByteSource = {
        size,
        async read(offset, length) {
          bytesRead += length;
          memory = Math.max(memory, used() - before);
          const bytes = new Uint8Array(length);
          await handle.read(bytes, 0, length, offset);
          return bytes;
        },
      };
      const began = performance.now();
      const named = referenceNames(await openCheckpoint(readAhead(file)));
      const { design } = recognise(named);
      opened = bytesRead;
      const { ledger } = await fitCheckpoint(named, build(design), { seed: 0 });
      ms.push(performance.now() - began);
      if (ledger.drawn.length + ledger.unexpected.length > 0) throw new Error('The file was not loaded whole.');
    }
  } finally {
    await handle.close();
  }
  return { ms, bytesRead, opened, memory };
}

async function loadInChromium(path: string) {
  const { address, browser, close } = await servedApp();
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(120_000);
    await page.goto(address);
    await page.waitForSelector('.react-flow__node');
    await page.getByRole('tab', { name: 'Checkpoint' }).click();
    // Any first use of the worker is no part of opening.
    const memoryNow = () =>
      page.evaluate(async () => {
        const { measureUserAgentSpecificMemory } = performance as unknown as {
          measureUserAgentSpecificMemory(): Promise<{ bytes: number }>;
        };
        return (await measureUserAgentSpecificMemory.call(performance)).bytes;
      });
    const before = await memoryNow();
    const ms: number[] = [];
    for (let load = 0; load < LOADS; load++) {
      const panel = page.getByRole('region', { name: 'Checkpoint' });
      const [chooser] = await Promise.all([
        page.waitForEvent('filechooser'),
        panel.getByRole('button', { name: 'Open a checkpoint…' }).click(),
      ]);
      const began = performance.now();
      await chooser.setFiles(path);
      await panel.getByRole('button', { name: '0 drawn' }).waitFor();
      ms.push(performance.now() - began);
      if (load < LOADS - 1) await panel.getByRole('button', { name: 'Put away' }).click();
    }
    return { ms, memory: (await memoryNow()) - before };
  } finally {
    await close();
  }
}
