import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, seenByAxe, test } from './app';

const SAMPLES = new URL('../../public/samples/', import.meta.url);
const classNamed = (page: Page, name: string) => page.getByRole('region', { name: `Class ${name}` });

/** Chooses videos for a class: sample clips under names of their own. */
async function openVideos(
  page: Page,
  name: string,
  files: readonly { name: string; mimeType: string; buffer: Buffer }[],
) {
  const chooser = page.waitForEvent('filechooser');
  await classNamed(page, name).getByRole('button', { name: 'Open' }).press('Enter');
  await (await chooser).setFiles([...files]);
}

test('two classes are opened, one broken video is told, they are learnt and judged', async ({ app }) => {
  const { page } = app;
  await app.open();
  await page.keyboard.press('g');
  await page.keyboard.press('r');
  await page.getByRole('button', { name: 'Your own classes' }).press('Enter');
  for (const name of ['juggle', 'walk']) {
    await page.getByRole('textbox', { name: 'Name of a new class' }).fill(name);
    await page.keyboard.press('Enter');
  }
  const [juggling, walking] = await Promise.all(
    ['juggling', 'walking'].map((name) => readFile(new URL(`${name}.mp4`, SAMPLES))),
  );
  const copies = (name: string, buffer: Buffer | undefined) =>
    [1, 2, 3].map((copy) => ({ name: `${name}${copy}.mp4`, mimeType: 'video/mp4', buffer: buffer as Buffer }));
  const broken = { name: 'cut.mp4', mimeType: 'video/mp4', buffer: (walking as Buffer).subarray(0, 3000) };
  await openVideos(page, 'juggle', copies('juggling', juggling));
  await expect(classNamed(page, 'juggle')).toContainText('3 clips');
  await openVideos(page, 'walk', [broken, ...copies('walking', walking)]);
  await expect(classNamed(page, 'walk')).toContainText('3 clips');
  await expect(page.getByText('One video was not added.')).toBeVisible();

  await page.getByRole('button', { name: 'Take the bundled trained network' }).press('Enter');
  await expect(page.getByRole('region', { name: 'How it is learnt' })).toContainText('nine-motions');
  await page.getByRole('spinbutton', { name: 'Updates' }).fill('40');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Teach it' }).press('Enter');
  await expect(page.getByRole('heading', { name: 'On clips it has not seen' })).toBeVisible({ timeout: 120_000 });
  await page
    .getByRole('button', { name: /of juggle called/ })
    .first()
    .press('Enter');
  await seenByAxe(app, 'one’s own classes, learnt');
});
