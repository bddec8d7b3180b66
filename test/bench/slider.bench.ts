import type { Page } from '@playwright/test';
import { servedApp } from '../../scripts/servedApp.mjs';
import { type Bench, quantile } from './bench';
import { plainGraph } from './plainGraph';
import { type Frame, type Moment, record, type Trace } from './trace';

const STEPS = 40;
/** Pixels the pointer is moved by: enough for another number of channels. */
const STRIDE = 2;
/** Between two steps, in ms, and until nothing is left to do. */
const PAUSE = 200;
/** A drag without a pause: how long, and between two moves of the mouse, in ms. */
const DRAG = 3000;
const MOVE = 16;

const PICTURES = [
  ['X3D-L', 'Layers'],
  ['X3D-L', 'Stages'],
  ['X3D-S', 'Blocks'],
] as const;

/** How long one step of a slider takes to show: the counts in the header, then the graph. */
export const bench: Bench = {
  title: 'Slider: from the event to repainted counts and to the repainted graph',
  async run() {
    const { address, browser, close } = await servedApp();
    const peer = await plainGraph();
    try {
      const rows: (string | number)[][] = [];
      for (const [preset, level] of PICTURES) {
        const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
        await page.goto(address);
        await page.waitForSelector('.react-flow__node');
        await page.getByRole('button', { name: 'X3D-S' }).first().click();
        await page
          .getByRole('menuitem', { name: new RegExp(preset) })
          .first()
          .click();
        await page.getByText(level, { exact: true }).first().click();
        await page.waitForTimeout(2000);
        const nodes = await page.evaluate(() => document.querySelectorAll('*').length);
        const steps = await stepByStep(page);
        const dragged = await withoutAPause(page);
        const name = `${preset}, ${level.toLowerCase()}`;
        for (const what of ['counts', 'graph'] as const)
          rows.push([`${name}: ${what}`, ...figures(steps, what), nodes]);
        for (const what of ['counts', 'graph'] as const) {
          const gaps = gapsOf(dragged, what);
          const cells = [quantile(gaps, 0.5), quantile(gaps, 0.95), '–', '–', '–', nodes];
          rows.push([`${name}: dragging on, from one repainting of the ${what} to the next`, ...cells]);
        }
        await page.close();
      }
      for (const level of ['layers', 'stages']) {
        const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
        await page.goto(`${peer.address}?${level}`);
        await page.waitForSelector('.react-flow__node');
        await page.waitForTimeout(2000);
        const nodes = await page.evaluate(() => document.querySelectorAll('*').length);
        rows.push([`X3D-L, ${level}, React Flow alone: graph`, ...figures(await stepByStep(page), 'graph'), nodes]);
        await page.close();
      }
      return {
        columns: [
          'what is repainted',
          'painted, median, ms',
          '95th percentile',
          'thread, median',
          '95th percentile',
          'on the screen, 95th percentile',
          'DOM nodes',
        ],
        rows,
        note:
          `${STEPS} steps of a real drag of γ_b's slider, by Chromium's trace. Painted: from the dispatch of the input event, which Chromium ` +
          'does at the beginning of a frame, to the end of the frame that holds the change (script, style, layout, paint, commit): no waiting ' +
          'for a frame is in it, and a key press would add up to 17 ms. Thread: what the main thread computed of it, other processes left ' +
          'out. On the screen: rastered and swapped too, which is done here without a GPU. React Flow alone: the same network at the same places, by its own nodes, edges and minimap, ' +
          'all new at every step and only those in sight mounted, without the form, the inspector and the dock around it.',
      };
    } finally {
      await peer.close();
      await close();
    }
  },
};

/** Takes hold of γ_b's slider, and marks when header and graph change. */
async function hold(page: Page): Promise<{ readonly x: number; readonly y: number }> {
  await page.evaluate(() => {
    for (const [name, selector] of [
      ['counts', '[aria-label="Totals"]'],
      ['graph', '.react-flow__nodes'],
    ] as const) {
      const watched = document.querySelector(selector);
      if (!watched) throw new Error(`the page has no ${selector}`);
      const observer = new MutationObserver(() => performance.mark(name));
      observer.observe(watched, { subtree: true, childList: true, characterData: true });
      document.addEventListener('pointerup', () => observer.disconnect(), { once: true });
    }
  });
  const box = await page.getByLabel('Bottleneck, slider').boundingBox();
  if (!box) throw new Error('the slider is not on the screen');
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  await page.mouse.move(at.x, at.y);
  await page.mouse.down();
  await page.waitForTimeout(PAUSE);
  return at;
}

async function stepByStep(page: Page): Promise<Trace> {
  const { x, y } = await hold(page);
  const trace = await record(page, async () => {
    for (let step = 1; step <= STEPS; step++) {
      // To both sides in turn, so that the network does not grow on the way.
      await page.mouse.move(x + STRIDE * (step % 2 === 0 ? step / 2 : -(step + 1) / 2), y);
      await page.waitForTimeout(PAUSE);
      await page.evaluate(() => new Promise((done) => requestIdleCallback(done)));
    }
  });
  await page.mouse.up();
  return trace;
}

async function withoutAPause(page: Page): Promise<Trace> {
  const { x, y } = await hold(page);
  const trace = await record(page, async () => {
    const began = performance.now();
    for (let move = 1; performance.now() - began < DRAG; move++) {
      await page.mouse.move(x + 20 * STRIDE * Math.sin(move / 10), y);
      await page.waitForTimeout(Math.max(0, began + move * MOVE - performance.now()));
    }
  });
  await page.mouse.up();
  return trace;
}

/** What the steps took: on the wall's clock, on the thread's, and until they were on the screen. */
function figures(trace: Trace, mark: 'counts' | 'graph'): readonly number[] {
  const steps = trace.events('input').map((event, index, events) => stepOf(trace, mark, event, events[index + 1]));
  const wall = steps.map(({ frame, event }) => frame.painted.wall - event.wall);
  const thread = steps.map(({ frame, event }) => frame.painted.thread - event.thread);
  const shown = steps.map(({ frame, event }) => frame.presented - event.wall);
  const both = [wall, thread].flatMap((times) => [quantile(times, 0.5), quantile(times, 0.95)]);
  return [...both, quantile(shown, 0.95)];
}

/** An event, and the frame with the last change it made. */
function stepOf(
  trace: Trace,
  mark: string,
  event: Moment,
  next: Moment | undefined,
): { readonly event: Moment; readonly frame: Frame } {
  const last = trace.marks(mark).findLast((at) => at > event.wall && at < (next?.wall ?? Number.POSITIVE_INFINITY));
  const frame = last === undefined ? undefined : trace.frameAfter(last);
  if (!frame) throw new Error(`a step of the slider changed nothing of the ${mark}`);
  return { event, frame };
}

/** Times between the frames that repainted something; the first from the first event on, the last to the end of the drag. */
function gapsOf(trace: Trace, mark: string): readonly number[] {
  const moves = trace.events('input');
  const [first, last] = [moves[0]?.wall ?? Number.NaN, moves[moves.length - 1]?.wall ?? Number.NaN];
  const frames = trace.marks(mark).flatMap((at) => trace.frameAfter(at)?.painted.wall ?? []);
  const times = [first, ...new Set(frames)].filter((at, index) => index === 0 || at <= last);
  return [...times.slice(1), last].map((at, index) => at - (times[index] ?? at));
}
