import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Browser } from '@playwright/test';
import { servedApp } from '../../scripts/servedApp.mjs';
import { type Bench, quantile } from './bench';
import { record } from './trace';

const LOADS = 9;

/** How much a first visitor waits for: bytes before anything shows, and time until the graph is drawn. */
export const bench: Bench = {
  title: 'First sight: what is loaded, and when the graph is drawn',
  async run() {
    const { address, browser, close } = await servedApp();
    try {
      const page = readFileSync(new URL('../../dist/index.html', import.meta.url), 'utf8');
      const initial = [...page.matchAll(/<(?:script|link)[^>]*?(?:src|href)="\.\/(assets\/[^"]+)"/g)].map(
        ([, name]) => name ?? '',
      );
      const visits = [];
      for (let load = 0; load < LOADS; load++) visits.push(await visit(browser, address));
      const loaded = visits[0]?.loaded ?? [];
      const lazy = loaded.filter((name) => name.startsWith('assets/') && !initial.includes(name));
      const drawn = visits.map((each) => each.drawn);
      return {
        columns: ['what', 'value', 'unit'],
        rows: [
          ['initial JavaScript, without React Flow’s chunk', kilobytes(initial.filter(isNotGraph), '.js'), 'kB gzip'],
          [
            'React Flow’s chunk',
            kilobytes(
              [...initial, ...lazy].filter((name) => !isNotGraph(name)),
              '.js',
            ),
            'kB gzip',
          ],
          ['style sheets before anything shows', kilobytes(initial, '.css'), 'kB gzip'],
          ['other JavaScript loaded until the page rests', kilobytes(lazy.filter(isNotGraph), '.js'), 'kB gzip'],
          [
            'files of onnxruntime-web before the first run',
            loaded.filter((name) => /\/ort[-.]|\.wasm$/.test(name)).length,
            '',
          ],
          ['graph painted, median', quantile(drawn, 0.5), 'ms after navigation'],
          ['graph painted, slowest', Math.max(...drawn), 'ms after navigation'],
          [
            'main thread until then, median',
            quantile(
              visits.map((each) => each.thread),
              0.5,
            ),
            'ms computed',
          ],
          ['layout shift, largest', Math.max(...visits.map((each) => each.shift)), 'CLS'],
        ],
        note: `1 kB = 1024 B. ${LOADS} loads from this machine, each with an empty cache; painted is the end of the frame with the first node, by Chromium's trace.`,
      };
    } finally {
      await close();
    }
  },
};

const isNotGraph = (name: string): boolean => !/\/Diagram-/.test(name);

function kilobytes(names: readonly string[], extension: string): number {
  const files = names.filter((name) => name.endsWith(extension));
  const weights = files.map((name) => gzipSync(readFileSync(new URL(`../../dist/${name}`, import.meta.url))).length);
  return weights.reduce((sum, bytes) => sum + bytes, 0) / 1024;
}

/** One load of the page in a context of its own, which has an empty cache. */
async function visit(browser: Browser, address: string) {
  // Without the service worker, what it fetches beforehand does not count.
  const context = await browser.newContext({ serviceWorkers: 'block', viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const loaded: string[] = [];
  page.on('response', (response) => loaded.push(response.url().replace(address, '')));
  await page.addInitScript(() => {
    // Marks when the first node is there, and adds up what moves by itself.
    const observer = new MutationObserver(() => {
      if (!document.querySelector('.react-flow__node')) return;
      performance.mark('graph');
      observer.disconnect();
    });
    observer.observe(document, { subtree: true, childList: true });
    Object.assign(window, { shift: 0 });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        Object.assign(window, { shift: Reflect.get(window, 'shift') + Reflect.get(entry, 'value') });
    }).observe({ type: 'layout-shift', buffered: true });
  });
  const trace = await record(
    page,
    async () => {
      await page.goto(address, { waitUntil: 'commit' });
      await page.waitForSelector('.react-flow__node');
      await page.waitForLoadState('networkidle');
    },
    'graph',
  );
  const [graph = Number.NaN] = trace.marks('graph');
  const frame = trace.frameAfter(graph);
  const { navigation } = trace;
  const shift = Number(await page.evaluate(() => Reflect.get(window, 'shift')));
  await context.close();
  if (!frame) throw new Error('the graph was never painted');
  return {
    loaded,
    drawn: frame.painted.wall - navigation.wall,
    thread: frame.painted.thread - navigation.thread,
    shift,
  };
}
