// @ts-check
/**
 * `npm run -s x3d -- …`: the command line of src/cli/main.ts, bundled for Node into dist-cli/ when its sources have
 * changed. Stdout belongs to the command alone, so that `--json` can be piped.
 */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { fingerprint } from './fingerprint.mjs';
import { ROOT, setUp } from './setUp.mjs';

setUp();
const builds = `${ROOT}dist-cli`;
// What the command line itself writes, between two runs of `npm run train:family`, is none of its sources.
const WRITTEN = 'src/scaling/trainedFamily.json';
const isSource = (/** @type {string} */ path) => !path.startsWith('src/ui') && path !== WRITTEN;
const current = `${builds}/${fingerprint(['src'], isSource)}`;
if (!existsSync(current)) await bundle(current);

// npm runs scripts in the project's root; file names on the command line are meant from where the user stands.
if (process.env.npm_lifecycle_event === 'x3d' && process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);
// `… --json | head` closes the pipe before all is written; that is no failure.
process.stdout.on('error', (error) => process.exit('code' in error && error.code === 'EPIPE' ? 0 : 1));
await import(pathToFileURL(`${current}/main.js`).href);

/**
 * Bundles beside the place and moves there when whole, so that two commands at once cannot meet half a bundle.
 *
 * @param {string} place
 */
async function bundle(place) {
  const { build } = await import('vite');
  const unfinished = `${place}.${process.pid}`;
  mkdirSync(builds, { recursive: true });
  await build({
    root: ROOT,
    logLevel: 'error',
    build: { ssr: 'src/cli/main.ts', outDir: unfinished, copyPublicDir: false, target: 'node20' },
  });
  try {
    renameSync(unfinished, place);
  } catch (error) {
    // Another command was first; its bundle is made of the same sources.
    if (!existsSync(place)) throw error;
    rmSync(unfinished, { recursive: true });
  }
  const old = readdirSync(builds).filter((name) => /^[0-9a-f]{16}$/.test(name) && !place.endsWith(name));
  for (const name of old) rmSync(`${builds}/${name}`, { recursive: true });
}
