import type { Page } from '@playwright/test';
import { servedApp } from '../../scripts/servedApp.mjs';
import { type Bench, quantile } from './bench';
import { type Moment, record } from './trace';

const ROUNDS = 7;

/** How long the page is busy at a stretch while X3D-L opens, and how large it is then. */
export const bench: Bench = {
  title: 'Opening X3D-L: the longest task, and the elements of the page',
  async run() {
    const { address, browser, close } = await servedApp();
    try {
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
      await page.goto(address);
      await page.waitForSelector('.react-flow__node');
      await page.waitForTimeout(3000);
      const rows = [];
      for (const level of ['Stages', 'Layers'] as const) {
        const chosen: Moment[] = [];
        const opened: Moment[] = [];
        for (let round = 0; round < ROUNDS; round++) {
          await settled(page, () => choose(page, 'X3D-S'));
          await settled(page, () => show(page, level));
          chosen.push(await longestTask(page, () => choose(page, 'X3D-L')));
          await settled(page, () => show(page, level === 'Stages' ? 'Layers' : 'Stages'));
          opened.push(await longestTask(page, () => show(page, level)));
        }
        const nodes = await page.evaluate(() => document.querySelectorAll('*').length);
        const from = level === 'Stages' ? 'layers' : 'stages';
        rows.push([`X3D-L chosen, ${level.toLowerCase()} shown`, ...figures(chosen), nodes]);
        rows.push([`from ${from} to ${level.toLowerCase()}`, ...figures(opened), nodes]);
      }
      return {
        columns: ['what', 'longest task, median, ms', 'slowest round', 'of it on the thread, median', 'DOM nodes'],
        rows,
        note: `${ROUNDS} rounds; the longest task of each, by Chromium's trace, which is what PerformanceObserver calls a long task above 50 ms.`,
      };
    } finally {
      await close();
    }
  },
};

async function choose(page: Page, preset: string): Promise<void> {
  await page.getByRole('button', { name: /^Preset:/ }).click();
  await page
    .getByRole('menuitem', { name: new RegExp(preset) })
    .first()
    .click();
}

async function show(page: Page, level: string): Promise<void> {
  await page.getByText(level, { exact: true }).first().click();
}

/** Acts, and waits until nothing is left to do. */
async function settled(page: Page, act: () => Promise<void>): Promise<void> {
  await act();
  await page.waitForTimeout(600);
  await page.evaluate(() => new Promise((done) => requestIdleCallback(done)));
}

async function longestTask(page: Page, act: () => Promise<void>): Promise<Moment> {
  const trace = await record(page, () => settled(page, act));
  return trace.longestTask;
}

function figures(tasks: readonly Moment[]): readonly number[] {
  const wall = tasks.map((task) => task.wall);
  return [
    quantile(wall, 0.5),
    Math.max(...wall),
    quantile(
      tasks.map(({ thread }) => thread),
      0.5,
    ),
  ];
}
