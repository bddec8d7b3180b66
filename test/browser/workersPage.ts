import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test as base, expect, type Page } from '@playwright/test';
import { build, preview } from 'vite';

const root = fileURLToPath(new URL('./workers/', import.meta.url));
const configFile = fileURLToPath(new URL('../../vite.config.ts', import.meta.url));

/** A page of its own with the app's workers and nothing else, built and served just as the app is. */
export interface WorkersPage {
  page: Page;
  /** Says that a complaint (console error, uncaught error) that matches is what the test is about. */
  expectComplaint(pattern: RegExp): void;
}

/** The page as all tests share it. */
interface SharedPage {
  page: Page;
  /** What it complained about since the last test. */
  complaints: string[];
}

/**
 * Playwright's `test` with `workers`: a page whose `window.workers` is workers/page.ts. It fails on any complaint. All
 * tests of a file and of the next files share the page, since the first use of WebGPU on a page compares it with WASM:
 * many seconds on an emulated GPU. What a test leaves open is closed.
 */
export const test = base.extend<{ workers: WorkersPage }, { sharedPage: SharedPage }>({
  sharedPage: [
    async ({ browser }, use) => {
      const outDir = mkdtempSync(join(tmpdir(), 'x3d-studio-workers-'));
      await build({ root, configFile, logLevel: 'warn', build: { outDir, emptyOutDir: true } });
      const server = await preview({ root, configFile, build: { outDir }, preview: { port: 0 } });
      const context = await browser.newContext({ serviceWorkers: 'block' });
      const complaints: string[] = [];
      context.on('console', (message) => {
        if (message.type() === 'error') complaints.push(`console: ${message.text()} (${message.location().url})`);
      });
      context.on('weberror', (error) => complaints.push(`uncaught: ${error.error().stack ?? error.error().message}`));
      const page = await context.newPage();
      await page.goto(server.resolvedUrls?.local[0] ?? '');
      await page.waitForFunction(() => 'workers' in window);
      await use({ page, complaints });
      await context.close();
      await server.close();
      rmSync(outDir, { recursive: true });
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  workers: async ({ sharedPage: { page, complaints } }, use) => {
    const expected: RegExp[] = [];
    await use({ page, expectComplaint: (pattern) => expected.push(pattern) });
    const unexpected = complaints.filter((complaint) => !expected.some((pattern) => pattern.test(complaint)));
    complaints.length = 0;
    await page.unrouteAll();
    await page.evaluate(() => {
      window.workers.runner.end();
      window.workers.host.end();
    });
    expect(unexpected, 'what the page complained about').toEqual([]);
  },
});

export { expect };
