import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test as base, expect, type Page } from '@playwright/test';
import { build, preview } from 'vite';

const root = fileURLToPath(new URL('./workers/', import.meta.url));
const configFile = fileURLToPath(new URL('../../vite.config.ts', import.meta.url));

/** Pages of their own with the app's workers and nothing else, built and served just as the app is. */
export interface WorkersPage {
  page: Page;
  /** Says that a complaint (console error, uncaught error) that matches is what the test is about. */
  expectComplaint(pattern: RegExp): void;
}

/** Playwright's `test` with `workers`: a page whose `window.workers` is workers/page.ts. It fails on any complaint. */
export const test = base.extend<{ workers: WorkersPage }, { workersUrl: string }>({
  workersUrl: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from its pattern.
    async ({}, use) => {
      const outDir = mkdtempSync(join(tmpdir(), 'x3d-studio-workers-'));
      await build({ root, configFile, logLevel: 'warn', build: { outDir, emptyOutDir: true } });
      const server = await preview({ root, configFile, build: { outDir }, preview: { port: 0 } });
      await use(server.resolvedUrls?.local[0] ?? '');
      await server.close();
      rmSync(outDir, { recursive: true });
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  workers: async ({ page, context, workersUrl }, use) => {
    const complaints: string[] = [];
    const expected: RegExp[] = [];
    context.on('console', (message) => {
      if (message.type() === 'error') complaints.push(`console: ${message.text()} (${message.location().url})`);
    });
    context.on('weberror', (error) => complaints.push(`uncaught: ${error.error().stack ?? error.error().message}`));
    await page.goto(workersUrl);
    await page.waitForFunction(() => 'workers' in window);
    await use({ page, expectComplaint: (pattern) => expected.push(pattern) });
    const unexpected = complaints.filter((complaint) => !expected.some((pattern) => pattern.test(complaint)));
    expect(unexpected, 'what the page complained about').toEqual([]);
  },
});

export { expect };
