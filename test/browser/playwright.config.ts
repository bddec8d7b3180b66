import { defineConfig } from '@playwright/test';
import { findChromium, LAUNCH_ARGUMENTS } from '../../scripts/chromium.mjs';
import { freePort } from './freePort';

/**
 * The browser tests: Chromium against the built app in dist/ (`npm run build` first; `npm test` does), served with its
 * headers on a free port. With BASE_URL they run against a server that is already there.
 */
const executablePath = await findChromium();
if (!executablePath) {
  throw new Error('No Chrome or Chromium found. Name one, CHROMIUM=/path/to/chrome, or let `npm test` get one.');
}

// Playwright reads this file again in every worker process: what the first reading chose is kept in the environment.
process.env.CHROMIUM = executablePath;
const given = process.env.BASE_URL;
process.env.X3D_STUDIO_PORT ??= String(await freePort());
const port = process.env.X3D_STUDIO_PORT;

/**
 * Tests that use WebGPU, which an emulated GPU computes on all cores, share a page, or a server of their own: one worker
 * takes them one by one. The others run in the other worker, each on a page of its own, and in both once the first are
 * done. A page alone uses 1.2 of two cores.
 */
const ONE_BY_ONE = ['gpuFaults', 'gpuTraining', 'leaks', 'runtime', 'timing', 'video'].map((name) => `${name}.spec.ts`);

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '../../test-results',
  workers: 2,
  projects: [
    { name: 'one by one', testMatch: ONE_BY_ONE, workers: 1 },
    { name: 'side by side', testIgnore: ONE_BY_ONE, fullyParallel: true },
  ],
  timeout: 180_000,
  expect: { timeout: 30_000 },
  // Tests tagged @long are for `npm run test:long`.
  grepInvert: process.env.X3D_LONG === '1' ? undefined : /@long/,
  forbidOnly: Boolean(process.env.CI),
  // Recording a trace takes longer than most tests, so only what failed is run again and recorded. What passes then has
  // passed, and `npm test` names it.
  retries: 2,
  reporter: 'list',
  webServer: given
    ? undefined
    : { command: `vite preview --port ${port} --strictPort`, cwd: '../..', port: Number(port), timeout: 60_000 },
  use: {
    baseURL: given ?? `http://127.0.0.1:${port}/`,
    // Only the tests about it meet the service worker; to all others every request is one of the network.
    serviceWorkers: 'block',
    viewport: { width: 1440, height: 900 },
    // What cannot be pressed for so long never can.
    actionTimeout: 60_000,
    trace: 'on-first-retry',
    launchOptions: { executablePath, args: LAUNCH_ARGUMENTS },
  },
});
