// @ts-check
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { ROOT } from './setUp.mjs';

/** Variables by which people already name their browser, ours first. */
const VARIABLES = ['CHROMIUM', 'CHROME_PATH', 'CHROME_BIN', 'PUPPETEER_EXECUTABLE_PATH'];

/** What the browser is called on the PATH. Chromium comes first where both exist: it is what apt-get installs too. */
const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

const PLACES = {
  linux: ['/usr/bin', '/usr/local/bin', '/snap/bin', '/opt/google/chrome', '/usr/lib/chromium'].flatMap((folder) =>
    COMMANDS.map((command) => join(folder, command)),
  ),
  darwin: ['', homedir()].flatMap((home) =>
    ['Chromium', 'Google Chrome', 'Google Chrome Canary'].map(
      (app) => `${home}/Applications/${app}.app/Contents/MacOS/${app}`,
    ),
  ),
  win32: ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].flatMap((variable) =>
    ['Google\\Chrome', 'Chromium'].map((app) => `${process.env[variable] ?? 'C:'}\\${app}\\Application\\chrome.exe`),
  ),
};

/**
 * Features of Chromium that are off. Of several such lists Chromium obeys the last, so this one repeats what Playwright
 * switches off: what asks the network by itself, and what makes pages behave otherwise than its commands expect.
 */
const DISABLED_FEATURES = [
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
  // Ours. Nobody types into the address bar, whose lists are two pages made for every window, and nobody waits for the
  // process that is readied for the next page. Without them a test's window costs 2.2 s of a processor, not 3.8 s.
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxPopup',
  'SpareRendererForSitePerProcess',
];

/** How Chromium is started for tests, pictures and benchmarks. */
export const LAUNCH_ARGUMENTS = [
  // WebGPU without a GPU: SwiftShader computes on the processor what a GPU would.
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  `--disable-features=${DISABLED_FEATURES}`,
  // A camera that shows a moving test picture, and whose use needs no click.
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  ...(process.env.MORE_ARGS ?? '').split('|').filter(Boolean),
  // Chromium refuses to run as root inside its sandbox.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

/**
 * The path of a Chrome or Chromium that starts: the one an environment variable names, else one from the usual places,
 * else the one Playwright has downloaded before. Undefined where there is none.
 *
 * @returns {Promise<string | undefined>}
 */
export async function findChromium() {
  for (const variable of VARIABLES) {
    const path = process.env[variable];
    if (!path) continue;
    if (starts(path)) return path;
    console.error(`${variable} names ${path}, which does not start; looking elsewhere.`);
  }
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => COMMANDS.map((name) => join(folder, name)));
  const usual = PLACES[/** @type {keyof typeof PLACES} */ (process.platform)] ?? PLACES.linux;
  const { chromium } = await import('@playwright/test');
  return [...onPath, ...usual, chromium.executablePath()].find(starts);
}

/**
 * The path of a Chrome or Chromium, installed first where there is none: by apt-get where we are root on a Debian, else
 * as Playwright's own download. Playwright's Chromium is the last choice, for it lacks the H.264 decoder.
 *
 * @returns {Promise<string>}
 * @throws where nothing helped, with what to do
 */
export async function getChromium() {
  const found = await findChromium();
  if (found) return found;
  if (existsSync('/etc/debian_version') && process.getuid?.() === 0) {
    console.error('No Chrome or Chromium here; installing Debian’s chromium …');
    run('apt-get', ['update'], 120);
    run('apt-get', ['install', '-y', 'chromium'], 400);
    const installed = await findChromium();
    if (installed) return installed;
  }
  console.error('No Chrome or Chromium here; Playwright downloads one (up to 120 s) …');
  run(process.execPath, [`${ROOT}node_modules/@playwright/test/cli.js`, 'install', '--no-shell', 'chromium'], 120);
  const downloaded = await findChromium();
  if (downloaded) return downloaded;
  throw new Error(
    'The browser tests need Chrome or Chromium: none was found and none could be installed (the reasons are above). ' +
      'Install one, or name yours: CHROMIUM=/path/to/chrome npm test',
  );
}

/**
 * True for a browser that can say its version. A file is not enough: Ubuntu's chromium-browser is a script that only
 * works with snap.
 *
 * @param {string} path
 */
function starts(path) {
  if (!existsSync(path)) return false;
  // chrome.exe opens a window instead of answering.
  if (process.platform === 'win32') return true;
  const { status, stdout } = spawnSync(path, ['--version'], { encoding: 'utf8', timeout: 20_000 });
  return status === 0 && /Chrom\w+ \d+\./.test(stdout);
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {number} seconds after which it is ended
 */
function run(command, args, seconds) {
  const { status, error } = spawnSync(command, args, {
    stdio: ['ignore', 2, 2],
    timeout: seconds * 1000,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (status !== 0) console.error(`${command} ${args.join(' ')} failed: ${error?.message ?? `exit code ${status}`}`);
}
