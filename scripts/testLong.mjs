// @ts-check
/**
 * `npm run test:long`: 200 runs in a row and 100 changes of design in Chromium, on WASM and on an emulated GPU. Prints
 * what page and workers hold along the way, and fails where it grows. `npm test` does a tenth of it.
 */
import { spawnSync } from 'node:child_process';
import { buildApp } from './buildApp.mjs';
import { getChromium } from './chromium.mjs';
import { ROOT, setUp } from './setUp.mjs';

setUp();
buildApp();
const { status } = spawnSync(
  process.execPath,
  [`${ROOT}node_modules/@playwright/test/cli.js`, 'test', '--config', 'test/browser/playwright.config.ts', 'leaks'],
  { cwd: ROOT, stdio: 'inherit', env: { ...process.env, CHROMIUM: await getChromium(), X3D_LONG: '1' } },
);
process.exit(status ?? 1);
