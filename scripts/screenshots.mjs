// @ts-check
/**
 * `npm run screenshots -- FOLDER [STATE …]`: pictures of the built app, each state below at three widths, light and
 * dark, as STATE-WIDTH-SCHEME.png. For looking at one's work, and for the README.
 */
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { servedApp } from './servedApp.mjs';
import { setUp } from './setUp.mjs';

/** @typedef {import('@playwright/test').Page} Page */

/**
 * What to do on the freshly loaded page before the picture is taken. Add a state by adding a line.
 *
 * @type {Record<string, (page: Page) => Promise<unknown>>}
 */
const STATES = {
  start: drawn,
  layers: async (page) => {
    await drawn(page);
    await page.getByText('Layers', { exact: true }).first().click();
    await page.waitForTimeout(600);
  },
  illegal: async (page) => {
    await drawn(page);
    await panel(page, 'Design');
    await page.getByRole('spinbutton', { name: 'Bottleneck', exact: true }).fill('0');
    await page.keyboard.press('Tab');
    await page.waitForTimeout(400);
  },
  run: async (page) => {
    await drawn(page);
    await dock(page, 'Run');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.getByText('First run').first().waitFor({ timeout: 120_000 });
  },
  table: async (page) => {
    await drawn(page);
    await dock(page, 'Table');
  },
  compare: async (page) => {
    await drawn(page);
    await dock(page, 'Compare');
    await page.getByRole('button', { name: 'Pin this design' }).click();
    if ((page.viewportSize()?.width ?? 0) < 720) return;
    await page.getByRole('spinbutton', { name: 'Width', exact: true }).fill('1.35');
    await page.keyboard.press('Tab');
    await page.waitForTimeout(1500);
  },
  explore: (page) => face(page, 'Explore'),
  learn: (page) => face(page, 'Learn'),
};

/** @param {Page} page */
async function drawn(page) {
  await page.waitForSelector('.react-flow__node');
}

/** On a narrow page the panels are sheets behind buttons. @param {Page} page @param {string} name */
async function panel(page, name) {
  if ((page.viewportSize()?.width ?? 0) < 720) await page.getByRole('button', { name }).last().click();
}

/** @param {Page} page @param {string} tab */
async function dock(page, tab) {
  await panel(page, 'Run and tables');
  await page.getByRole('tab', { name: tab, exact: true }).click();
  await page.waitForTimeout(800);
}

/** @param {Page} page @param {string} name */
async function face(page, name) {
  await drawn(page);
  await page.getByText(name, { exact: true }).first().click();
  await page.waitForTimeout(2000);
}

const WIDTHS = { 1440: 900, 1024: 768, 390: 844 };
const SCHEMES = /** @type {const} */ (['light', 'dark']);

setUp();
const [folder, ...names] = process.argv.slice(2);
const unknown = names.filter((name) => !(name in STATES));
if (!folder || unknown.length > 0) {
  if (unknown.length > 0)
    console.error(`No state is called ${unknown.join(', ')}; there are ${Object.keys(STATES).join(', ')}.`);
  console.error('Usage: npm run screenshots -- FOLDER [STATE …]');
  process.exit(2);
}
const target = resolve(process.env.INIT_CWD ?? '.', folder);
mkdirSync(target, { recursive: true });

const { address, browser, close } = await servedApp();
try {
  for (const [state, prepare] of Object.entries(STATES)) {
    if (names.length > 0 && !names.includes(state)) continue;
    for (const [width, height] of Object.entries(WIDTHS)) {
      for (const colorScheme of SCHEMES) {
        const page = await browser.newPage({ viewport: { width: Number(width), height }, colorScheme });
        await page.goto(address, { waitUntil: 'networkidle' });
        await prepare(page);
        const file = `${state}-${width}-${colorScheme}.png`;
        await page.screenshot({ path: `${target}/${file}` });
        await page.close();
        console.log(file);
      }
    }
  }
} finally {
  await close();
}
