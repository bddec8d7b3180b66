import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type App, createApp } from '../../../src/state/app';
import { createExporter, type Exporter, type ExportRequest } from '../../../src/state/files/exporter';
import { createOpener, type Opener } from '../../../src/state/files/opener';
import type { Studio } from '../../../src/worker/client';
import { goldenFile } from '../../golden/checkpoints/pack';
import { graphRunner, startStudio } from '../../worker/workers';

let app: App;
let studio: Studio;
let opener: Opener;
let exporter: Exporter;

beforeEach(async () => {
  app = createApp();
  studio = startStudio();
  opener = createOpener({ ...app, studio: () => studio, runner: graphRunner(() => studio) });
  exporter = createExporter({ ...app, studio: () => studio });
  await opener.open(new Blob([goldenFile('fmt.pth')]), 'fmt.pth');
});
afterEach(() => studio.end());

const signal = new AbortController().signal;
const save = (request: ExportRequest) => exporter.file(request, { signal, onProgress: () => {} });
const source = (language: Parameters<Exporter['source']>[0]) => exporter.source(language, signal);
const plain = { kind: 'onnx', form: 'plain', dtype: 'float32', outputs: [] } as const;
const facts = () => {
  const { weights } = app.runStore.getState().settings;
  const { legal: design } = app.document.getState();
  return studio.request('tensorFacts', { design, weights, keys: ['layer3.2.conv3.conv.weight', 'head.fc2.bias'] });
};

test('a file is named after its design and what it is for', async () => {
  await opener.close();
  app.document.choosePreset('S');
  expect((await save({ ...plain, form: 'webgpu' })).name).toBe('x3d-s-webgpu.onnx');
  app.document.edit({ reference: { gamma_w: 0.5 } });
  expect((await save({ kind: 'weights', format: 'pth', naming: 'slowfast' })).name).toBe(
    'x3d-s-gamma_w-0.5-slowfast.pth',
  );
});

describe('what is exported opens here again, to the same design and the same values', () => {
  test.each<[ExportRequest, string]>([
    [plain, 'x3d.onnx'],
    [{ kind: 'weights', format: 'safetensors', naming: 'mmaction2' }, 'x3d-mmaction2.safetensors'],
    [{ kind: 'weights', format: 'pth', naming: 'slowfast' }, 'x3d-slowfast.pth'],
    [{ kind: 'weights', format: 'safetensors', naming: 'backbone' }, 'x3d-backbone.safetensors'],
  ])('%o', async (request, expectedName) => {
    app.document.edit({
      clip: { t: 5, h: 96, w: 64 },
      reference: { conv_cfg: { type: 'Conv3d', padding_mode: 'replicate' } },
    });
    const { design } = app.document.getState();
    const values = await facts();
    const { name, content } = await save(request);
    expect(name).toBe(expectedName);
    app.document.choosePreset('L');
    await opener.open(content, name);
    expect(app.checkpoint.getState().file?.recognition.source).toBe('metadata');
    expect(app.document.getState().design).toEqual(design);
    expect(app.checkpoint.getState().ledger).toMatchObject({ missing: [], unexpected: [], wrongShape: [], drawn: [] });
    expect(await facts()).toEqual(values);
  });

  test('pytorchvideo’s names, whose first shortcut has no norm, keep everything that is not beside it', async () => {
    const values = await facts();
    const { content } = await save({ kind: 'weights', format: 'pth', naming: 'pytorchvideo' });
    await opener.open(content, 'again.pth');
    expect(app.checkpoint.getState().file?.naming).toBe('pytorchvideo');
    expect(app.checkpoint.getState().ledger?.drawn).toEqual([]);
    expect(await facts()).toEqual(values);
  });
});

test('folding and half precision make the file smaller', async () => {
  const size = async (change: Partial<typeof plain> | object) => (await save({ ...plain, ...change })).content.size;
  const whole = await size({});
  expect(await size({ form: 'folded' })).toBeLessThan(whole);
  expect(await size({ dtype: 'float16' })).toBeLessThan(0.75 * whole);
});

test('a scheme without a word for the network says which, and nothing is saved', async () => {
  app.document.edit({ reference: { act_cfg: { type: 'PReLU' } } });
  await expect(save({ kind: 'weights', format: 'pth', naming: 'slowfast' })).rejects.toThrow(
    /SlowFast has no name for .*activate\.weight/,
  );
});

test('an output that is no module is named, with those nearby', async () => {
  await expect(save({ ...plain, outputs: ['layer9'] })).rejects.toThrow(/"layer9": the network has no such module/);
});

test('sources: text where the code base can express the network, reasons where it cannot', async () => {
  expect(await source('pytorch')).toEqual({ text: expect.stringContaining('import torch') });
  expect(await source('mmaction2')).toEqual({ text: expect.stringContaining("type='X3D'"), beside: [] });
  expect(await source('slowfast')).toEqual({ text: expect.stringContaining('BOTTLENECK_FACTOR: 0.5') });
  app.document.edit({ reference: { spatial_strides: [1, 2, 2, 2] } });
  expect(await source('slowfast')).toEqual({ reasons: ['SlowFast: Every stage strides by 2.'] });
});

test('an export can be stopped', async () => {
  const controller = new AbortController();
  const saving = exporter.file(plain, { signal: controller.signal, onProgress: () => controller.abort() });
  await expect(saving).rejects.toMatchObject({ name: 'AbortError' });
});
