// @ts-check
/**
 * `npm test`: everything a machine without a GPU can check. All steps run, so that one run tells all that is wrong.
 * Then what took long; the last line counts what passed and failed: tests, and each step that is no test run (or that
 * broke) as one.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { getBrowsers } from './browsers.mjs';
import { buildApp } from './buildApp.mjs';
import { getChromium } from './chromium.mjs';
import { engineTable, runEngines } from './engines.mjs';
import { ROOT, setUp } from './setUp.mjs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Count */
/** @typedef {{ name: string, seconds: number }} Timed */

setUp();
// Getting a browser is set-up too: its minutes are those of no step, and whoever has none hears it first. The other
// steps run all the same.
const browser = await getChromium().catch((/** @type {Error} */ error) => {
  console.error(error.message);
  return error;
});
const { firefox, webkit } = getBrowsers();
const reports = mkdtempSync(join(tmpdir(), 'x3d-studio-test-'));
const vitestReport = join(reports, 'vitest.json');
const playwrightReport = join(reports, 'playwright.json');
const enginesReport = join(reports, 'engines.json');

/** @type {Count} */
const total = { passed: 0, failed: 0, skipped: 0 };
/** @type {Timed[]} */
const steps = [];
/** @type {Timed[]} */
const tests = [];
/** @type {string[]} */
const onSecondTry = [];
await step('Biome', () => exitOf('@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.']));
await step('Types', () => exitOf('typescript/bin/tsc', ['--noEmit']));
await step('Types of the service worker', () => exitOf('typescript/bin/tsc', ['-p', 'tsconfig.worker.json']));
await step('Unit, golden, property and floor-plan tests', () => {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${vitestReport}`];
  return testRun(exitOf('vitest/vitest.mjs', ['run', ...reporters]), vitestReport, vitestCount, vitestTimes);
});
const built = await step('Build', () => {
  buildApp();
  return one(true);
});
if (built) {
  await step('Browser tests', async () => {
    if (typeof browser !== 'string') throw browser;
    const env = { CHROMIUM: browser, PLAYWRIGHT_JSON_OUTPUT_FILE: playwrightReport };
    const config = ['--config', 'test/browser/playwright.config.ts', '--reporter=list,json'];
    const exit = exitOf('@playwright/test/cli.js', ['test', ...config], env);
    onSecondTry.push(...flakyTests(JSON.parse(readFileSync(playwrightReport, 'utf8'))));
    return testRun(exit, playwrightReport, playwrightCount, playwrightTimes);
  });
  await step('The same tasks in Chromium, Firefox and WebKit', () => {
    if (typeof browser !== 'string') throw browser;
    const exit = one(runEngines(browser, enginesReport));
    console.log(`\n${engineTable(enginesReport)}`);
    onSecondTry.push(...flakyTests(JSON.parse(readFileSync(enginesReport, 'utf8'))));
    return testRun(exit, enginesReport, playwrightCount, playwrightTimes);
  });
} else {
  console.log('\nBrowser tests: not run, there is no build to test.');
}
rmSync(reports, { recursive: true });

printTimes('Steps', steps);
printTimes('Slowest tests', tests.sort((a, b) => b.seconds - a.seconds).slice(0, 10));
const absent = [!firefox && 'Firefox', !webkit && 'WebKit'].filter(Boolean);
if (absent.length > 0) {
  console.log(`\nNot tested: ${absent.join(', ')}. Got by apt-get where npm test runs as root on a Debian.`);
}
if (total.skipped > 0) console.log(`\n${total.skipped} skipped: they need what this machine lacks, see above.`);
if (onSecondTry.length > 0) {
  console.warn(
    `\nWarning: ${onSecondTry.length} passed only on a second or third try; each is a test or an app to mend:`,
  );
  for (const name of onSecondTry) console.warn(`  ${name}`);
}
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed > 0 ? 1 : 0);

/**
 * Runs a step, prints its name and time, adds what it counted to the total.
 *
 * @param {string} name
 * @param {() => Count | Promise<Count>} run
 * @returns {Promise<boolean>} whether nothing in it failed
 */
async function step(name, run) {
  console.log(`\n── ${name}`);
  const began = performance.now();
  /** @type {Count} */
  let count;
  try {
    count = await run();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    count = one(false);
  }
  total.passed += count.passed;
  total.failed += count.failed;
  total.skipped += count.skipped;
  const seconds = (performance.now() - began) / 1000;
  steps.push({ name, seconds });
  console.log(`── ${name}: ${count.failed === 0 ? 'passed' : `${count.failed} FAILED`} in ${seconds.toFixed(1)} s`);
  return count.failed === 0;
}

/**
 * @param {string} title
 * @param {readonly Timed[]} times
 */
function printTimes(title, times) {
  console.log(`\n── ${title}`);
  for (const { name, seconds } of times) console.log(`${seconds.toFixed(1).padStart(7)} s  ${name}`);
}

/**
 * Runs a tool of node_modules by its file, with its output on the screen.
 *
 * @param {string} file from node_modules
 * @param {readonly string[]} args
 * @param {Record<string, string>} [env]
 */
function exitOf(file, args, env) {
  const options = { cwd: ROOT, stdio: /** @type {const} */ ('inherit'), env: { ...process.env, ...env } };
  return one(spawnSync(process.execPath, [`${ROOT}node_modules/${file}`, ...args], options).status === 0);
}

/**
 * A check that is not made of tests counts as one.
 *
 * @param {boolean} passed
 * @returns {Count}
 */
function one(passed) {
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 };
}

/**
 * The count of a test runner's report; one more failure where the runner failed though no test did (a test file that
 * cannot be loaded, an error outside of any test, no test at all).
 *
 * @param {Count} exit
 * @param {string} report path of its JSON file
 * @param {(report: any) => Count} countOf
 * @param {(report: any) => Timed[]} timesOf
 * @returns {Count}
 */
function testRun(exit, report, countOf, timesOf) {
  const found = JSON.parse(readFileSync(report, 'utf8'));
  tests.push(...timesOf(found));
  const count = countOf(found);
  return exit.failed > 0 && count.failed === 0 ? { ...count, failed: 1 } : count;
}

/**
 * @param {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number }} report
 * @returns {Count}
 */
function vitestCount({ numPassedTests, numFailedTests, numPendingTests, numTodoTests }) {
  return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests };
}

/**
 * A test that fails and then passes has passed: a machine with other work may be too slow once. It is named at the end,
 * so that it is mended and not got used to.
 *
 * @param {{ stats: { expected: number, unexpected: number, flaky: number, skipped: number } }} report
 * @returns {Count}
 */
function playwrightCount({ stats }) {
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped };
}

/**
 * @param {{ testResults: { name: string, assertionResults: { fullName: string, duration?: number | null }[] }[] }} report
 * @returns {Timed[]}
 */
function vitestTimes({ testResults }) {
  return testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ fullName, duration }) => ({
      name: `${relative(ROOT, name)}: ${fullName}`,
      seconds: (duration ?? 0) / 1000,
    })),
  );
}

/**
 * @typedef {{ file: string, title: string, tests: { status: string, projectName: string, results: { duration: number }[] }[] }} Spec
 * @typedef {{ specs: Spec[], suites?: Suite[] }} Suite
 */

/**
 * @param {{ suites?: Suite[] }} report
 * @returns {Timed[]}
 */
function playwrightTimes(report) {
  return specsOf(report).map((spec) => ({
    name: nameOf(spec),
    seconds: spec.tests.flatMap(({ results }) => results).reduce((sum, { duration }) => sum + duration, 0) / 1000,
  }));
}

/** @param {{ suites?: Suite[] }} report */
function flakyTests(report) {
  return specsOf(report)
    .filter(({ tests }) => tests.some(({ status }) => status === 'flaky'))
    .map(nameOf);
}

/**
 * @param {{ suites?: Suite[] }} report
 * @returns {Spec[]}
 */
function specsOf({ suites = [] }) {
  return suites.flatMap((suite) => [...suite.specs, ...specsOf(suite)]);
}

/** @param {Spec} spec */
function nameOf({ file, title, tests: [first] }) {
  // The tasks' projects are browsers.
  return file === 'tasks.spec.ts'
    ? `test/engines/${file}, ${first?.projectName}: ${title}`
    : `test/browser/${file}: ${title}`;
}
