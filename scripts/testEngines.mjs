// @ts-check
/**
 * `npm run test:engines [-- --readme]`: the tasks of test/engines/ in Chromium, Firefox and WebKit, which are got first
 * where they can be. With `--readme` the table in the README is written anew.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getBrowsers } from './browsers.mjs';
import { buildApp } from './buildApp.mjs';
import { getChromium } from './chromium.mjs';
import { engineTable, runEngines } from './engines.mjs';
import { ROOT, setUp } from './setUp.mjs';

const MARKS = [
  '<!-- npm run test:engines -- --readme writes from here -->',
  '<!-- the table of browsers ends here -->',
];

setUp();
getBrowsers();
buildApp();
const folder = mkdtempSync(join(tmpdir(), 'x3d-studio-engines-'));
const report = join(folder, 'report.json');
const passed = runEngines(await getChromium(), report);
const table = engineTable(report);
rmSync(folder, { recursive: true });
console.log(`\n${table}`);
if (process.argv.includes('--readme')) {
  const path = `${ROOT}README.md`;
  const [before = '', , after = ''] = readFileSync(path, 'utf8').split(new RegExp(MARKS.join('|')));
  writeFileSync(path, `${before}${MARKS[0]}\n${table}\n${MARKS[1]}${after}`);
  console.log('\nWritten to README.md');
}
process.exit(passed ? 0 : 1);
