import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { servedApp } from '../../scripts/servedApp.mjs';
import { type Bench, quantile } from './bench';

const LOADS = 7;

/** How much a first visitor waits for: bytes before anything shows, and time until the graph is drawn. */
export const bench: Bench = {
  title: 'First sight: what is loaded, and when the graph is drawn',
  async run() {
    const { address, browser, close } = await servedApp();
    try {
      const page = readFileSync(new URL('../../dist/index.html', import.meta.url), 'utf8');
      const initial = [...page.matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g)].map(([, name]) => name ?? '');
      const loaded: string[] = [];
      const drawn: number[] = [];
      for (let load = 0; load < LOADS; load++) {
        // A context of its own has an empty cache; without the worker, what it fetches beforehand does not count.
        const context = await browser.newContext({ serviceWorkers: 'block', viewport: { width: 1440, height: 900 } });
        const visit = await context.newPage();
        if (load === 0) visit.on('response', (response) => loaded.push(response.url().replace(address, '')));
        await visit.goto(address, { waitUntil: 'commit' });
        await visit.waitForSelector('.react-flow__node');
        drawn.push(await visit.evaluate(() => performance.now()));
        await context.close();
      }
      const lazy = loaded.filter((name) => name.startsWith('assets/') && !initial.includes(name));
      const weight = (names: readonly string[], extension: string) => {
        const files = names.filter((name) => name.endsWith(extension));
        return files.map((name) => gzipSync(readFileSync(new URL(`../../dist/${name}`, import.meta.url))).length);
      };
      const kilobytes = (names: readonly string[], extension: string) =>
        weight(names, extension).reduce((sum, bytes) => sum + bytes, 0) / 1024;
      return {
        columns: ['what', 'value', 'unit'],
        rows: [
          ['JavaScript before anything shows', kilobytes(initial, '.js'), 'kB gzip'],
          ['style sheets before anything shows', kilobytes(initial, '.css'), 'kB gzip'],
          ['JavaScript loaded after that, until the graph is drawn', kilobytes(lazy, '.js'), 'kB gzip'],
          ['first node of the graph, median', quantile(drawn, 0.5), 'ms after navigation'],
          ['first node of the graph, slowest', Math.max(...drawn), 'ms after navigation'],
        ],
        note: `1 kB = 1024 B. ${LOADS} loads from this machine, each with an empty cache.`,
      };
    } finally {
      await close();
    }
  },
};
