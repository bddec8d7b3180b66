// @ts-check
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Firefox and WebKit for the tests. Each is a set of programs and parts by their places; WebKit is Debian's WebKitGTK
 * with its own WebDriver, a screen in memory, and what it decodes H.264 with.
 *
 * @typedef {{ firefox?: string, webkit?: { driver: string, browser: string, screen: string } }} Browsers
 */

/** What apt-get installs for both. */
const PACKAGES = ['firefox-esr', 'xvfb', 'webkit2gtk-driver', 'gstreamer1.0-libav', 'gstreamer1.0-plugins-bad'];

/** The browsers that are here. @returns {Browsers} */
export function findBrowsers() {
  const firefox = process.env.FIREFOX ?? ['/usr/bin/firefox-esr', '/usr/bin/firefox'].find((path) => existsSync(path));
  const driver = '/usr/bin/WebKitWebDriver';
  const screen = '/usr/bin/Xvfb';
  const browser = inLibraries((folder) =>
    ['webkitgtk-6.0', 'webkit2gtk-4.1', 'webkit2gtk-4.0'].map((version) => join(folder, version, 'MiniBrowser')),
  );
  const decoder = inLibraries((folder) => [join(folder, 'gstreamer-1.0/libgstlibav.so')]);
  const parser = inLibraries((folder) => [join(folder, 'gstreamer-1.0/libgstvideoparsersbad.so')]);
  const isWhole = existsSync(driver) && existsSync(screen) && browser && decoder && parser;
  return { ...(firefox && { firefox }), ...(isWhole && { webkit: { driver, browser, screen } }) };
}

/**
 * The browsers that can be had: those that are here, after apt-get has installed the rest where we are root on a Debian.
 *
 * @returns {Browsers}
 */
export function getBrowsers() {
  const found = findBrowsers();
  if (found.firefox && found.webkit) return found;
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) return found;
  console.error(`Firefox or WebKit is not here; installing Debian’s ${PACKAGES.join(', ')} …`);
  /** @type {import('node:child_process').SpawnSyncOptions} */
  const options = { stdio: ['ignore', 2, 2], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  spawnSync('apt-get', ['update'], { ...options, timeout: 120_000 });
  spawnSync('apt-get', ['install', '-y', '--no-install-recommends', ...PACKAGES], { ...options, timeout: 400_000 });
  return findBrowsers();
}

/**
 * The first of some paths that exists, under the folders of libraries of this machine's architecture.
 *
 * @param {(folder: string) => readonly string[]} paths
 */
function inLibraries(paths) {
  if (process.platform !== 'linux') return undefined;
  const folders = readdirSync('/usr/lib').map((name) => join('/usr/lib', name));
  return ['/usr/lib', ...folders].flatMap(paths).find((path) => existsSync(path));
}
