import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from '@playwright/test';
import { build } from '../../src/architecture/build';
import { type Design, HEAD_DEFAULTS, REFERENCE_DEFAULTS } from '../../src/design/design';
import { toOnnx } from '../../src/export/onnxGraph';
import { runGraph } from '../../src/runtime/nodeSession';
import { noiseClip } from '../../src/video/noise';
import { namedWeights } from '../../src/weights/named';
import { expect, test } from './app';

const video = (name: string): string => fileURLToPath(new URL(`../golden/video/${name}`, import.meta.url));

/** The network that `makeTiny` leaves on the screen: one block a stage, four frames of 32 × 32. */
const TINY: Design = {
  reference: { ...REFERENCE_DEFAULTS, gamma_b: 2.25, gamma_d: 0.2 },
  clip: { n: 1, t: 4, h: 32, w: 32, interval: 1 },
  head: HEAD_DEFAULTS,
  overrides: {},
};

async function type(within: Page | Locator, field: string, value: string): Promise<void> {
  const input = within.getByRole('spinbutton', { name: field, exact: true });
  await input.fill(value);
  await input.press('Enter');
}

async function makeTiny(page: Page): Promise<void> {
  await type(page, 'Depth', '0.2');
  await type(page, 'Frames', '4');
  await type(page, 'Frame interval', '1');
  await type(page, 'Height', '32');
}

const run = (page: Page) => page.getByRole('region', { name: 'Run', exact: true });
const runButton = (page: Page) => run(page).getByRole('button', { name: 'Run', exact: true });
const classes = (page: Page) => run(page).getByRole('list', { name: 'Most probable classes' });
const openVideo = (page: Page, file: string) =>
  run(page).locator('input[type=file]').first().setInputFiles(video(file));

/** Presses a button that saves a file, and reads it. */
async function saved(page: Page, button: Locator): Promise<{ name: string; bytes: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/** The values of an .npy file, and its header as text. */
function npy(bytes: Buffer): { header: string; values: Float32Array } {
  const start = 10 + bytes.readUInt16LE(8);
  return {
    header: bytes.toString('latin1', 10, start),
    values: new Float32Array(bytes.buffer.slice(bytes.byteOffset + start, bytes.byteOffset + bytes.length)),
  };
}

test('the camera runs: frames are counted, classes and latency come again and again, and Stop switches it off', async ({
  app: { open, page },
}) => {
  await open();
  await makeTiny(page);
  await page.getByText('Camera', { exact: true }).click();
  await run(page).getByRole('button', { name: 'Start' }).click();
  await expect(run(page).getByText(/\d+ frames, \d+ dropped/)).toBeVisible();
  // The camera, the test picture's encoder and the network share the cores.
  await expect(classes(page).getByRole('listitem')).toHaveCount(5, { timeout: 60_000 });
  await expect(
    run(page).getByText(/([3-9]|\d\d+) runs, \d+\.\d a second; the last took .* after its newest frame/),
  ).toBeVisible();
  await expect(page.getByText('Random weights: these scores mean nothing.')).toBeVisible();

  // A changed network takes over by itself, one of another clip too; one that takes no pictures is refused.
  await page.getByRole('heading', { name: 'Head', exact: true }).click();
  await type(page, 'Classes', '3');
  await expect(classes(page).getByRole('listitem')).toHaveCount(3, { timeout: 60_000 });
  await type(page, 'Frames', '6');
  await type(page, 'Channels', '2');
  await expect(run(page).getByText(/The network before runs on, since the changed one cannot: Camera/)).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(run(page).getByText(/The network (changed|before)/)).toHaveCount(0, { timeout: 60_000 });
  await expect(run(page).getByText(/\d runs?(, \d+\.\d a second)?; the last took/)).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);

  await run(page).getByRole('button', { name: 'Stop' }).click();
  await expect(run(page).locator('video')).toBeHidden();
  await expect(run(page).getByRole('button', { name: 'Start' })).toBeVisible();
});

test('the camera stops when the tab is hidden, and says so', async ({ app: { open, page } }) => {
  await open();
  await makeTiny(page);
  await page.getByText('Camera', { exact: true }).click();
  await run(page).getByRole('button', { name: 'Start' }).click();
  await expect(run(page).locator('video')).toBeVisible();
  await page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { value: true, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await expect(run(page).getByText('switched off because this tab was hidden')).toBeVisible();
  await expect(run(page).getByRole('button', { name: 'Start' })).toBeVisible();
});

test('a refused camera gets a sentence, and noise runs afterwards', async ({ app: { open, page } }) => {
  await page.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = () =>
      Promise.reject(new DOMException('Permission denied', 'NotAllowedError'));
  });
  await open();
  await makeTiny(page);
  await page.getByText('Camera', { exact: true }).click();
  await run(page).getByRole('button', { name: 'Start' }).click();
  await expect(page.getByRole('alert')).toContainText('Its use was refused.');
  await page.getByText('Noise', { exact: true }).click();
  await runButton(page).click();
  await expect(classes(page)).toBeVisible();
});

test('AV1 runs in many views, one clip at a time, averaged either way', async ({ app: { open, page, axe } }) => {
  await open();
  await makeTiny(page);
  await openVideo(page, 'av1.webm');
  await expect(run(page).getByRole('list', { name: '4 sampled frames' })).toBeVisible();
  await type(run(page), 'Clips of a source', '3');
  await run(page).getByRole('combobox', { name: 'crop' }).selectOption('ThreeCrop');
  const clips = run(page).getByRole('list', { name: 'Clips on the time of the source' });
  await expect(clips.getByRole('button')).toHaveCount(3);
  // 90 frames, a span of 4: starts 0, 43, 86.
  await expect(clips.getByRole('button').nth(1)).toHaveAccessibleName('Clip 2: frames 43, 44, 45, 46');
  await clips.getByRole('button').nth(2).click();
  await expect(run(page).getByRole('list', { name: '4 sampled frames' })).toContainText('86');
  await runButton(page).click();
  await expect(run(page).getByText('9 of 9 views: 3 clips × 3 crops')).toBeVisible();
  await run(page).getByText('Mean of scores').click();
  await expect(classes(page).getByRole('listitem')).toHaveCount(5);
  const features = npy((await saved(page, run(page).getByRole('button', { name: /^features\.npy/ }))).bytes);
  expect(features.header).toContain("'shape': (9, 432)");
  expect(features.values.some((value) => value > 0)).toBe(true);
  // Layers are timed after the run; what the panel shows must not change under axe's eyes.
  await expect(run(page).getByRole('button', { name: 'Colour the graph by time' })).toBeVisible();
  expect(await axe()).toEqual([]);
  const logits = await saved(page, run(page).getByRole('button', { name: /^logits\.npy/ }));
  expect(logits.name).toBe('logits.npy');
  expect(npy(logits.bytes).values).toHaveLength(9 * 400);
});

test('a clip too short offers what would fit, and each mend is one click', async ({ app: { open, page } }) => {
  await open();
  await makeTiny(page);
  await type(page, 'Frame interval', '50');
  await openVideo(page, 'vp8.webm');
  const fault = page.getByRole('alert');
  await expect(fault).toContainText('It has 90 frames, but 4 frames every 50 reach over 151.');
  await expect(fault.getByRole('button')).toHaveText(['Loop the video', 'Take every 29th frame', 'Take 2 frames']);
  await fault.getByRole('button', { name: 'Take every 29th frame' }).click();
  await expect(fault).toBeHidden();
  await expect(run(page).getByRole('list', { name: '4 sampled frames' })).toContainText('88');
});

/** Drops a file or a folder of this machine on the page, as a person does: folders can then be walked. */
async function drop(page: Page, path: string): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await devtools.send('Input.dispatchDragEvent', { type, x: 700, y: 300, data });
  }
}

test('a folder of images is a source: chosen or dropped, in the order of its numbers, what is none left out', async ({
  app: { open, page },
}, testInfo) => {
  await open();
  await makeTiny(page);
  const folder = testInfo.outputPath('walk');
  await mkdir(folder);
  for (const index of [1, 2, 9, 10, 11]) {
    const clip = { x: 40 * index, y: 120, width: 64, height: 48 };
    await writeFile(`${folder}/img_${index}.png`, await page.screenshot({ clip }));
  }
  await run(page).locator('input[type=file][webkitdirectory]').setInputFiles(folder);
  await expect(run(page).getByText('walk 5 frames, 0.20 s, 64 × 48, image/png')).toBeVisible();
  await mkdir(`${folder}/more`);
  await rename(`${folder}/img_11.png`, `${folder}/more/img_11.png`);
  await writeFile(`${folder}/labels.txt`, 'nothing to see');
  await page.getByText('Noise', { exact: true }).click();
  await drop(page, folder);
  await expect(run(page).getByText('walk 5 frames, 0.20 s, 64 × 48, image/png')).toBeVisible();
  await expect(run(page).getByText('Left out: 1 as no image (walk/labels.txt).')).toBeVisible();
  await expect(run(page).getByRole('list', { name: '4 sampled frames' }).getByRole('listitem')).toHaveCount(4);
  await runButton(page).click();
  await expect(classes(page).getByRole('listitem')).toHaveCount(5);

  // Of five frames the clip takes the first four; a file removed meanwhile is told, and the results stay.
  await rm(`${folder}/img_9.png`);
  await type(run(page), 'Short side after resizing', '40');
  await expect(page.getByRole('alert')).toContainText('img_9.png: It can no longer be read');
  await expect(classes(page).getByRole('listitem')).toHaveCount(5);
});

test('without WebCodecs in the worker the page reads the video itself, and says so', async ({
  app: { open, page },
}) => {
  await page.route(/studio\.worker.*\.js/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `delete self.VideoDecoder;\n${await response.text()}` });
  });
  await open();
  await makeTiny(page);
  await openVideo(page, 'vp9.webm');
  await expect(run(page).getByRole('list', { name: '4 sampled frames' })).toBeVisible();
  await expect(run(page).getByText('This browser has no WebCodecs')).toBeVisible();
  await runButton(page).click();
  await expect(classes(page).getByRole('listitem')).toHaveCount(5);
});

test('a label file names the classes, and is remembered', async ({ app: { open, page } }) => {
  await open();
  await makeTiny(page);
  await page.getByText('Noise', { exact: true }).click();
  await runButton(page).click();
  await expect(classes(page)).toContainText(/class \d+/);
  const names = Array.from({ length: 400 }, (_, index) => `action ${index}`);
  const labels = run(page).locator('input[type=file][accept*=".names"]');
  await labels.setInputFiles({ name: 'kinetics.txt', mimeType: 'text/plain', buffer: Buffer.from(names.join('\n')) });
  await expect(classes(page)).toContainText(/action \d+/);
  await page.reload();
  await page.getByText('Noise', { exact: true }).click();
  await runButton(page).click();
  await expect(classes(page)).toContainText(/action \d+/);
  await expect(run(page).getByRole('button', { name: 'Forget kinetics.txt' })).toBeVisible();
});

test('an activation shown is what a plain run under Node computes, value by value', async ({
  app: { open, page, axe },
}) => {
  const architecture = build(TINY);
  const plain = toOnnx(architecture, namedWeights(architecture), { outputs: ['layer2'] });
  const expected = (await runGraph(plain, { clip: noiseClip(architecture.clip, 0) })).get('layer2');

  await open();
  await makeTiny(page);
  await page.getByText('Noise', { exact: true }).click();
  await page.getByText('By name', { exact: true }).click();
  await page.getByRole('tab', { name: 'Inside' }).click();
  const inside = page.getByRole('region', { name: 'Inside' });
  await inside.getByRole('button', { name: 'layer2', exact: true }).click();
  await inside.getByRole('button', { name: 'Look inside' }).click();
  await expect(inside.getByRole('list', { name: 'Channels by energy' }).getByRole('button')).toHaveCount(48);
  await expect(inside.getByRole('list', { name: '4 frames of layer2' }).getByRole('listitem')).toHaveCount(4);
  await expect(inside.getByText(/Read back: .*, this output alone/)).toBeVisible();
  const { header, values } = npy((await saved(page, inside.getByRole('button', { name: 'layer2.npy' }))).bytes);
  expect(header).toContain("'shape': (1, 48, 4, 4, 4)");
  const reference = expected?.data as Float32Array;
  const scale = Math.max(...reference.map(Math.abs));
  expect(Math.max(...values.map((value, i) => Math.abs(value - (reference[i] ?? Number.NaN))))).toBeLessThan(
    1e-4 * scale,
  );

  // Time runs, a channel is chosen, a class is mapped.
  await inside.getByRole('slider', { name: 'Moment' }).press('ArrowRight');
  await expect(inside.getByText('2 of 4')).toBeVisible();
  await inside.getByRole('list', { name: 'Channels by energy' }).getByRole('button').first().click();
  await expect(inside.getByText(/number 1 by energy/)).toBeVisible();
  await inside.getByRole('button', { name: 'Map the most probable class' }).click();
  await expect(inside.getByRole('list', { name: /Class map of/ }).getByRole('listitem')).toHaveCount(4);
  await expect(inside.getByText('Random weights: this map means nothing.')).toBeVisible();
  expect(await axe()).toEqual([]);
});
