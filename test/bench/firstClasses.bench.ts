import type { BrowserContext, Page } from '@playwright/test';
import { servedApp } from '../../scripts/servedApp.mjs';
import { type Bench, quantile } from './bench';

const ROUNDS = 5;

/** How long a person waits: from opening the app to classes on the screen, and from an edit to classes again. */
export const bench: Bench = {
  title: 'From the address, and from an edit, to classes on the screen: X3D-S, noise, WASM',
  readme: true,
  async run() {
    const { address, browser, close } = await servedApp();
    try {
      const waits: Record<string, number[]> = {};
      const note = (found: Readonly<Record<string, number>>) => {
        for (const [what, ms] of Object.entries(found)) waits[what] = [...(waits[what] ?? []), ms];
      };
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
      // The first visit fills the cache and is not counted.
      for (let visit = 0; visit <= ROUNDS; visit++) {
        const found = await visited(context, address);
        if (visit > 0) note(found);
      }
      return {
        columns: ['from … to …', 'median, ms', 'longest, ms'],
        rows: Object.entries(waits).map(([what, ms]) => [what, quantile(ms, 0.5), Math.max(...ms)]),
        note: `Chromium, warm cache, ${ROUNDS} visits; by the page’s clock, clicks of the test included. Parts as the panel names them; preparing is building, export, lowering and encoding.`,
      };
    } finally {
      await close();
    }
  },
};

async function visited(context: BrowserContext, address: string): Promise<Readonly<Record<string, number>>> {
  const page = await context.newPage();
  await page.goto(`${address}#v=1&from=S`, { waitUntil: 'commit' });
  await page.waitForSelector('.react-flow__node');
  const drawn = await now(page);
  const panel = page.getByRole('region', { name: 'Run', exact: true });
  await panel.getByRole('radiogroup', { name: 'Clip' }).getByText('Noise').click();
  await panel.getByRole('radiogroup', { name: 'Backend' }).getByText('WASM').click();
  const first = await ran(page);
  const opened = await now(page);
  await rested(page);
  const slider = page.getByRole('spinbutton', { name: 'Bottleneck', exact: true }).first();
  const before = await now(page);
  await slider.fill('2.5');
  await slider.press('Enter');
  const edited = await ran(page);
  const again = await now(page);
  await rested(page);
  await page.getByRole('spinbutton', { name: 'Frames', exact: true }).fill('12');
  await page.getByRole('spinbutton', { name: 'Frames', exact: true }).press('Enter');
  const reframed = await ran(page);
  await page.close();
  return {
    'address to the graph': drawn,
    'address to the first classes': opened,
    '… of it drawing weights': first.weights,
    '… of it preparing': first.prepare,
    '… of it loading onnxruntime-web': first.load,
    '… of it opening the session': first.compile,
    '… of it the first run': first.first,
    'an edit that asks for new weights to classes': again - before,
    '… drawing weights': edited.weights,
    '… preparing': edited.prepare,
    '… opening the session': edited.compile,
    'preparing after an edit that keeps the weights': reframed.prepare,
  };
}

/** The layers are timed after a run, on every core: nobody who has looked at the classes edits before that is over. */
async function rested(page: Page): Promise<void> {
  const slowest = page.getByRole('region', { name: 'Slowest layers' });
  await slowest.getByRole('listitem').nth(4).waitFor({ timeout: 60_000 });
}

async function now(page: Page): Promise<number> {
  return page.evaluate(() => performance.now());
}

/** Presses Run, waits for the classes, and reads what the panel says each part took, in ms. */
async function ran(page: Page) {
  const panel = page.getByRole('region', { name: 'Run', exact: true });
  await panel.getByRole('button', { name: 'Run', exact: true }).click();
  const cancel = panel.getByRole('button', { name: 'Cancel' });
  await cancel.waitFor({ timeout: 3000 }).catch(() => {});
  await cancel.waitFor({ state: 'detached', timeout: 100_000 });
  const said = (name: string) =>
    panel
      .locator('dl div', { has: page.getByText(name, { exact: true }) })
      .locator('dd')
      .first()
      .innerText();
  const ms = async (name: string) => milliseconds(await said(name));
  return {
    weights: await ms('Weights'),
    prepare: await ms('Prepare'),
    load: await ms('Load runtime'),
    compile: await ms('Compile'),
    first: await ms('First run'),
  };
}

/** `1.2 s` and `340 ms` as ms; what was there already took none. */
function milliseconds(text: string): number {
  const [, value = '0', unit = 'ms'] = /([\d.]+)\s*(µs|ms|s)/.exec(text) ?? [];
  return Number(value) * { µs: 1e-3, ms: 1, s: 1000 }[unit as 'µs' | 'ms' | 's'];
}
