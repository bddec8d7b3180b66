import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { decodeModel } from '../../src/onnx/decode';
import { runGraph } from '../../src/runtime/nodeSession';
import type { Tensor } from '../../src/tensor/tensor';
import { noiseClip } from '../../src/video/noise';
import { goldenFile, weightSet } from '../golden/checkpoints/pack';
import { expect, test } from './app';

/** The page's own way in: a file that is dropped on it. */
async function drop(page: Page, bytes: Uint8Array, name: string): Promise<void> {
  const base64 = Buffer.from(bytes).toString('base64');
  const transfer = await page.evaluateHandle(
    async ([base64, name]) => {
      const file = await (await fetch(`data:application/octet-stream;base64,${base64}`)).blob();
      const transfer = new DataTransfer();
      transfer.items.add(new File([file], name ?? ''));
      return transfer;
    },
    [base64, name],
  );
  await page.dispatchEvent('body', 'dragover', { dataTransfer: transfer });
  await expect(page.getByText(/^Drop a checkpoint or a configuration/)).toBeVisible();
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
}

const dropGolden = (page: Page, name: string) => drop(page, goldenFile(name), name);
const panel = (page: Page) => page.getByRole('region', { name: 'Checkpoint' });
const graph = (page: Page) => page.getByRole('main', { name: 'Network' });

/** Saves what a button offers, as bytes. */
async function saved(page: Page, press: () => Promise<void>): Promise<{ name: string; bytes: Uint8Array }> {
  const [file] = await Promise.all([page.waitForEvent('download'), press()]);
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

/** Exports ONNX in one form through the dialog. */
async function exported(page: Page, form: string) {
  await page.getByRole('button', { name: 'Export…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('region', { name: 'ONNX' }).getByText(form, { exact: true }).click();
  const file = await saved(page, () => dialog.getByRole('button', { name: 'Save .onnx' }).click());
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  return file;
}

/** Types sizes of the clip into the design form. */
async function setClip(page: Page, sizes: Readonly<Record<string, number>>): Promise<void> {
  const form = page.getByRole('region', { name: 'Design' });
  for (const [name, size] of Object.entries(sizes)) {
    const field = form.getByRole('spinbutton', { name: name === 'Width' ? 'Frame width' : name, exact: true });
    await field.fill(String(size));
    await field.press('Enter');
  }
}

/** The logits an ONNX file computes with onnxruntime-web in Node. */
async function logitsOf(model: Uint8Array, clip: Tensor): Promise<Float32Array> {
  const outputs = await runGraph(decodeModel(model), { clip });
  const logits = outputs.get('logits');
  if (logits?.dtype !== 'float32') throw new Error('the model gives no logits');
  return logits.data;
}

/** max |a − b|. */
function largestDifference(a: Float32Array, b: Float32Array): number {
  expect(a).toHaveLength(b.length);
  return a.reduce((largest, value, index) => Math.max(largest, Math.abs(value - (b[index] ?? Number.NaN))), 0);
}

function softmax(logits: Float32Array): number[] {
  const exponentials = Array.from(logits, (logit) => Math.exp(logit - Math.max(...logits)));
  const total = exponentials.reduce((sum, each) => sum + each, 0);
  return exponentials.map((each) => each / total);
}

test('a dropped checkpoint is recognised, drawn, and undone in one step; what is no checkpoint changes nothing', async ({
  app,
}) => {
  const { page } = app;
  await app.open();
  await expect(graph(page).getByText('400 classes')).toBeVisible();
  await dropGolden(page, 'fmt_slowfast.pyth');
  await expect(panel(page)).toContainText('The network on the screen stores exactly these tensors');
  await expect(panel(page)).toContainText('266 under model_state');
  await expect(panel(page).getByRole('button', { name: '266 loaded' })).toBeVisible();
  await expect(graph(page).getByText('10 classes')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Weights: fmt_slowfast.pyth, all tensors/ })).toBeVisible();

  await drop(page, new TextEncoder().encode('gamma_w: 1\ngamma_b: 2.25\n'), 'notes.txt');
  await expect(page.getByRole('alert')).toContainText('notes.txt was not opened. This is no checkpoint');
  await drop(page, goldenFile('fmt.pth').slice(0, 300_000), 'cut.pth');
  await expect(page.getByRole('alert')).toContainText('cut.pth was not opened.');
  await expect(page.getByRole('alert')).toContainText('cut short');
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(panel(page).getByRole('button', { name: '266 loaded' })).toBeVisible();

  await page.keyboard.press('Control+z');
  await expect(graph(page).getByText('400 classes')).toBeVisible();
  await expect(panel(page).getByRole('button', { name: /^[1-9]\d* wrong shape$/ })).toBeVisible();
  await panel(page).getByRole('button', { name: 'Use this design' }).click();
  await expect(panel(page).getByRole('button', { name: '266 loaded' })).toBeVisible();
  // The graph's boxes are a matter of its own test.
  expect((await app.axe()).filter((violation) => !violation.includes('treeitem'))).toEqual([]);
});

test('the values of a layer can be looked at', async ({ app }) => {
  const { page } = app;
  await app.open();
  await dropGolden(page, 'fmt.safetensors');
  await panel(page).getByRole('textbox', { name: 'Filter the tensors' }).fill('layer2.0.conv2.conv');
  await panel(page).getByRole('button', { name: 'layer2.0.conv2.conv.weight' }).click();
  const inspector = page.getByRole('region', { name: 'Inspector' });
  await inspector.getByRole('heading', { name: 'Weights' }).click();
  const tensor = inspector.getByRole('article', { name: 'layer2.0.conv2.conv.weight' });
  await expect(tensor).toContainText('8 × 1 × 3 × 3 × 3');
  await expect(tensor).toContainText('from the file');
  await expect(tensor.getByRole('img', { name: /^Filter/ })).toHaveCount(8);
});

test('loaded weights compute what PyTorch recorded, on WASM too, and leave as ONNX that opens to the same design', async ({
  app,
}) => {
  const { page } = app;
  const { input, outputs } = weightSet('fmt');
  const recorded = outputs.get('logits')?.data ?? new Float32Array();
  await app.open();
  await dropGolden(page, 'fmt.pth');
  await expect(panel(page)).toContainText('stores exactly these tensors');
  const [, , t = 0, h = 0, w = 0] = input.shape;
  await setClip(page, { Frames: t, Height: h, Width: w });

  const plain = await exported(page, 'Plain');
  expect(plain.name).toBe('x3d.onnx');
  expect(largestDifference(await logitsOf(plain.bytes, input), recorded)).toBeLessThan(1e-4);
  const lowered = await exported(page, 'WASM');
  expect(lowered.name).toBe('x3d-wasm.onnx');
  expect(largestDifference(await logitsOf(lowered.bytes, input), recorded)).toBeLessThan(1e-4);

  await page.getByRole('tab', { name: 'Run' }).click();
  const run = page.getByRole('region', { name: 'Run', exact: true });
  await run.getByText('Noise').click();
  await run.getByRole('radiogroup', { name: 'Backend' }).getByText('WASM').click();
  await run.getByRole('button', { name: 'Run' }).click();
  const top = run.getByRole('list', { name: 'Most probable classes' }).getByRole('listitem');
  await expect(top.first()).toBeVisible({ timeout: 60_000 });
  // The page's noise is that of seed 0, so the same clip can be run here.
  const expected = softmax(await logitsOf(plain.bytes, noiseClip([1, 3, t, h, w], 0)))
    .map((probability, index) => ({ probability, index }))
    .sort((a, b) => b.probability - a.probability)
    .map(({ probability, index }) => `class ${index}${(100 * probability).toFixed(2)} %`);
  expect(await top.allTextContents()).toEqual(expected);
  await expect(run).not.toContainText(/random/i);

  await setClip(page, { Frames: t + 1 });
  await drop(page, plain.bytes, 'again.onnx');
  await expect(panel(page)).toContainText('The file says so itself');
  await expect(panel(page).getByRole('button', { name: '0 random' })).toBeVisible();
  const clip = page.getByRole('region', { name: 'Design' });
  await expect(clip.getByRole('spinbutton', { name: 'Frames' })).toHaveValue(String(t));
  await expect(clip.getByRole('spinbutton', { name: 'Height' })).toHaveValue(String(h));
});

test('?open= opens a file of this site, and refuses others', async ({ app }) => {
  const { page } = app;
  await page.route('**/weights/fmt.pth', (route) => route.fulfill({ body: Buffer.from(goldenFile('fmt.pth')) }));
  await app.open('?open=weights/fmt.pth');
  await expect(panel(page).getByRole('button', { name: '266 loaded' })).toBeVisible();
  await app.open(`?open=${encodeURIComponent('https://example.org/x.pth')}`);
  await expect(page.getByRole('alert')).toContainText('takes an address on this site');
});
