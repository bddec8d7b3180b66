import type { CDPSession, Page } from '@playwright/test';
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
