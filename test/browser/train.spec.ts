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
  await expect(page.getByRole('figure').first()).toBeVisible();
  await expect(training(page).getByRole('button', { name: 'Train' })).toBeDisabled();
  await page.getByRole('button', { name: 'Take the small network' }).press('Enter');
  await page.getByRole('combobox', { name: 'Task' }).selectOption('distance');
  await page.getByRole('spinbutton', { name: 'Updates' }).fill('30');
  await page.getByRole('spinbutton', { name: 'Updates' }).press('Enter');
  await training(page).getByRole('button', { name: 'Train' }).press('Enter');
  await expect(training(page)).toContainText(/update [1-9]\d* of 30/);
  await training(page).getByRole('button', { name: 'Pause' }).press('Enter');
  await expect(training(page)).toContainText(/paused at update \d+ of 30/);
  const [, paused] = /update (\d+) of/.exec(await training(page).innerText()) ?? [];

  // The run is in the browser's store: the same choice goes on with it.
  await page.reload();
  await page.getByRole('button', { name: 'Train', exact: true }).first().press('Enter');
  await training(page).getByRole('button', { name: 'Train' }).press('Enter');
  await expect(training(page)).toContainText('30 updates made', { timeout: 120_000 });
  expect(Number(paused)).toBeGreaterThan(0);
  await expect(page.getByRole('region', { name: 'Confusion' }).getByRole('table')).toBeVisible();
  await expect(page.getByRole('img', { name: /^Accuracy over 30 updates, held out/ })).toBeVisible();
  await page.getByRole('button', { name: 'Another clip' }).press('Enter');
  await expect(page.getByRole('region', { name: 'Try it' }).getByRole('status')).toContainText('%');
  await seenByAxe(app, 'the Train face after a run');

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save distance-30.safetensors' }).press('Enter');
  const file = await readFile(await (await download).path(), 'utf8');
  expect(file).toContain('"trained":');
  await page.getByRole('button', { name: 'Open in Design' }).press('Enter');
  await expect(page.getByText('distance-30.safetensors').first()).toBeVisible();
});

test('one press runs the trained network that comes with the app, and it sees what moves where', async ({ app }) => {
  const { page } = app;
  await app.open();
  const classes = page.getByLabel('Most probable classes');
  await page.getByRole('button', { name: 'Run a trained network' }).press('Enter');
  await expect(classes.getByRole('listitem').first()).toContainText('left');
  await expect(page.getByRole('region', { name: 'Run', exact: true })).toContainText(/of 1200 held-out clips rightly/);
  await page.getByRole('button', { name: 'Another clip' }).click();
  await expect(classes.getByRole('listitem').first()).toContainText('right');
});
