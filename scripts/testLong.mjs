// @ts-check
/**
 * `npm run test:long`: what `npm test` does a tenth of. Property tests draw ten times as many cases; in Chromium 200 runs
 * in a row and 100 changes of design, on WASM and on an emulated GPU, hold no more memory at their end than before, nor
 * does a page after an hour of work, and 200 random ways lead to a picture that is drawn as on a page opened afresh. In
 * Chromium, Firefox and WebKit a network has the same bits as under Node after a hundred updates.
 */
import { spawnSync } from 'node:child_process';
import { getBrowsers } from './browsers.mjs';
import { buildApp } from './buildApp.mjs';
import { getChromium } from './chromium.mjs';
import { ROOT, setUp } from './setUp.mjs';

setUp();
getBrowsers();
buildApp();
// All tests run: some do more where X3D_LONG is set, and browser tests tagged @long run only then.
const env = { ...process.env, CHROMIUM: await getChromium(), X3D_LONG: '1' };
const failed = [
  ['vitest/vitest.mjs', 'run'],
  ['@playwright/test/cli.js', 'test', '--config', 'test/browser/playwright.config.ts'],
  ['@playwright/test/cli.js', 'test', '--config', 'test/engines/playwright.config.ts'],
].filter(([tool, ...args]) => {
  const options = { cwd: ROOT, stdio: /** @type {const} */ ('inherit'), env };
  return spawnSync(process.execPath, [`${ROOT}node_modules/${tool}`, ...args], options).status !== 0;
});
process.exit(failed.length > 0 ? 1 : 0);
