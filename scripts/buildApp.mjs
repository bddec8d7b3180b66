// @ts-check
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { fingerprint } from './fingerprint.mjs';
import { ROOT } from './setUp.mjs';

/**
 * The fingerprint of what dist/ was made of, and when its page was written: a build by hand (`vite build`) writes it
 * anew. It lies outside, for all of dist/ is served.
 */
const STAMP = `${ROOT}node_modules/.x3d-studio-build`;

/**
 * Builds the app into dist/, unless what lies there was made of these very sources.
 *
 * @returns {boolean} whether a build was needed
 * @throws where the build fails; Vite has said why
 */
export function buildApp() {
  const wanted = fingerprint(['index.html', 'public', 'src']);
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stampOf(wanted)) return false;
  // In a process of its own: a NODE_ENV of this one (Vite's dev server sets it) would build React for development.
  const { status } = spawnSync(
    process.execPath,
    [`${ROOT}node_modules/vite/bin/vite.js`, 'build', '--logLevel', 'warn'],
    {
      cwd: ROOT,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, NODE_ENV: 'production' },
    },
  );
  if (status !== 0) throw new Error('The app cannot be built; the reason is above.');
  writeFileSync(STAMP, stampOf(wanted));
  return true;
}

/** @param {string} sources their fingerprint */
function stampOf(sources) {
  return `${sources} ${statSync(`${ROOT}dist/index.html`, { throwIfNoEntry: false })?.mtimeMs}`;
}
