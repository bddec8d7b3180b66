// @ts-check
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { ROOT } from './setUp.mjs';

/**
 * The tasks of test/engines/ in Chromium, Firefox and WebKit, and the table of what works where.
 *
 * @typedef {{ status: string, projectName: string, annotations: { type: string, description?: string }[] }} Run
 * @typedef {{ title: string, tests: Run[] }} Spec
 * @typedef {{ specs: Spec[], suites?: Suite[] }} Suite
 * @typedef {{ suites?: Suite[] }} Report
 */

const BROWSERS = ['Chromium', 'Firefox', 'WebKit'];

/**
 * Runs the tasks on dist/.
 *
 * @param {string} chromium path
 * @param {string} reportFile where Playwright writes its report
 * @returns {boolean} whether all passed that could run
 */
export function runEngines(chromium, reportFile) {
  const args = ['test', '--config', 'test/engines/playwright.config.ts', '--reporter=list,json'];
  const env = { ...process.env, CHROMIUM: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile };
  const tool = `${ROOT}node_modules/@playwright/test/cli.js`;
  return spawnSync(process.execPath, [tool, ...args], { cwd: ROOT, stdio: 'inherit', env }).status === 0;
}

/**
 * What works where, as a table of Markdown: a row for each task, a column for each browser.
 *
 * @param {string} reportFile
 */
export function engineTable(reportFile) {
  const specs = specsOf(JSON.parse(readFileSync(reportFile, 'utf8')));
  const titles = [...new Set(specs.map(({ title }) => title))];
  const runs = (/** @type {string} */ browser) =>
    specs.flatMap(({ title, tests }) =>
      tests.filter(({ projectName }) => projectName === browser).map((run) => ({ ...run, title })),
    );
  const heads = BROWSERS.map((browser) => {
    const version = runs(browser).flatMap(({ annotations }) => annotations.filter(({ type }) => type === 'version'))[0];
    return version ? `${browser} ${version.description}` : `${browser}: not on this machine`;
  });
  const rows = titles.map((title) => [
    title,
    ...BROWSERS.map((browser) => MARKS[runs(browser).find((run) => run.title === title)?.status ?? ''] ?? '–'),
  ]);
  const lines = [['task', ...heads], ['---', ...BROWSERS.map(() => '---')], ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** @type {Record<string, string>} */
const MARKS = { expected: 'works', flaky: 'works at the second try', unexpected: '**fails**' };

/**
 * @param {Report | Suite} report
 * @returns {Spec[]}
 */
function specsOf(report) {
  const own = 'specs' in report ? report.specs : [];
  return [...own, ...(report.suites ?? []).flatMap(specsOf)];
}
