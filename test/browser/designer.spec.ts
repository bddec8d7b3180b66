import { readFile } from 'node:fs/promises';
import type { BrowserContext, Page } from '@playwright/test';
import { expect, seenByAxe, test } from './app';

async function type(page: Page, field: string, value: string): Promise<void> {
  const input = page.getByRole('spinbutton', { name: field, exact: true });
  await input.fill(value);
  await input.press('Enter');
}

const width = (page: Page) => page.getByRole('spinbutton', { name: 'Width', exact: true });
const totals = (page: Page) => page.getByRole('region', { name: 'Totals' });

/** Waits until autosave has written the draft of this tab. */
async function saved(page: Page, code: string): Promise<void> {
  await expect
    .poll(() =>
      page.evaluate(() =>
        Object.values(localStorage)
          .filter((text) => text.includes('"now"'))
          .join('\n'),
      ),
    )
    .toContain(code);
}

/** Presses Tab until something with this name has the focus, as a person without a pointer does. */
async function tabTo(page: Page, role: string, name: RegExp | string, limit = 120): Promise<void> {
  const wanted = page.getByRole(role as 'button', { name }).first();
  for (let i = 0; i < limit; i++) {
    if (await wanted.evaluate((element) => element === document.activeElement).catch(() => false)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${role} ${name}`);
}

test('from a preset to an exported file by keyboard alone', async ({ app: { open, page } }) => {
  await open();
  await expect(totals(page)).toContainText('3.79M parameters');
  await tabTo(page, 'button', /^Preset: X3D-S/);
  await page.keyboard.press('Enter');
  // The menu opens at its first entry; M is the fourth after it. A key pressed before that would be lost.
  await expect(page.getByRole('menuitem').first()).toBeFocused();
  for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('menuitem', { name: /^X3D-M/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(totals(page)).toContainText('4.73GMACs');

  await tabTo(page, 'spinbutton', 'Width');
  await page.keyboard.type('1.5');
  await page.keyboard.press('Enter');
  await expect(totals(page)).toContainText('7.84M parameters');

  await page.keyboard.press('Control+k');
  // Typed on at once: what comes before the field is there is not lost.
  await page.keyboard.type('layer3.4.conv2 channel');
  await expect(page.getByPlaceholder(/a command/)).toHaveValue('layer3.4.conv2 channel');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'conv2', exact: true })).toBeVisible();

  const download = page.waitForEvent('download');
  await page.keyboard.press('Control+Shift+s');
  const file = JSON.parse(await readFile(await (await download).path(), 'utf8'));
  expect(file).toMatchObject({ preset: 'M', reference: { gamma_w: 1.5 }, clip: { t: 16 } });

  await page.keyboard.press('e');
  await expect(page.getByRole('button', { name: 'Save x3d.py' })).toBeVisible();
  await tabTo(page, 'button', 'Save x3d.py');
  const source = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  // The base of 24 × 1.5 is rounded to 40; stages double it.
  expect(await readFile(await (await source).path(), 'utf8')).toContain('widths 40, 80, 160, 320,');

  // A place in a panel is brought onto the screen, and the keys go there.
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('memory');
  await expect(page.getByRole('option', { name: 'Memory, running and training' })).toBeVisible();
  await page.keyboard.press('Enter');
  const trainingBatch = page.getByRole('spinbutton', { name: 'Clips in a training batch' });
  await expect(trainingBatch).toBeFocused();
  await expect(trainingBatch).toBeInViewport();
});

test('a link opens the same design in a new page, whose address goes on to hold what is on the screen', async ({
  app,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const { page } = app;
  await app.open();
  await type(page, 'Width', '1.5');
  await type(page, 'blocks of layer3', '4');
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect(page.getByText(/The link is copied/)).toBeVisible();
  const address = await page.evaluate(() => navigator.clipboard.readText());
  expect(new URL(address).hash.length).toBeLessThan(2000);

  const other = await context.newPage();
  await other.goto(address);
  await expect(width(other)).toHaveValue('1.5');
  await expect(other.getByText(/Set by hand/)).toBeVisible();
  await type(other, 'Width', '2');
  await expect.poll(() => new URL(other.url()).hash).toBe('#v=1&from=S&w=2&o3=b4');
  await other.reload();
  await expect(width(other)).toHaveValue('2');
  await other.keyboard.press('Control+z');
  await expect(width(other)).toHaveValue('1.5');
});

test('Back goes through faces, lessons and pasted links to the view before, and loses no work', async ({
  app: { open, page },
}) => {
  await open('#v=1&lesson=axes:1');
  const lesson = page.getByRole('region', { name: 'Lesson' });
  await expect(lesson).toBeVisible();
  await page.goBack();
  await expect(lesson).toBeHidden();
  await expect(width(page)).toHaveValue('1');
  await type(page, 'Width', '1.5');
  await page.getByRole('button', { name: 'Explore', exact: true }).click();
  await expect(page.getByRole('tab', { name: 'One axis' })).toBeVisible();
  await page.goBack();
  await expect(width(page)).toHaveValue('1.5');
  await page.evaluate(() => {
    location.hash = 'v=1&from=L';
  });
  await expect(page.getByRole('spinbutton', { name: 'Depth', exact: true })).toHaveValue('5');
  await page.goBack();
  await expect(width(page)).toHaveValue('1.5');
  await page.goForward();
  await expect(page.getByRole('spinbutton', { name: 'Depth', exact: true })).toHaveValue('5');
});

test('a damaged link opens, and says what was dropped', async ({ app: { open, page } }) => {
  await open('#v=1&from=M&w=1.5&nc=XYZ&b=2%E0');
  await expect(width(page)).toHaveValue('1.5');
  await expect(page.getByText(/The link opened without some of what it held.*γ_b.*norm_cfg/)).toBeVisible();
});

test('a reload brings back the design, its undo steps, the selection, the pinned design and the snapshots', async ({
  app: { open, page },
}) => {
  await open();
  await page.keyboard.press('p');
  await type(page, 'Width', '1.5');
  await type(page, 'Depth', '1.3');
  await page.keyboard.press('Control+s');
  await saved(page, 'from=S&w=1.5&d=1.3');
  await page.reload();
  await expect(width(page)).toHaveValue('1.5');
  await expect(page.getByText('This design against X3D-S')).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('spinbutton', { name: 'Depth', exact: true })).toHaveValue('2.2');
  await page.keyboard.press('Control+z');
  await expect(width(page)).toHaveValue('1');
  await page.keyboard.press('Control+o');
  await page.getByRole('button', { name: /^Open X3D-S, γ_w 1.5/ }).click();
  await expect(width(page)).toHaveValue('1.5');
});

test('damaged storage never blanks the page', async ({ app: { open, page } }) => {
  await page.addInitScript(() => {
    localStorage.setItem('x3d-studio.session', '{"sizes":"wide","panels":[1],"theme":7}');
    localStorage.setItem('x3d-studio.draft.a', '{"now":{"code":"from=S&w=oops"},"past":[4,null,{}],"view":"x"');
    localStorage.setItem('x3d-studio.draft.b', '{"now":{"code":"from=S&nc=GN,num_groups:7"},"past":[4,null,{}]}');
    localStorage.setItem('x3d-studio.snapshot.a', '[]');
    sessionStorage.setItem('x3d-studio.tab', 'b');
  });
  await open();
  await expect(totals(page)).toContainText('3.79M parameters');
  await expect(page.getByText('This is the last legal network.')).toBeVisible();
});

test('two tabs keep each other’s work, and what one left is there for the next', async ({ app, context }) => {
  const first = app.page;
  await app.open();
  await type(first, 'Width', '1.5');
  await saved(first, 'w=1.5');

  const second = await newTab(context, first);
  await expect(width(second)).toHaveValue('1.5');
  await expect(second.getByText(/Another tab is working on this design/)).toBeVisible();
  await type(second, 'Width', '3');
  await saved(second, 'w=3');
  await type(first, 'Depth', '1');
  await saved(first, 'w=1.5&d=1');

  await second.keyboard.press('Control+o');
  await expect(second.getByText('X3D-S, γ_w 1.5, γ_d 1')).toBeVisible();
  await second.keyboard.press('Escape');
  await first.reload();
  await second.reload();
  await expect(width(first)).toHaveValue('1.5');
  await expect(width(second)).toHaveValue('3');

  // Both are closed: the next tab goes on with the newest and lists the other.
  await second.close();
  await type(first, 'Depth', '2');
  await saved(first, 'w=1.5&d=2');
  const third = await newTab(context, first, 'close the first');
  await expect(width(third)).toHaveValue('1.5');
  await third.keyboard.press('Control+o');
  await expect(third.getByText('X3D-S, γ_w 3')).toBeVisible();
});

async function newTab(context: BrowserContext, other: Page, close?: 'close the first'): Promise<Page> {
  const { origin, pathname } = new URL(other.url());
  const page = await context.newPage();
  if (close) await other.close();
  await page.goto(origin + pathname);
  return page;
}

test('axe finds nothing serious in palette, keys, designs and conventions, in light and in dark', {
  tag: '@long',
}, async ({ app }) => {
  const { page } = app;
  await app.open('#v=1&from=S&w=1.5&o2=b7,q.15&o3=w120');
  await page.keyboard.press('Control+s');
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder(/a command/).fill('conv2');
  await seenByAxe(app, 'palette');
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  await seenByAxe(app, 'keys');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+o');
  await expect(page.getByRole('dialog', { name: 'Designs' })).toBeVisible();
  await seenByAxe(app, 'designs');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Counted in/ }).click();
  await expect(page.getByRole('menuitem', { name: /mmcv/ })).toBeVisible();
  await seenByAxe(app, 'conventions');
});
