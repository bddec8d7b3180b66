import type { CDPSession, Locator, Page } from '@playwright/test';
import { expect, test } from './app';

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

type Point = readonly [x: number, y: number];

/** A finger's stroke along points, as Chromium gets it from a touch screen. */
async function stroke(cdp: CDPSession, points: readonly Point[]): Promise<void> {
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', at: Point | null) =>
    cdp.send('Input.dispatchTouchEvent', { type, touchPoints: at ? [{ x: at[0], y: at[1] }] : [] });
  const [first, ...rest] = points;
  if (!first) throw new Error('a stroke has a beginning');
  await touch('touchStart', first);
  for (const at of rest) await touch('touchMove', at);
  await touch('touchEnd', null);
}

/** Taps until Chromium has made a click of it: where cores are shared, a tap that is sent may not be taken for one. */
async function tap(page: Page, at: Point): Promise<void> {
  await page.evaluate(() => {
    Object.assign(window, { isClicked: false });
    addEventListener('click', () => Object.assign(window, { isClicked: true }), { capture: true, once: true });
  });
  await expect(async () => {
    await page.touchscreen.tap(...at);
    expect(await page.evaluate(() => (window as unknown as { isClicked: boolean }).isClicked)).toBe(true);
  }).toPass();
}

const along = ([x0, y0]: Point, [x1, y1]: Point, steps = 12): readonly Point[] =>
  Array.from(
    { length: steps + 1 },
    (_, step): Point => [x0 + ((x1 - x0) * step) / steps, y0 + ((y1 - y0) * step) / steps],
  );

/** Lesson 4 asks for a curve, lesson 6 for a point; and a stroke over each chart. */
const CHARTS: readonly (readonly [address: string, stroke: (box: Box, handle: Point) => readonly Point[]])[] = [
  [
    '#v=1&lesson=rounding:1',
    ({ x, y, width, height }) => along([x + 54, y + height - 60], [x + width - 16, y + 50], 30),
  ],
  ['#v=1&lesson=axes:2', (_, [x, y]) => along([x, y], [x + 70, y - 60])],
];

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where everything that scrolls stands, and how far the page is zoomed: a stroke in a chart leaves it alone. */
const places = (page: Page) =>
  page.evaluate(() => [
    window.scrollY,
    visualViewport?.scale,
    // The rest of the address is shortened a moment after a lesson has opened.
    location.pathname,
    new URLSearchParams(location.hash.slice(1)).get('lesson'),
    ...[...document.querySelectorAll('*')]
      .map(({ scrollTop, scrollLeft }) => scrollTop + scrollLeft)
      .filter((at) => at > 0),
  ]);

/** Opens a step of a lesson, and brings its chart onto the screen. */
async function chartOf(page: Page, open: (address: string) => Promise<void>, address: string) {
  await open(address);
  const chart = page.locator('svg:has([role="slider"])').first();
  await chart.scrollIntoViewIfNeeded();
  const box = await chart.boundingBox();
  if (!box) throw new Error('the chart is not laid out');
  return { chart, box };
}

test('a finger draws a curve in lesson 4 and drags a point in lesson 6, and the page stays where it is', async ({
  app,
}) => {
  const { page } = app;
  const cdp = await page.context().newCDPSession(page);
  for (const [address, strokeOf] of CHARTS) {
    const { chart, box } = await chartOf(page, app.open, address);
    const before = await places(page);
    const sliders = chart.getByRole('slider');
    const values = () => sliders.evaluateAll((all) => all.map((each) => Number(each.getAttribute('aria-valuenow'))));
    const at = await values();
    const first = await sliders.first().boundingBox();
    if (!first) throw new Error('nothing to drag');
    await stroke(cdp, strokeOf(box, [first.x + first.width / 2, first.y + first.height / 2]));
    const moved = await values();
    expect(moved, address).not.toEqual(at);
    // A curve is drawn through every point the finger passes.
    expect(moved.filter((value, index) => value !== at[index]).length, address).toBe(at.length);
    expect(await places(page), address).toEqual(before);
    await expect(page.getByText(/arrow keys/)).toHaveCount(0);
  }
});

test('a finger drags limits and sliders of the explorer and reads its charts, and the page stays where it is', async ({
  app,
}) => {
  const { page } = app;
  const cdp = await page.context().newCDPSession(page);
  const preset = page.getByRole('button', { name: /^Preset/ });
  const middleOf = async (target: Locator): Promise<Point> => {
    await target.scrollIntoViewIfNeeded();
    const box = await target.boundingBox();
    if (!box) throw new Error('not laid out');
    return [box.x + box.width / 2, box.y + box.height / 2];
  };
  /** Drags something along a stroke, and tells what it was and is. */
  const drag = async (slider: Locator, [byX, byY]: Point): Promise<readonly [before: number, after: number]> => {
    const value = async () => Number((await slider.getAttribute('aria-valuenow')) ?? (await slider.inputValue()));
    const [x, y] = await middleOf(slider);
    const [at, before] = [await places(page), await value()];
    await stroke(cdp, along([x, y], [x + byX, y + byY]));
    expect(await places(page)).toEqual(at);
    return [before, await value()];
  };

  await app.open('#v=1&from=S&chart=budget');
  const chart = page.locator('svg[aria-label*="against MACs"]');
  const [macs, fewer] = await drag(page.getByRole('slider', { name: 'Limit of MACs' }), [-60, 30]);
  expect(fewer).toBeLessThan(macs);
  const [parameters, more] = await drag(page.getByRole('slider', { name: 'Limit of parameters' }), [30, -30]);
  expect(more).toBeGreaterThan(parameters);
  await expect(page.getByRole('spinbutton', { name: 'MACs, at most, GMACs' })).toHaveValue(String(fewer / 1e9));

  // What a finger passes it reads, and opens nothing; a tap does.
  const [m, s] = [await middleOf(chart.getByRole('button', { name: /^X3D-M/ })), await middleOf(chart)];
  const at = await places(page);
  await stroke(cdp, along([s[0], m[1] + 40], m));
  await expect(page.getByText('75.1 %, 10 clips × 1 crop')).toBeVisible();
  expect(await places(page)).toEqual(at);
  await expect(preset).toHaveText('X3D-S');
  await tap(page, await middleOf(chart.getByRole('button', { name: /^X3D-M/ })));
  await expect(preset).toHaveText('X3D-M');

  await app.open('#v=1&from=S&chart=sweep');
  const map = page.getByRole('application', { name: /designs in/ });
  const [x, y] = await middleOf(map);
  const still = await places(page);
  await stroke(cdp, along([x, y], [x + 50, y - 80]));
  await expect(page.getByText(/, γ.*MACs$/)).toBeVisible();
  expect(await places(page)).toEqual(still);
  const costs = page.getByRole('banner').getByText('1.96', { exact: true });
  await expect(costs).toBeVisible();
  await tap(page, [x + 50, y - 80]);
  await expect(costs).toHaveCount(0);

  await app.open('#v=1&from=S&chart=family');
  const width = page.getByRole('slider', { name: /^Width/ });
  const [x0, y0] = await middleOf(width);
  const box = await width.boundingBox();
  const before = Number(await width.inputValue());
  const share = before / Number(await width.getAttribute('max'));
  const thumb = (box?.x ?? 0) + 7 + share * ((box?.width ?? 0) - 14);
  const rest = await places(page);
  await stroke(cdp, along([thumb, y0], [x0 + 100, y0 + 4]));
  expect(Number(await width.inputValue())).toBeGreaterThan(before);
  expect(await places(page)).toEqual(rest);
});

test('a finger meets the fields of single stages as large as all others', async ({ app }) => {
  const { page } = app;
  await app.open('#v=1&from=S');
  await page.getByRole('button', { name: 'Design', exact: true }).last().click();
  for (const of of ['Width', 'blocks of layer1', 'width of layer4']) {
    const field = page.getByRole('spinbutton', { name: of, exact: true });
    await field.scrollIntoViewIfNeeded();
    expect((await field.boundingBox())?.height, of).toBeGreaterThanOrEqual(40);
  }
  expect((await page.getByRole('combobox', { name: 'SE of layer1' }).boundingBox())?.height).toBeGreaterThanOrEqual(40);
});
