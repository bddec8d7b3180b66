import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, seenByAxe, test } from './app';

const training = (page: Page) => page.getByRole('region', { name: 'Training' });

test('a network learns by keyboard alone, is paused, taken up after a reload, asked, and its weights are opened', async ({
  app,
}) => {
  const { page } = app;
  await app.open();
  await page.keyboard.press('g');
  await page.keyboard.press('r');
  await expect(page.getByRole('img', { name: /^A clip of the class/ }).first()).toBeVisible();
  await expect(training(page).getByRole('button', { name: 'Train' })).toBeDisabled();
  await page.getByRole('button', { name: 'Take the small network' }).press('Enter');
  await page.getByRole('combobox', { name: 'Task' }).selectOption('distance');
  await page.getByRole('spinbutton', { name: 'Updates' }).fill('30');
  await page.getByRole('spinbutton', { name: 'Updates' }).press('Enter');
  await expect(training(page)).toContainText(/About .* an update, .* in all, and .* of memory/);
  await training(page).getByRole('button', { name: 'Train' }).press('Enter');
  await expect(training(page)).toContainText(/update [1-9]\d* of 30/, { timeout: 120_000 });
  await training(page).getByRole('button', { name: 'Pause' }).press('Enter');
  await expect(training(page)).toContainText(/paused at update \d+ of 30/);
  const [, paused] = /update (\d+) of/.exec(await training(page).innerText()) ?? [];

  // The run is in the browser's store: the same choice goes on with it.
  await page.reload();
  await page.getByRole('button', { name: 'Train', exact: true }).first().press('Enter');
  await training(page).getByRole('button', { name: 'Train' }).press('Enter');
  await page
    .getByRole('treeitem', { name: /^0 SE block/ })
    .first()
    .click();
  const block = page.getByRole('region', { name: 'Selected block' });
  await expect(block.getByRole('img', { name: /kernels, 3 × 3 × 3 each/ })).toBeVisible();
  await expect(training(page)).toContainText('30 updates made', { timeout: 120_000 });
  await expect(block).toContainText('after update 30');
  expect(Number(paused)).toBeGreaterThan(0);
  await expect(page.getByRole('region', { name: 'Confusion' }).getByRole('table')).toBeVisible();
  await expect(page.getByRole('img', { name: /^Accuracy over 30 updates, held out/ })).toBeVisible();
  await page.getByRole('button', { name: 'Another clip' }).press('Enter');
  await expect(page.getByRole('region', { name: 'Try it' }).getByRole('status')).toContainText('%');
  await page.getByRole('combobox', { name: 'Task' }).selectOption('directions');
  await expect(page.getByText('another network than the one that was trained')).toBeVisible();
  await page.getByRole('combobox', { name: 'Task' }).selectOption('distance');
  await seenByAxe(app, 'the Train face after a run');

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save distance-30.safetensors' }).press('Enter');
  const file = await readFile(await (await download).path(), 'utf8');
  expect(file).toContain('"trained":');
  await page.getByRole('button', { name: 'Open in Design' }).press('Enter');
  await expect(page.getByText('distance-30.safetensors').first()).toBeVisible();
});

test('one press runs the trained network that comes with the app on a ball that rolls, and it sees where; presets open the others', async ({
  app,
}) => {
  const { page } = app;
  await app.open();
  const classes = page.getByLabel('Most probable classes');
  const run = page.getByRole('region', { name: 'Run', exact: true });
  await page.getByRole('button', { name: 'Run a trained network' }).press('Enter');
  await expect(classes.getByRole('listitem').first()).toContainText('left');
  await expect(run).toContainText(/of 1,?200 held-out clips rightly/);
  await page.getByRole('button', { name: 'Another clip' }).click();
  await expect(classes.getByRole('listitem').first()).toContainText('right');
  await page.getByRole('button', { name: 'Preset: Eight directions' }).press('Enter');
  await expect(page.getByText('Trained here on made clips; not a published X3D.')).toHaveCount(3);
  await page.getByRole('menuitem', { name: /^Nine motions/ }).press('Enter');
  await expect(run).toContainText('Four directions, approach and recede');
});
