import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { RESULT_ID } from '../../src/ui/kit/focusTargets';
import { expect, seenByAxe, test } from './app';

const video = (name: string): string => fileURLToPath(new URL(`../golden/video/${name}`, import.meta.url));

async function type(page: Page, field: string, value: string): Promise<void> {
  const input = page.getByRole('spinbutton', { name: field, exact: true });
  await input.fill(value);
  await input.press('Enter');
}

/** A network that runs in a blink: one block a stage, four frames of 32 × 32. */
async function makeTiny(page: Page): Promise<void> {
  await type(page, 'Depth', '0.2');
  await type(page, 'Frames', '4');
  await type(page, 'Frame interval', '1');
  await type(page, 'Height', '32');
}

test('gamma_w changes the graph and the totals at once, and Ctrl+Z brings both back', async ({
  app: { open, page },
}) => {
  await open();
  const totals = page.getByRole('region', { name: 'Totals' });
  const network = page.getByRole('main');
  await expect(totals).toContainText('3.79M parameters');
  await expect(network).toContainText('24×13×40×40');
  await type(page, 'Width', '2');
  await expect(totals).not.toContainText('3.79M parameters');
  await expect(network).toContainText('48×13×40×40');
  await page.keyboard.press('Control+z');
  await expect(totals).toContainText('3.79M parameters');
  await expect(network).toContainText('24×13×40×40');
});

test('an illegal value leaves the last legal network on the screen until it is mended', async ({
  app: { open, page },
}) => {
  await open();
  await type(page, 'Squeeze ratio', '0');
  await expect(page.getByText('This is the last legal network.')).toBeVisible();
  await expect(page.getByRole('main')).toContainText('24×13×40×40');
  await page.getByRole('alert').getByRole('button').click();
  await expect(page.getByText('This is the last legal network.')).toBeHidden();
});

test('from Depth to the result of a run by keyboard in at most five keys', async ({ app: { open, page } }) => {
  // One way without leaving the field, and one with the plain letter.
  for (const keys of [
    ['ArrowUp', 'Control+Enter'],
    ['Tab', 'r'],
  ]) {
    await open('#v=1&from=S&d=0.2&t=2&i=1&y=32&x=32');
    await page.getByRole('spinbutton', { name: 'Depth', exact: true }).focus();
    for (const key of keys) await page.keyboard.press(key);
    await expect(page.locator(`#${RESULT_ID}`)).toBeFocused();
    await expect(page.getByRole('list', { name: 'Most probable classes' })).toBeVisible();
    await expect(page.locator(`#${RESULT_ID}`)).toBeFocused();
  }
});

for (const name of ['h264.mp4', 'vp9.webm']) {
  test(`${name} is decoded, sampled and run`, async ({ app: { open, page } }) => {
    await open();
    await makeTiny(page);
    await page.locator('input[type=file]').first().setInputFiles(video(name));
    await expect(page.getByRole('list', { name: '4 sampled frames' }).getByRole('listitem')).toHaveCount(4);
    await expect(page.getByRole('region', { name: 'Run', exact: true })).toContainText(`${name} 90 frames`);
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    const classes = page.getByRole('list', { name: 'Most probable classes' });
    await expect(classes.getByRole('listitem')).toHaveCount(5);
    await expect(page.getByText('Random weights')).toBeVisible();
    await expect(page.getByText(/Ran on/)).toContainText('WASM');
    // The layers are timed without being asked; they glow only when asked to.
    const slowest = page.getByRole('region', { name: 'Slowest layers' });
    await expect(slowest.getByRole('listitem')).toHaveCount(5, { timeout: 60_000 });
    await expect(page.getByText('share of the measured time')).toBeHidden();
    await slowest.getByRole('button', { name: 'Colour the graph by time' }).click();
    await expect(page.getByText('share of the measured time')).toBeVisible();
    await slowest.getByRole('button', { name: 'Colour by kind again' }).click();
    await expect(page.getByText('share of the measured time')).toBeHidden();
  });
}

test('a text file called .mp4 gives a sentence one can act on, and the app still works', async ({
  app: { open, page },
}) => {
  await open();
  await makeTiny(page);
  const text = { name: 'notes.mp4', mimeType: 'video/mp4', buffer: Buffer.from('this is no video') };
  await page.locator('input[type=file]').first().setInputFiles(text);
  const fault = page.getByRole('alert');
  await expect(fault).toContainText('notes.mp4');
  await expect(fault).toContainText('This is text, beginning');
  await expect(fault).toContainText('Juggling stays.');
  await expect(page.getByRole('list', { name: /sampled frames/ })).toBeVisible();
  await page.getByText('Noise', { exact: true }).click();
  await expect(fault).toBeHidden();
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.getByRole('list', { name: 'Most probable classes' })).toBeVisible();
});

test('axe finds no serious violation where the form is unfolded, wrong, or asked why, in light and in dark', {
  tag: '@long',
}, async ({ app }) => {
  const { page } = app;
  await app.open();
  for (const title of ['Layers', 'Training', 'Head'])
    await page.getByRole('heading', { name: title, exact: true }).click();
  await type(page, 'Squeeze ratio', '0');
  await page.getByRole('button', { name: /^Why Width/ }).click();
  await seenByAxe(app, 'form');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Preset/ }).click();
  await expect(page.getByRole('menuitem', { name: /^X3D-XL/ })).toBeVisible();
  await seenByAxe(app, 'presets');
});

test('on a phone the panels are sheets over the graph', async ({ app }) => {
  const { page } = app;
  await page.setViewportSize({ width: 390, height: 844 });
  await app.open();
  await page.getByRole('navigation', { name: 'Panels' }).getByRole('button', { name: 'Design' }).click();
  await type(page, 'Width', '2');
  await expect(page.getByRole('main')).toContainText('48×13×40×40');
  expect(await app.axe()).toEqual([]);
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Close', exact: true })).toBeHidden();
});
