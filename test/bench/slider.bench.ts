import { loadavg } from 'node:os';
import type { Page } from '@playwright/test';
import { servedApp } from '../../scripts/servedApp.mjs';
import { type Bench, quantile } from './bench';

const STEPS = 40;

/** How long one step of a slider takes to show: the counts in the header, then the graph. */
export const bench: Bench = {
  title: 'Slider: from the event to repainted counts and to the repainted graph',
  async run() {
    const { address, browser, close } = await servedApp();
    try {
      const rows = [];
      for (const [preset, level] of [
        ['X3D-L', 'Layers'],
        ['X3D-L', 'Stages'],
        ['X3D-S', 'Blocks'],
      ] as const) {
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
        const { counts, graph, nodes } = await steps(page);
        for (const [what, times] of [
          ['counts', counts],
          ['graph', graph],
        ] as const)
          rows.push([`${preset}, ${level.toLowerCase()}: ${what}`, quantile(times, 0.5), quantile(times, 0.95), nodes]);
        await page.close();
      }
      return {
        columns: ['what is repainted', 'median, ms', '95th percentile, ms', 'DOM nodes of the page'],
        rows,
        note: `${STEPS} steps of γ_b each, from the input event to the first frame after the text changed. Load of the machine ${loadavg()[0]?.toFixed(1)}.`,
      };
    } finally {
      await close();
    }
  },
};

/** Moves γ_b up and down, one event at a time, and waits for header and graph to follow. */
async function steps(page: Page) {
  return page.evaluate(async (count) => {
    const input = document.querySelector<HTMLInputElement>('input[aria-label="Bottleneck"]');
    const header = document.querySelector('header');
    const flow = document.querySelector('.react-flow');
    const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
    if (!input || !header || !flow || !setValue) throw new Error('the page has no slider, header or graph');
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    const counts: number[] = [];
    const graph: number[] = [];
    for (let step = 0; step < count; step++) {
      const [headerBefore, flowBefore] = [header.textContent, flow.textContent];
      const began = performance.now();
      setValue.call(input, String(2 + (step % 2) / 2 + step / 100));
      input.dispatchEvent(new Event('input', { bubbles: true }));
      input.dispatchEvent(new Event('change', { bubbles: true }));
      input.dispatchEvent(new FocusEvent('focusout', { bubbles: true }));
      for (let shown = [false, false]; !shown[0] || !shown[1]; ) {
        await frame();
        const now = performance.now() - began;
        if (!shown[0] && header.textContent !== headerBefore) {
          counts.push(now);
          shown = [true, shown[1] ?? false];
        }
        if (!shown[1] && flow.textContent !== flowBefore) {
          graph.push(now);
          shown = [shown[0] ?? false, true];
        }
        if (now > 5000) throw new Error('nothing changed within five seconds');
      }
      await new Promise((done) => setTimeout(done, 150));
    }
    return { counts, graph, nodes: document.querySelectorAll('*').length };
  }, STEPS);
}
