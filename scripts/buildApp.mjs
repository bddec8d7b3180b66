// @ts-check
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fingerprint } from './fingerprint.mjs';
import { ROOT } from './setUp.mjs';

/** The fingerprint of what dist/ was made of. It lies inside, so that a build by hand (`vite build`) sweeps it away. */
const STAMP = `${ROOT}dist/.fingerprint`;

/**
 * Builds the app into dist/, unless what lies there was made of these very sources.
 *
 * @returns {Promise<boolean>} whether a build was needed
 */
export async function buildApp() {
  const wanted = fingerprint(['index.html', 'public', 'src']);
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return false;
  const { build } = await import('vite');
  await build({ root: ROOT, logLevel: 'warn' });
  writeFileSync(STAMP, wanted);
  return true;
}
