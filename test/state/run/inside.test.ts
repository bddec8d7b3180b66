import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Architecture } from '../../../src/architecture/architecture';
import { build } from '../../../src/architecture/build';
import { partsByPath } from '../../../src/architecture/walk';
import { HEAD_DEFAULTS, REFERENCE_DEFAULTS } from '../../../src/design/design';
import { toOnnx } from '../../../src/export/onnxGraph';
import { runGraph } from '../../../src/runtime/nodeSession';
import { createApp } from '../../../src/state/app';
import { createRunService, type RunService } from '../../../src/state/run/runService';
import type { RunState } from '../../../src/state/run/runStore';
import type { Tensor } from '../../../src/tensor/tensor';
import { noiseClip } from '../../../src/video/noise';
import { namedWeights } from '../../../src/weights/named';
import { createRunner, type Runner, type Studio } from '../../../src/worker/client';
import { startSession, startStudio, WASM_ONLY } from '../../worker/workers';

/** Every kind of layer, inner widths that are no multiple of 4, few values. */
const TINY = {
  reference: { ...REFERENCE_DEFAULTS, gamma_w: 0.3, gamma_b: 2.25, num_stages: 2, spatial_strides: [2, 2] },
  clip: { n: 1, t: 3, h: 22, w: 18, interval: 1 },
  head: { ...HEAD_DEFAULTS, num_classes: 6, mid_channels: 12 },
  overrides: {},
};

const app = createApp();
let runService: RunService;
let studio: Studio;
let runner: Runner;
let architecture: Architecture;
let reference: ReadonlyMap<string, Tensor>;

beforeAll(async () => {
  studio = startStudio();
  runner = createRunner(studio, WASM_ONLY, startSession);
  runService = createRunService({
    ...app,
    studio: () => studio,
    runner: async () => runner,
    fetchSample: async () => new Blob(),
  });
  app.document.setDesign(TINY);
  await runService.configure({ input: { kind: 'noise', seed: 5 }, weights: { kind: 'named' }, provider: 'wasm' });
  architecture = build(TINY);
  // The plain graph, run without any lowering: 5-D operators as PyTorch's exporter writes them.
  const plain = toOnnx(architecture, namedWeights(architecture), {
    outputs: [...partsByPath(architecture).keys()],
  });
  reference = await runGraph(plain, { clip: noiseClip(architecture.clip, 5) });
});
afterAll(() => {
  runner.end();
  studio.end();
});
beforeEach(() => app.runStore.setState({ look: null, classMap: null, status: { kind: 'idle' } }));

function looked<K extends 'look' | 'classMap'>(name: K): NonNullable<RunState[K]> {
  const { status, [name]: found } = app.runStore.getState();
  if (!found) throw new Error(`nothing was found: ${JSON.stringify(status)}`);
  return found as NonNullable<RunState[K]>;
}

/** Largest |difference|, over the reference's largest |value|. */
function difference(found: Tensor<'float32'>, path: string): number {
  const expected = reference.get(path) as Tensor<'float32'>;
  expect(found.shape, path).toEqual(expected.shape);
  const scale = expected.data.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-6);
  return (
    found.data.reduce((most, value, i) => Math.max(most, Math.abs(value - (expected.data[i] ?? Number.NaN))), 0) / scale
  );
}

describe('a look inside', () => {
  test.each([
    ['stages, blocks and the stem', ['stem', 'layer1', 'layer1.0', 'layer2.1', 'conv5']],
    ['leaves, those that lowering folds away too', ['layer1.0.conv1.conv', 'layer1.0.conv2.bn', 'layer2.0.downsample']],
    [
      'the inside of squeeze-and-excitation',
      ['layer1.0.se_module', 'layer1.0.se_module.fc1', 'layer1.0.se_module.sigmoid'],
    ],
    ['the head', ['head.pool', 'head.fc1', 'head']],
  ])(
    'shows what the plain network computes: %s',
    async (_, paths) => {
      for (const path of paths) {
        await runService.look(path);
        expect(difference(looked('look').output, path), path).toBeLessThan(1e-4);
      }
    },
    60_000,
  );

  test('brings back the gates of a block with them, and none for a block without', async () => {
    await runService.look('layer1.0');
    const { gates } = looked('look');
    expect(gates && difference(gates, 'layer1.0.se_module.sigmoid')).toBeLessThan(1e-4);
    for (const gate of gates?.data ?? []) expect(gate > 0 && gate < 1).toBe(true);
    await runService.look('layer2.1');
    expect(looked('look').gates).toBeNull();
  });

  test('opens a session for another output only, not for another clip', async () => {
    await runService.look('layer2');
    expect(looked('look').opened).toBe(true);
    await runService.configure({ input: { kind: 'noise', seed: 6 } });
    await runService.look('layer2');
    expect(looked('look').opened).toBe(false);
    expect(difference(looked('look').output, 'layer2')).toBeGreaterThan(1e-3);
    await runService.configure({ input: { kind: 'noise', seed: 5 } });
    await runService.look('layer2');
    expect(difference(looked('look').output, 'layer2')).toBeLessThan(1e-4);
  });

  test('at a part that is not there says so, and at more than may be read back too', async () => {
    await runService.look('layer9');
    expect(app.runStore.getState().status).toHaveProperty('fault.message', expect.stringContaining('layer9'));
    app.document.setDesign({ ...TINY, clip: { ...TINY.clip, t: 64, h: 1024, w: 1024 } });
    await runService.look('stem');
    expect(app.runStore.getState().status).toHaveProperty('fault.message', expect.stringContaining('135 MB at most'));
    app.document.setDesign(TINY);
  });
});

describe('a class map', () => {
  test('takes the most probable class where none is named, and its score is the network’s own', async () => {
    await runService.mapClass(null);
    const { classIndex, score, map, scores } = looked('classMap');
    const logits = (reference.get('logits') as Tensor<'float32'>).data;
    expect(classIndex).toBe(logits.indexOf(Math.max(...logits)));
    expect(score).toBeCloseTo(logits[classIndex] ?? Number.NaN, 4);
    expect(scores).toHaveLength(6);
    expect(map.shape).toEqual(reference.get('conv5')?.shape.slice(2));
    await runService.mapClass(3);
    expect(looked('classMap').score).toBeCloseTo(logits[3] ?? Number.NaN, 4);
  });

  test('needs a head', async () => {
    app.document.setDesign({ ...TINY, head: null });
    await runService.mapClass(null);
    expect(app.runStore.getState().status).toHaveProperty('fault.message', expect.stringContaining('without head'));
    app.document.setDesign(TINY);
  });
});

test('a camera has no clip that stays: looking at it says what to choose', async () => {
  await runService.configure({ input: { kind: 'camera' } });
  await runService.look('stem');
  expect(app.runStore.getState().status).toHaveProperty('fault.message', expect.stringContaining('Choose a sample'));
  await runService.configure({ input: { kind: 'noise', seed: 5 } });
});
