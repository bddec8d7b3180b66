import type { Locator, Page } from '@playwright/test';
import { expect, seenByAxe, test } from './app';

/** Turns to the explorer with the keyboard alone. */
async function turnToExplorer(page: Page): Promise<void> {
  const face = page.getByRole('navigation', { name: 'Faces' }).getByRole('button', { name: 'Explore' });
  await tabTo(page, face);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main', { name: 'Scaling explorer' })).toBeVisible();
}

/** Presses Tab, or Shift+Tab, until an element has the focus. */
async function tabTo(page: Page, wanted: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  const hasFocus = (element: Node) => element === document.activeElement;
  // Found once: by its role and name the whole page is searched, which takes longer than the way to it.
  let element = await wanted.elementHandle();
  for (let presses = 0; presses < 120; presses++) {
    const met = await element?.evaluate((node) => (node === document.activeElement ? 'focus' : node.isConnected));
    // What has the focus may have got another name on the way.
    if (met === 'focus' && (await wanted.evaluate(hasFocus))) return;
    if (met === true) await page.keyboard.press(key);
    else element = await wanted.elementHandle();
  }
  throw new Error(`${key} does not reach ${wanted}.`);
}

/** Brings an activity to the top: its tab strip is one stop, arrows choose. */
async function turnTo(page: Page, name: string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await tabTo(page, page.locator('[role="tab"][aria-selected="true"]'), key);
  for (let presses = 0; presses < 6; presses++) {
    if ((await page.getByRole('tab', { name }).getAttribute('aria-selected')) === 'true') return;
    await page.keyboard.press('ArrowRight');
  }
  throw new Error(`no activity ${name}`);
}

const parameters = (page: Page) => page.getByRole('region', { name: 'Totals' });

// Every Tab is a round trip to the browser, and a busy machine takes its time.
test.slow();

test('by keyboard a point of the chart opens its design, and an axis is applied', async ({ app }) => {
  const { page } = app;
  await app.open();
  await expect(parameters(page)).toContainText('3.79');
  await turnToExplorer(page);

  // A point of the chart opens its design.
  const chart = page.getByRole('group', { name: /^parameters against MACs/ });
  await tabTo(page, chart.getByRole('button', { name: /^Your design/ }));
  await page.keyboard.press('End');
  await expect(chart.getByRole('button', { name: /^X3D-L/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(parameters(page)).toContainText('6.15');
  await page.keyboard.press('Control+z');
  await expect(parameters(page)).toContainText('3.79');

  // One axis applied, and undone in one step.
  await turnTo(page, 'One axis');
  const apply = page.getByRole('button', { name: /^Apply Depth/ });
  await tabTo(page, apply);
  await page.keyboard.press('Enter');
  await expect(parameters(page)).toContainText('6.15');
  await page.keyboard.press('Control+z');
  await expect(parameters(page)).toContainText('3.79');
});

test('by keyboard one expands X2D, steps back, branches and compares', async ({ app }) => {
  const { page } = app;
  await app.open();
  await turnToExplorer(page);
  await turnTo(page, 'Expansion');
  await tabTo(page, page.getByRole('button', { name: 'Start at X2D' }));
  await page.keyboard.press('Enter');
  await expect(parameters(page)).toContainText('20.7');
  for (const axis of ['Bottleneck', 'Resolution']) {
    await tabTo(page, page.getByRole('button', { name: new RegExp(`^Take ${axis}`) }));
    await page.keyboard.press('Enter');
  }
  const walk = page.getByRole('navigation', { name: 'Walk' });
  await expect(walk.getByRole('button', { name: /160 × 160 px/ })).toHaveAttribute('aria-current', 'step');
  await tabTo(page, page.getByRole('button', { name: 'Step back' }));
  await page.keyboard.press('Enter');
  await expect(walk.getByRole('button', { name: /24 → 54 channels/ })).toHaveAttribute('aria-current', 'step');
  await tabTo(page, page.getByRole('button', { name: /^Take Depth/ }));
  await page.keyboard.press('Enter');
  await tabTo(page, walk.getByRole('button', { name: 'Compare', exact: true }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Two paths compared' })).toContainText('receptive field in space');

  // From a tiny X2D the candidates are trained; by keyboard one pauses, goes on and cancels.
  await tabTo(page, page.getByRole('button', { name: 'Start at a tiny X2D' }).first(), 'Shift+Tab');
  await page.keyboard.press('Enter');
  const measured = page.getByRole('region', { name: 'Measured accuracy' });
  await expect(page.getByRole('button', { name: /^Take Depth/ })).toBeVisible();
  await tabTo(page, measured.getByRole('button', { name: 'Train the candidates' }));
  await page.keyboard.press('Enter');
  await expect(measured).toContainText(/update [1-9]\d* of 240/, { timeout: 60_000 });
  await expect(measured.getByRole('button', { name: 'Pause' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(measured).toContainText('Paused in run 1 of 10, frame rate, seed 0');
  await seenByAxe(app, 'paused');
  await page.keyboard.press('Enter');
  await expect(measured.getByRole('button', { name: 'Pause' })).toBeFocused();
  await tabTo(page, measured.getByRole('button', { name: 'Cancel' }));
  await page.keyboard.press('Enter');
  await expect(measured).toContainText('Cancelled; what was measured stays.');
  const chart = page.getByRole('group', { name: /^accuracy on made clips against MACs/ });
  await expect(chart.getByRole('button', { name: /right on made clips$/ })).toHaveCount(50);
});

test('by keyboard a budget is searched and a heat map read', async ({ app }) => {
  const { page } = app;
  await app.open();
  await turnToExplorer(page);
  await turnTo(page, 'Budget');
  await tabTo(page, page.getByRole('button', { name: 'Search' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: 'not beaten' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Search' })).toBeVisible({ timeout: 60_000 });

  // On paper the rows keep their names, and the head, in which a box of a button would keep it from the next page.
  await page.emulateMedia({ media: 'print' });
  const fitting = page.getByRole('table', { name: 'Designs that fit' });
  await expect(fitting.getByRole('button', { name: /^Open γ/ }).first()).toBeVisible();
  const heads = await fitting
    .locator('thead button')
    .evaluateAll((buttons) => buttons.map((it) => getComputedStyle(it).display));
  expect(new Set(heads)).toEqual(new Set(['contents']));
  await page.emulateMedia({ media: 'screen' });
  expect(await app.axe(), 'designs found').toEqual([]);

  await tabTo(page, page.getByRole('button', { name: /^Open γ/ }).first());
  await page.keyboard.press('Enter');
  await expect(
    page.getByRole('group', { name: /against MACs/ }).getByRole('button', { name: /^Your design/ }),
  ).toBeVisible();

  // The heat map is walked by arrows, and a cell opens.
  await turnTo(page, 'Sweep', 'Shift+Tab');
  const map = page.getByRole('application', { name: /designs/ });
  await tabTo(page, map);
  const said = page.getByRole('status').filter({ hasText: /Duration \d/ });
  const before = await said.textContent();
  await page.keyboard.press('ArrowRight');
  await expect(said).not.toHaveText(before ?? '');
});

test('the table is the chart’s twin, and files carry it away', async ({ app }) => {
  const { page } = app;
  await app.open();
  await turnToExplorer(page);
  const card = page.getByRole('region', { name: 'parameters against MACs', exact: true });
  for (const format of ['SVG', 'PNG', 'CSV']) {
    const download = page.waitForEvent('download');
    await card.getByRole('button', { name: /^Save/ }).click();
    await page.getByRole('menuitem', { name: format }).click();
    expect((await download).suggestedFilename()).toBe(`macs-parameters.${format.toLowerCase()}`);
  }
  await card.getByText('Table', { exact: true }).click();
  const row = card.getByRole('row', { name: /^X3D-M / });
  await expect(row).toContainText('4.73\u202fGMACs');
  await expect(row).toContainText('75.1');
  await row.getByRole('button', { name: 'X3D-M' }).click();
  await expect(parameters(page)).toContainText('4.73');
});

test('axe finds nothing serious in any other activity, in light and in dark', { tag: '@long' }, async ({ app }) => {
  const { page } = app;
  await app.open();
  await turnToExplorer(page);
  for (const name of ['One axis', 'Expansion', 'Budget', 'Sweep']) {
    await page.getByRole('tab', { name }).click();
    if (name === 'One axis') await expect(page.getByRole('button', { name: /^Apply/ }).first()).toBeVisible();
    if (name === 'Expansion') await expect(page.getByRole('button', { name: /^Take/ }).first()).toBeVisible();
    if (name === 'Sweep') await expect(page.getByRole('application', { name: /designs/ })).toBeVisible();
    await seenByAxe(app, name);
  }
});

test('nothing is cut off on a phone', async ({ app }) => {
  const { page } = app;
  await page.setViewportSize({ width: 390, height: 844 });
  await app.open();
  await turnToExplorer(page);
  for (const name of ['The family', 'One axis', 'Expansion', 'Budget', 'Sweep']) {
    await page.getByRole('tab', { name }).click();
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(wider, name).toBeLessThanOrEqual(0);
    const main = page.getByRole('main', { name: 'Scaling explorer' });
    expect(await main.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth), name).toBeLessThanOrEqual(
      0,
    );
  }
});
