import type { Page } from '@playwright/test';
import { servedApp } from '../../scripts/servedApp.mjs';
import type { Bench } from './bench';
import { record } from './trace';

const ROUNDS = 2;

/** What a person sees of training in the page: how soon it begins, how long it takes, and what the page does meanwhile. */
export const bench: Bench = {
  title: 'Training in the page: eight directions, easy, 400 updates of the small network, WASM, one thread',
  async run() {
    const { address, browser, close } = await servedApp();
    try {
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
      await page.goto(address);
      await page.waitForSelector('.react-flow__node');
      await page.keyboard.press('g');
      await page.keyboard.press('r');
      await page.getByRole('button', { name: 'Take the small network' }).click();
      const rows: (string | number)[][] = [];
      for (let seed = 0; seed < ROUNDS; seed++) rows.push([seed, ...(await trained(page, seed))]);
      return {
        columns: [
          ...['seed', 'Train to ready, ms', 'to the first update told, ms', '400 updates, s', 'held out, %'],
          ...[
            'waited for clips, %',
            'longest task on the page, ms',
            'longest by its thread, ms',
            'frames/s',
            'longest gap, ms',
          ],
        ],
        rows,
        note: 'Ready is when the phase says so: weights, graph and session; at the first seed onnxruntime-web is loaded too. Held-out clips asked about and the run kept included.',
      };
    } finally {
      await close();
    }
  },
};

async function trained(page: Page, seed: number): Promise<readonly (string | number)[]> {
  const field = page.getByRole('spinbutton', { name: 'Seed', exact: true });
  await field.fill(String(seed));
  await field.press('Enter');
  const training = page.getByRole('region', { name: 'Training' });
  const button = training.getByRole('button', { name: 'Train', exact: true });
  await button.waitFor();
  const watches: Promise<Watched>[] = [];
  const { longestTask, longestWork } = await record(page, async () => {
    watches.push(watched(page));
    await button.press('Enter');
    await watches[0];
  });
  const { ready, first, done, frames, gap, waited } = (await watches[0]) as Watched;
  const text = await page.getByRole('complementary', { name: 'Outcome' }).innerText();
  const [, held = 'not told'] = /held out: (\d+) %/.exec(text) ?? [];
  return [ready, first, done / 1000, held, 100 * waited, longestTask.wall, longestWork, frames, gap];
}

/** Times in ms from the key that pressed Train; frames a second, and the longest time between two; a share of waiting. */
interface Watched {
  readonly ready: number;
  readonly first: number;
  readonly done: number;
  readonly frames: number;
  readonly gap: number;
  readonly waited: number;
}

/** Watches the page from the next key on: when it was ready, told of the first update, and done; frames between those. */
function watched(page: Page): Promise<Watched> {
  return page.evaluate(
    () =>
      new Promise<Watched>((resolve, reject) => {
        const region = document.querySelector('section[aria-label="Training"]');
        if (!region) throw new Error('There is no training on the page.');
        let [began, ready, first, last, count, gap] = [0, 0, 0, 0, 0, 0];
        const busy = () => [...region.querySelectorAll('button')].find((one) => one.textContent === 'Pause');
        document.addEventListener(
          'keydown',
          () => {
            began = performance.now();
            requestAnimationFrame(look);
          },
          { once: true, capture: true },
        );
        const look = (now: number) => {
          const text = region.textContent ?? '';
          const pause = busy();
          if (ready === 0 && pause && !pause.disabled) {
            ready = performance.now() - began;
            last = now;
          } else if (ready > 0) {
            count += 1;
            gap = Math.max(gap, now - last);
            last = now;
          }
          if (first === 0 && /update [1-9]/.test(text)) first = performance.now() - began;
          if (!/updates made/.test(text)) requestAnimationFrame(look);
          else {
            const done = performance.now() - began;
            waitedShare().then(
              (waited) => resolve({ ready, first, done, frames: (1000 * count) / (done - ready), gap, waited }),
              reject,
            );
          }
        };
        /** Share of a run's time that its steps waited for clips, of the run that was kept last. */
        const waitedShare = () =>
          new Promise<number>((found, failed) => {
            const opening = indexedDB.open('x3d-training');
            opening.onerror = () => failed(opening.error);
            opening.onsuccess = () => {
              const reading = opening.result.transaction('runs').objectStore('runs').getAll();
              reading.onsuccess = () => {
                opening.result.close();
                const [newest] = reading.result.toSorted((a, b) => b.when - a.when);
                const steps: { ms: number; waitMs: number }[] = newest.history.steps;
                const sum = (of: 'ms' | 'waitMs') => steps.reduce((all, step) => all + step[of], 0);
                found(sum('waitMs') / (sum('ms') + sum('waitMs')));
              };
            };
          });
      }),
  );
}
