import { readdirSync, readFileSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { type Answer, DIST, type PlainHost, plainHost } from './plainHost';

/** A part of the app that comes in a file of its own, when that file is not to be had; without a service worker. */

const GONE: Answer = { status: 404, type: 'text/html', body: 'Not found' };
const PART = /assets\/Explorer-[^/]*\.js$/;
const STYLE = /assets\/Explorer-[^/]*\.css$/;

let host: PlainHost;
test.beforeEach(async () => {
  host = await plainHost('/x3d/');
});
test.afterEach(() => host.close());

async function open(page: Page): Promise<void> {
  await page.goto(host.address);
  await expect(page.locator('.react-flow__node').first()).toBeVisible();
}

const explore = (page: Page) => page.getByRole('navigation', { name: 'Faces' }).getByText('Explore').click();
const explorer = (page: Page) => page.getByRole('main', { name: 'Scaling explorer' });

test('a part on its way says so in its place, and moves nothing when it comes', async ({ page }) => {
  let release = () => {};
  const released = new Promise<undefined>((resolve) => {
    release = () => resolve(undefined);
  });
  host.wrong = (file) => (PART.test(file) ? released : undefined);
  await open(page);
  const header = page.getByRole('banner');
  const place = await header.boundingBox();
  await explore(page);
  await expect(page.getByText('Loading…')).toBeVisible();
  expect(await header.boundingBox()).toEqual(place);
  release();
  await expect(explorer(page)).toBeVisible();
  await expect(page.getByText('Loading…')).toHaveCount(0);
  expect(await header.boundingBox()).toEqual(place);
});

for (const [what, pattern] of [
  ['script', PART],
  ['style sheet', STYLE],
] as const) {
  test(`a ${what} that is missing once is said to be, in the room’s place, and a reload brings it`, async ({
    page,
  }) => {
    expect(readdirSync(`${DIST}/assets`).some((name) => pattern.test(`assets/${name}`))).toBe(true);
    await open(page);
    host.wrong = (file) => (pattern.test(file) ? GONE : undefined);
    await explore(page);
    const notice = page.getByRole('alert').filter({ hasText: 'could not be loaded' });
    await expect(notice).toBeVisible();
    await expect(page.getByText('Undo the last step')).toHaveCount(0);
    // The page is not left for a host that is not there.
    host.isDown = true;
    await notice.getByRole('button', { name: 'Reload' }).click();
    await expect(page.getByRole('alert').filter({ hasText: 'there is no network' })).toBeVisible();
    host.isDown = false;
    host.wrong = () => undefined;
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(explorer(page)).toBeVisible();
    const styles = await page.evaluate(() => Array.from(document.styleSheets, ({ href }) => href ?? ''));
    expect(styles.some((href) => STYLE.test(href))).toBe(true);
  });
}

test('a part that a deployment took away is said to be of an earlier version, and the reload is offered', async ({
  page,
}) => {
  await open(page);
  host.wrong = (file, right) => {
    if (PART.test(file)) return GONE;
    // Another version's page names another script.
    return file === ''
      ? { ...right, body: right.body.toString().replace(/index-[^"]*\.js/, 'index-0123abcd.js') }
      : undefined;
  };
  await explore(page);
  const notice = page.getByRole('alert').filter({ hasText: 'was updated' });
  await expect(notice).toBeVisible();
  host.wrong = () => undefined;
  await notice.getByRole('button', { name: 'Reload' }).click();
  await expect(explorer(page)).toBeVisible();
});

test('a part that reads videos in a worker is said to be missing, and reads after a reload', async ({ page }) => {
  // From the beginning: the panel reads the sample's frames as soon as it is there.
  host.wrong = (file) => (/assets\/container-/.test(file) ? GONE : undefined);
  await open(page);
  const run = page.getByRole('region', { name: 'Run', exact: true });
  const missing = run
    .getByRole('alert')
    .filter({ hasText: 'The part of the app that reads videos could not be loaded.' });
  await expect(missing).toBeVisible();
  const buffer = readFileSync(`${DIST}/samples/walking.mp4`);
  await run.locator('input[type="file"]').first().setInputFiles({ name: 'mine.mp4', mimeType: 'video/mp4', buffer });
  await expect(missing).toContainText('mine.mp4');
  host.wrong = () => undefined;
  await missing.getByRole('button', { name: 'Reload' }).click();
  await expect(run).toContainText('150 frames');
});

test('a part that a command needs says so too', async ({ page }) => {
  await open(page);
  host.isDown = true;
  await page.keyboard.press('o');
  await expect(page.getByRole('status').filter({ hasText: 'there is no network' })).toBeVisible();
  await page.keyboard.press('?');
  // Other rooms may be missing too.
  await expect(page.getByRole('alert').filter({ hasText: 'there is no network' }).last()).toBeVisible();
});
