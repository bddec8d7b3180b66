import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { encodeDesign } from '../../src/codec/designCode';
import { tinyDesign } from '../../src/training/tinyDesign';
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

  // The focus stays among the clips, so that undo is theirs.
  const strips = classNamed(page, 'walk').getByRole('button', { name: /: open$/ });
  await strips.first().press('Enter');
  const large = page.getByRole('dialog').locator('video');
  await expect
    .poll(() => large.evaluate((video: HTMLVideoElement) => !video.paused && video.currentTime > 0))
    .toBe(true);
  expect(await large.evaluate(({ clientWidth }) => clientWidth)).toBeGreaterThan(400);
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).press('Enter');
  await expect(strips).toHaveCount(2);
  await expect(strips.first()).toBeFocused();
  await page.keyboard.press('Control+z');
  await expect(strips).toHaveCount(3);

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

test('where the disk is full, neither clips nor a run of three updates are said to be kept', { tag: '@long' }, async ({
  app,
}) => {
  const { page } = app;
  await app.open();
  const devtools = await page.context().newCDPSession(page);
  const { origin } = new URL(page.url());
  await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
  await page.keyboard.press('g');
  await page.keyboard.press('r');
  await page.getByRole('button', { name: 'Your own classes' }).press('Enter');
  await page.getByRole('textbox', { name: 'Name of a new class' }).fill('walk');
  await page.keyboard.press('Enter');
  const buffer = await readFile(new URL('walking.mp4', SAMPLES));
  await openVideos(page, 'walk', [{ name: 'walking.mp4', mimeType: 'video/mp4', buffer }]);
  await expect(classNamed(page, 'walk')).toContainText('1 clip');
  const storage = page.getByRole('region', { name: 'Storage' });
  await expect(storage.getByRole('alert')).toContainText('no more room for clips');
  await expect(storage).toContainText('1 clip');
  await expect(storage).not.toContainText('kept in this browser');
  await expect(storage).not.toContainText('are free');

  const learner = encodeDesign({ design: tinyDesign(2, { t: 4, h: 32, w: 32 }), preset: 'defaults' });
  await app.open(`?run#v=1&${learner}&face=train&train=distance:easy:small:3:0`);
  const training = page.getByRole('region', { name: 'Training', exact: true });
  await training.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(training).toContainText('3 updates made', { timeout: 90_000 });
  await expect(page.getByText('This browser keeps nothing of the run')).toBeVisible();
});

/** Records a take by holding a key for so many ms once it says that it records. */
async function recordHeld(page: Page, name: string, ms: number) {
  await page.getByRole('button', { name: `Hold to record ${name}` }).focus();
  await page.keyboard.down(' ');
  await expect(classNamed(page, name).getByRole('status')).toContainText('Recording');
  await page.waitForTimeout(ms);
}

/** Ends a worker as a browser does that wants memory: without a word. */
async function endWorker(page: Page, name: string) {
  const worker = page.workers().find((each) => each.url().includes(`${name}.worker`));
  if (!worker) throw new Error(`There is no ${name} worker.`);
  await worker.evaluate(() => close()).catch(() => {});
}

test(
  'three classes recorded by keyboard, one take cut short by a closed tab, learn beyond the head while every worker breaks down once, run live, and come back from their zip',
  { tag: '@long' },
  async ({ app }, info) => {
    test.setTimeout(900_000);
    await app.open();
    const toClasses = async (page: Page) => {
      await page.keyboard.press('g');
      await page.keyboard.press('r');
      await page.getByRole('button', { name: 'Your own classes' }).press('Enter');
    };
    await toClasses(app.page);
    const names = ['left', 'right', 'still'];
    for (const name of names) {
      await app.page.getByRole('textbox', { name: 'Name of a new class' }).fill(name);
      await app.page.keyboard.press('Enter');
    }
    await recordHeld(app.page, 'left', 2500);
    await app.page.keyboard.up(' ');
    await expect(classNamed(app.page, 'left')).toContainText('1 clip');
    // The tab closes while the button is held.
    await recordHeld(app.page, 'right', 3000);
    await app.page.close();
    const page = await app.page.context().newPage();
    await page.goto(info.project.use.baseURL ?? '');
    await page.waitForSelector('.react-flow__node');
    await toClasses(page);
    await expect(classNamed(page, 'right')).toContainText('1 clip');
    await expect(page.getByText('A recording was cut short when its tab closed.')).toBeVisible();

    await page.getByRole('button', { name: 'Switch the camera on' }).press('Enter');
    for (const [field, value] of [
      ['Takes in a row', '2'],
      ['Seconds of the countdown', '0'],
    ] as const) {
      await page.getByRole('spinbutton', { name: field }).fill(value);
      await page.keyboard.press('Enter');
    }
    for (const [name, clips] of [
      ['left', '3 clips'],
      ['right', '3 clips'],
      ['still', '2 clips'],
    ] as const) {
      const button = page.getByRole('button', { name: `Record 2 takes of ${name} after a countdown` });
      await expect(button).toBeEnabled({ timeout: 60_000 });
      await button.press('Enter');
      await expect(classNamed(page, name)).toContainText(clips, { timeout: 120_000 });
    }
    await page.getByRole('button', { name: 'Take the bundled trained network' }).press('Enter');
    await page.getByRole('combobox', { name: 'What learns' }).selectOption({ label: 'from conv5 on' });
    await page.getByRole('spinbutton', { name: 'Updates beyond the head' }).fill('10');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Teach it' }).press('Enter');
    const learning = page.getByRole('region', { name: 'Learning' });
    const told = page.getByText('It was started again and goes on from what was kept');
    for (const [at, worker] of [
      [/looking at clips: [1-9]/, 'session'],
      [/looking at clips: [2-9]\d/, 'studio'],
      [/the head learns/, 'trainer'],
      [/more of it learns: fit 1 /, 'trainer'],
      [/more of it learns: fit 2 /, 'motion'],
    ] as const) {
      await expect(learning).toContainText(at, { timeout: 120_000 });
      await endWorker(page, worker);
      await expect(told.last()).toBeVisible();
    }
    await expect(page.getByText('The head alone had')).toBeVisible({ timeout: 300_000 });
    await expect(page.getByText('beyond the head: ')).toContainText('right');

    await page.getByRole('button', { name: 'Try it on the camera' }).press('Enter');
    await expect(page.getByText('answers a second')).toBeVisible({ timeout: 120_000 });
    await page.getByRole('region', { name: 'On the camera' }).getByRole('button', { name: 'Stop' }).press('Enter');

    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save all as one zip' }).press('Enter');
    const zip = await (await saving).path();
    await page.getByRole('button', { name: 'Empty all of it' }).press('Enter');
    await page.getByRole('button', { name: 'Delete all clips' }).press('Enter');
    await expect(page.getByText('Record a few short clips')).toBeVisible();
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'data set saved here' }).press('Enter');
    await (await chooser).setFiles({
      ...{ name: 'x3d-classes.zip', mimeType: 'application/zip' },
      buffer: await readFile(zip),
    });
    await expect(classNamed(page, 'left')).toContainText('3 clips');
    await expect(classNamed(page, 'still')).toContainText('2 clips');
  },
);

/** Seconds after which Chromium asks anew how much room there is. */
const ROOM_ASKED = 33;

test(
  'where the browser has no more room, clips are used and saved all the same, that is said, and emptying gives room to what had none',
  { tag: '@long' },
  async ({ app }, info) => {
    test.setTimeout(400_000);
    const { page } = app;
    await app.open();
    const toClasses = async (shown: Page) => {
      await shown.keyboard.press('g');
      await shown.keyboard.press('r');
      await shown.getByRole('button', { name: 'Your own classes' }).press('Enter');
    };
    await toClasses(page);
    for (const name of ['juggle', 'walk', 'still']) {
      await page.getByRole('textbox', { name: 'Name of a new class' }).fill(name);
      await page.keyboard.press('Enter');
    }
    const [juggling, walking] = await Promise.all(
      ['juggling', 'walking'].map((name) => readFile(new URL(`${name}.mp4`, SAMPLES))),
    );
    const video = (name: string, buffer: Buffer | undefined) => ({
      ...{ name: `${name}.mp4`, mimeType: 'video/mp4' },
      buffer: buffer as Buffer,
    });
    await openVideos(page, 'juggle', [video('first', juggling)]);
    await expect(classNamed(page, 'juggle')).toContainText('1 clip');
    const browser = await page.context().newCDPSession(page);
    const { origin } = new URL(info.project.use.baseURL ?? '');
    const allow = async (quotaSize: number) => {
      await browser.send('Storage.overrideQuotaForOrigin', { origin, quotaSize });
      await page.waitForTimeout(1000 * ROOM_ASKED);
    };
    const full = page.getByText('The browser has no more room for clips');
    await allow(1);
    await openVideos(page, 'walk', [video('second', walking)]);
    await expect(full).toBeVisible();
    await recordHeld(page, 'still', 2500);
    await page.keyboard.up(' ');
    await expect(classNamed(page, 'still')).toContainText('1 clip');
    await page.getByRole('button', { name: 'Take the bundled trained network' }).press('Enter');
    await page.getByRole('button', { name: 'Teach it' }).press('Enter');
    await expect(page.getByRole('heading', { name: 'On clips it has not seen' })).toBeVisible({ timeout: 120_000 });
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save all as one zip' }).press('Enter');
    const zip = await readFile(await (await saving).path());
    for (const name of ['first', 'second']) expect(zip.includes(`videos/${name}`)).toBe(true);

    await allow(100 * 2 ** 20);
    await page.getByRole('button', { name: 'Delete the class juggle' }).press('Enter');
    await page.getByRole('button', { name: /^Free .* of deleted clips/ }).press('Enter');
    await expect(full).toBeHidden();
    await page.close();
    const next = await page.context().newPage();
    await next.goto(info.project.use.baseURL ?? '');
    await next.waitForSelector('.react-flow__node');
    await toClasses(next);
    for (const name of ['walk', 'still']) await expect(classNamed(next, name)).toContainText('1 clip');
    await expect(next.getByRole('heading', { name: 'On clips it has not seen' })).toBeVisible();
  },
);
