import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { presetNamed } from '../../../src/design/presets';
import { SessionError } from '../../../src/runtime/sessionError';
import { type App, createApp } from '../../../src/state/app';
import { createOpener, type Opener } from '../../../src/state/files/opener';
import type { Tensor } from '../../../src/tensor/tensor';
import type { Studio } from '../../../src/worker/client';
import { createSessions } from '../../../src/worker/session';
import { caseFile } from '../../golden/cases/weightCases';
import { goldenFile, weightSet } from '../../golden/checkpoints/pack';
import { graphRunner, overChannel, startSession, startStudio } from '../../worker/workers';

let app: App;
let studio: Studio;
let opener: Opener;

beforeEach(() => {
  app = createApp();
  studio = startStudio();
  opener = createOpener({ ...app, studio: () => studio, runner: graphRunner(() => studio) });
});
afterEach(() => {
  studio.end();
  vi.unstubAllGlobals();
});

const open = (name: string) => opener.open(new Blob([goldenFile(name)]), name);
const state = () => app.checkpoint.getState();
const design = () => app.document.getState().design;
const weights = () => app.runStore.getState().settings.weights;
/** The ledger follows the design after it has rested; on a busy machine that takes a while. */
const settled = (check: () => void) => vi.waitFor(check, { timeout: 20_000 });
const graphRunDone = () => settled(() => expect(state().graphRun).not.toEqual({ kind: 'under way' }));
const ledgerWith = (loaded: number) => settled(() => expect(state().ledger?.loaded).toHaveLength(loaded));

describe('a checkpoint of another network', () => {
  beforeEach(() => open('fmt_slowfast.pyth'));

  test('is recognised, loaded whole, and shown in one step of undo', () => {
    const { reference, head } = weightSet('fmt').design;
    expect(design().reference).toMatchObject({ gamma_w: reference.gamma_w, gamma_b: reference.gamma_b });
    expect(design().head?.num_classes).toBe(head?.num_classes);
    expect(state().ledger).toMatchObject({ missing: [], unexpected: [], wrongShape: [], drawn: [] });
    expect(state().file).toMatchObject({ name: 'fmt_slowfast.pyth', naming: 'SlowFast', format: 'torch zip' });
    expect(weights()).toMatchObject({ kind: 'checkpoint' });
    expect(app.document.history.getState().past).toHaveLength(1);
    app.document.undo();
    expect(design()).toEqual(presetNamed('S').design);
  });

  test('stays open after undo, with a ledger of what still fits; its design comes back with one call', async () => {
    const { length } = state().ledger?.loaded ?? [];
    app.document.undo();
    await settled(() => expect(state().ledger?.drawn.length).toBeGreaterThan(0));
    expect(state().ledger?.wrongShape.length).toBeGreaterThan(0);
    opener.showDesign();
    await ledgerWith(length);
    expect(state().ledger?.drawn).toEqual([]);
  });

  test('what no tensor shows may be edited and everything still fits', async () => {
    const { length } = state().ledger?.loaded ?? [];
    app.document.edit({ reference: { act_cfg: { type: 'GELU' } }, clip: { t: 4 } });
    await ledgerWith(length);
    await open('fmt.pth');
    // The same tensors again: what was chosen by hand is kept.
    expect(design()).toMatchObject({ reference: { act_cfg: { type: 'GELU' } }, clip: { t: 4 } });
  });

  test('put away, runs have fresh weights again', async () => {
    await opener.close();
    expect(state()).toMatchObject({ file: null, ledger: null });
    expect(weights()).toEqual({ kind: 'init', seed: 0 });
  });
});

test('the weights are those of the file: the same tensors have the same facts in every dialect', async () => {
  const facts = async () =>
    studio.request('tensorFacts', {
      design: design(),
      weights: weights(),
      keys: ['layer2.0.conv2.conv.weight', 'conv5.bn.running_var'],
    });
  await open('fmt.pth');
  const expected = await facts();
  expect(expected[0]).toMatchObject({ fromFile: true, picture: { kind: 'kernels', kernel: [3, 3, 3] } });
  expect(expected[1]).toMatchObject({ fromFile: true, picture: null });
  await open('fmt_pytorchvideo.pyth');
  expect(await facts()).toEqual(expected);
});

test('a partial file is fitted to the network on the screen, and says why it is none by itself', async () => {
  await open('fmt.pth');
  const before = design();
  await open('fmt_runner_partial.pth');
  expect(design()).toBe(before);
  expect(state().file?.recognition).toMatchObject({ source: null, reason: expect.stringContaining('fit it to that') });
  expect(state().ledger?.loaded).toHaveLength(10);
  expect(state().file?.beside).toContain('optimizer');
});

test('a partial file that nothing on the screen fits is shown with the nearest design', async () => {
  await open('fmt_runner_partial.pth');
  expect(state().status).toEqual({ kind: 'idle' });
  expect(design()).toMatchObject({ reference: { gamma_w: 0.3, gamma_b: 0.5 }, head: { num_classes: 10 } });
  expect(state().ledger?.loaded).toHaveLength(10);
});

describe('a file that computes something else', () => {
  const openCase = (name: string) => opener.open(new Blob([caseFile(name)]), name);

  test('is open for looking; runs take nothing of it until a person decides', async () => {
    await openCase('10b_extra_attention.pth');
    expect(state().file?.differences.map(({ at }) => at)).toEqual(['blocks.3.att.fc']);
    expect(design().reference).toMatchObject({ gamma_b: 2.25, gamma_d: 0.5 });
    expect(weights()).toEqual({ kind: 'init', seed: 0 });
    opener.takeAnyway();
    expect(weights()).toMatchObject({ kind: 'checkpoint' });
  });

  test('without running statistics the same holds, and the norm is left open', async () => {
    await openCase('16_parameters_without_running_stats.pth');
    expect(state().file?.differences.map(({ at }) => at)).toEqual(['running statistics']);
    expect(weights()).toEqual({ kind: 'init', seed: 0 });
  });

  test('names of a ResNet are not opened', async () => {
    await openCase('09_resnet_names.pth');
    expect(state().file).toBeNull();
    expect(state().status).toHaveProperty('fault.message', expect.stringContaining('another model'));
  });
});

test('of raw and averaged weights the raw are taken, and the others with one call', async () => {
  await opener.open(new Blob([caseFile('05b_lightning_model_and_ema.ckpt')]), 'lightning.ckpt');
  expect(state().file).toMatchObject({ prefix: 'model.', differences: [] });
  const facts = () =>
    studio.request('tensorFacts', { design: design(), weights: weights(), keys: ['conv1_s.conv.weight'] });
  const [raw] = await facts();
  await opener.takeStateDict('state_dict.ema_model.module');
  expect(state().file).toMatchObject({ prefix: 'ema_model.module.', name: 'lightning.ckpt' });
  // The copy has half the values.
  const [averaged] = await facts();
  expect(averaged?.max).toBeCloseTo((raw?.max ?? 0) / 2, 6);
});

describe('a file that cannot be opened leaves everything as it was', () => {
  const cases: readonly (readonly [string, () => Blob, string])[] = [
    [
      'a text',
      () => new Blob(['gamma_w: 1, gamma_b: 2.25']),
      'This is no checkpoint that is read here: it is text, beginning “gamma_w: 1, gamma_b: 2.25”',
    ],
    ['an empty file', () => new Blob([]), 'it is empty'],
    ['a file cut short', () => new Blob([goldenFile('fmt.pth').slice(0, 40_000)]), 'cut short'],
    ['a file with a damaged value', () => new Blob([damaged()]), 'damaged'],
  ];

  test.each(cases)('%s', async (name, make, sentence) => {
    await open('fmt.pth');
    const [before, file, chosen] = [app.document.getState(), state().file, weights()];
    await opener.open(make(), name);
    expect(state().status).toMatchObject({
      kind: 'failed',
      name,
      fault: { message: expect.stringContaining(sentence) },
    });
    expect(app.document.getState()).toBe(before);
    expect(state().file).toBe(file);
    expect(weights()).toBe(chosen);
    opener.dismiss();
    expect(state().status).toEqual({ kind: 'idle' });
  });

  /** One byte of a weight, far from names and directory: only the checksum of the values tells. */
  function damaged(): Uint8Array<ArrayBuffer> {
    const bytes = goldenFile('fmt.pth');
    const at = Math.floor(bytes.length * 0.6);
    bytes[at] = (bytes[at] ?? 0) ^ 0x40;
    return bytes;
  }
});

test('Cancel stops an opening, and the newest of two wins', async () => {
  const opening = open('fmt.pth');
  opener.cancel();
  await opening;
  expect(state()).toEqual(createApp().checkpoint.getState());
  const [, second] = [open('fmt.pth'), open('fmt_legacy.pth')];
  await second;
  expect(state().file?.name).toBe('fmt_legacy.pth');
});

describe('a graph', () => {
  const openCase = (name: string) => opener.open(new Blob([caseFile(name)]), name);

  test('that computes what its network does brings its clip and strides along, and its weights are used', async () => {
    await openCase('12d_stage4_stride1.onnx');
    expect(state().file).toMatchObject({ recognition: { source: 'graph' }, differences: [] });
    expect(design()).toMatchObject({ reference: { spatial_strides: [2, 2, 2, 1] }, clip: { t: 4, h: 32, w: 32 } });
    expect(state().ledger).toMatchObject({ missing: [], unexpected: [], drawn: [] });
    expect(weights()).toMatchObject({ kind: 'checkpoint' });
  });

  test('is run beside its network on a named clip, and how far they are apart is said', async () => {
    await openCase('12_plain.onnx');
    expect(state().graphRun).toEqual({ kind: 'under way' });
    await graphRunDone();
    expect(state().graphRun).toMatchObject({ kind: 'done', clip: [1, 3, 4, 32, 32], differences: [] });
    const { distance = 1, largest = 1 } = state().graphRun as { distance?: number; largest?: number };
    expect(distance).toBeLessThan(1e-5);
    expect(largest).toBeLessThan(1e-5);
    expect(weights()).toMatchObject({ kind: 'checkpoint' });
  });

  test('whose run contradicts the proof is used no longer, and the output is named', async () => {
    const changed: typeof startSession = () => {
      const session = startSession();
      let runs = 0;
      const request: typeof session.request = async (method, params, options) => {
        const answer = await session.request(method, params, options);
        if (method === 'run' && runs++ === 0)
          for (const { data } of (answer as unknown as { outputs: Map<string, Tensor> }).outputs.values())
            data.fill(0.5 as never);
        return answer;
      };
      return { ...session, request };
    };
    const distrusting = createOpener({ ...app, studio: () => studio, runner: graphRunner(() => studio, changed) });
    await distrusting.open(new Blob([caseFile('12_plain.onnx')]), 'plain.onnx');
    expect(weights()).toMatchObject({ kind: 'checkpoint' });
    await graphRunDone();
    expect(state().file?.differences).toMatchObject([
      { at: 'output', message: expect.stringContaining('Run on a clip of 1 × 3 × 4 × 32 × 32'), mayBeLeftOut: false },
    ]);
    expect(weights()).toEqual({ kind: 'init', seed: 0 });
  });

  test('can be put away, stopped and run again meanwhile; no other file is compared', async () => {
    await openCase('12_plain.onnx');
    opener.stopGraphRun();
    await graphRunDone();
    expect(state().graphRun).toEqual({ kind: 'not run', whyNot: null, mayBeTried: true });
    await opener.runGraph();
    expect(state().graphRun).toMatchObject({ kind: 'done', differences: [] });
    await openCase('12f_eps1e-3.onnx');
    await opener.close();
    expect(state()).toMatchObject({ file: null, graphRun: null });
    await open('fmt.pth');
    await opener.runGraph();
    expect(state().graphRun).toBeNull();
  });

  test('that no runtime can be had for says so, and stays usable: it was proved', async () => {
    const none = createOpener({
      ...app,
      studio: () => studio,
      runner: graphRunner(
        () => studio,
        () =>
          overChannel(
            createSessions({
              load: async () => {
                throw new SessionError('load', 'wasm', 'onnxruntime-web (wasm) could not be loaded.');
              },
              missing: async () => null,
            }),
          ),
      ),
    });
    await none.open(new Blob([caseFile('12_plain.onnx')]), 'plain.onnx');
    await graphRunDone();
    expect(state().graphRun).toEqual({
      kind: 'not run',
      whyNot: 'onnxruntime-web (wasm) could not be loaded.',
      mayBeTried: true,
    });
    expect(weights()).toMatchObject({ kind: 'checkpoint' });
  });

  test('that computes something else is open for looking: every place is named, nothing runs or leaves with its weights', async () => {
    await openCase('12_plain.onnx');
    await openCase('12a_relu_for_swish.onnx');
    expect(state().graphRun).toBeNull();
    expect(state().file?.differences).toHaveLength(7);
    expect(state().ledger?.loaded.length).toBeGreaterThan(0);
    expect(weights()).toEqual({ kind: 'init', seed: 0 });
    opener.takeAnyway();
    expect(weights()).toEqual({ kind: 'init', seed: 0 });
  });
});

describe('?open=', () => {
  const site = (answer: () => Response) => {
    const fetched = vi.fn(async () => answer());
    vi.stubGlobal('location', new URL('http://studio.test/app/'));
    vi.stubGlobal('fetch', fetched);
    return fetched;
  };

  test('opens a file of this site', async () => {
    site(() => new Response(goldenFile('fmt.safetensors')));
    await opener.openAddress('weights/fmt.safetensors');
    expect(state()).toMatchObject({ file: { name: 'fmt.safetensors' }, status: { kind: 'idle' } });
  });

  test.each(['https://elsewhere.test/x.pth', '//elsewhere.test/x.pth', 'data:,x', 'http://['])(
    'refuses %s with a sentence, and fetches nothing',
    async (address) => {
      const fetched = site(() => new Response());
      await opener.openAddress(address);
      expect(state().status).toHaveProperty(
        'fault.message',
        expect.stringContaining('on this site (http://studio.test)'),
      );
      expect(fetched).not.toHaveBeenCalled();
    },
  );

  test('says when there is no such file', async () => {
    site(() => new Response('', { status: 404 }));
    await opener.openAddress('gone.pth');
    expect(state().status).toHaveProperty(
      'fault.message',
      expect.stringContaining('/app/gone.pth did not load: the server answered 404'),
    );
  });
});
