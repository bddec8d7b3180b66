// @ts-check
/**
 * `npm run test:long`: what `npm test` does a tenth of. Property tests draw ten times as many cases; in Chromium 200 runs
 * in a row and 100 changes of design, on WASM and on an emulated GPU, hold no more memory at their end than before, nor
 * does a page after an hour of work, and
 * 200 random ways lead to a picture that is drawn as on a page opened afresh. In Chromium, Firefox and WebKit a network has
 * the same bits as under Node after a hundred updates.
 */
import { spawnSync } from 'node:child_process';
import { getBrowsers } from './browsers.mjs';
import { buildApp } from './buildApp.mjs';
import { getChromium } from './chromium.mjs';
import { ROOT, setUp } from './setUp.mjs';

setUp();
getBrowsers();
buildApp();
/** Unit tests that draw more cases when X3D_LONG is set, and browser tests that take longer, by file. */
const PROPERTIES = [
  'test/ui/diagram/glide.test.tsx',
  'test/design/inheritedNames.test.ts',
  'test/checkpoint/graphMutations.test.ts',
  'test/state/document/bootable.test.ts',
  'test/state/document/tabs.test.ts',
  'test/bounds/bounds.test.ts',
  'test/video/claims.test.ts',
  'test/video/mutations.test.ts',
  'test/video/imageSize.test.ts',
  'test/state/run/imageFolder.test.ts',
  'test/checkpoint/byHand.test.ts',
  'test/checkpoint/wrappings.test.ts',
  'test/configs/readers.test.ts',
  'test/configs/readConfig.test.ts',
  'test/analysis/trainingStep.test.ts',
  'test/training/rules.test.ts',
  'test/training/webgpuForm.test.ts',
];
const IN_CHROMIUM = [
  'bootable',
  'classes',
  'gpuFaults',
  'gpuTraining',
  'hour',
  'leaks',
  'lessons',
  'picture',
  'runtime',
  'serviceWorker',
  'timing',
];

const env = { ...process.env, CHROMIUM: await getChromium(), X3D_LONG: '1' };
const playwright = ['test', '--config', 'test/browser/playwright.config.ts', ...IN_CHROMIUM];
const failed = [
  ['vitest/vitest.mjs', 'run', ...PROPERTIES],
  ['@playwright/test/cli.js', ...playwright],
  ['@playwright/test/cli.js', 'test', '--config', 'test/engines/playwright.config.ts'],
].filter(([tool, ...args]) => {
  const options = { cwd: ROOT, stdio: /** @type {const} */ ('inherit'), env };
  return spawnSync(process.execPath, [`${ROOT}node_modules/${tool}`, ...args], options).status !== 0;
});
process.exit(failed.length > 0 ? 1 : 0);
