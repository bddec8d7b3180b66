// @ts-check
/**
 * `npm run screenshots -- FOLDER [STATE …]`: pictures of the built app, each state of states.mjs at three widths, light and
 * dark, as STATE-WIDTH-SCHEME.png. For looking at one's work, and for the README.
 */
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { servedApp } from './servedApp.mjs';
import { setUp } from './setUp.mjs';
import { STATES } from './states.mjs';

const WIDTHS = { 1440: 900, 1024: 768, 390: 844 };
/** For what fades, glides and is worked out after the state is reached, in milliseconds. */
const SETTLES_IN = 1500;
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
        await page.waitForTimeout(SETTLES_IN);
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
