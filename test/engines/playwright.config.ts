import { defineConfig } from '@playwright/test';

/**
 * The same tasks in three browser engines, one at a time, on dist/ as a plain host serves it. A project is a browser;
 * one that is not on this machine is skipped, and said to be.
 */
export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '../../test-results/engines',
  workers: 1,
  projects: ['Chromium', 'Firefox', 'WebKit'].map((name) => ({ name })),
  timeout: 120_000,
  forbidOnly: Boolean(process.env.CI),
  retries: 1,
  reporter: 'list',
});
