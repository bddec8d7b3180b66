// @ts-check
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fingerprint } from './fingerprint.mjs';
import { ROOT } from './setUp.mjs';

/** The fingerprint of what dist/ was made of. It lies inside, so that a build by hand (`vite build`) sweeps it away. */
const STAMP = `${ROOT}dist/.fingerprint`;

/**
 * Builds the app into dist/, unless what lies there was made of these very sources.
 *
 * @returns {boolean} whether a build was needed
 * @throws where the build fails; Vite has said why
 */
export function buildApp() {
  const wanted = fingerprint(['index.html', 'public', 'src']);
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return false;
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
  writeFileSync(STAMP, wanted);
  return true;
}
