// @ts-check
import './nodeVersion.mjs';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The folder of the project, with a slash at its end. */
export const ROOT = fileURLToPath(new URL('../', import.meta.url));

/**
 * Installs what the lock file names, if something of it is missing. Does nothing on the second call, so every command
 * of the project may begin with it. npm's own output goes to stderr: a command's stdout belongs to the command.
 */
export function setUp() {
  const missing = firstMissing();
  if (!missing) return;
  console.error(`Installing the packages of package-lock.json (${missing}) …`);
  const npm = process.env.npm_execpath?.endsWith('npm-cli.js')
    ? { command: process.execPath, args: [process.env.npm_execpath] }
    : { command: 'npm', args: [] };
  // Whoever set NODE_ENV=production still needs Vite to build.
  const { status, error } = spawnSync(npm.command, [...npm.args, 'ci', '--include=dev', '--no-fund', '--no-audit'], {
    cwd: ROOT,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32' && npm.command === 'npm',
  });
  if (status === 0) return;
  console.error(
    `\`npm ci\` in ${ROOT} failed${error ? `: ${error.message}` : ''}. Its message is above; mend that and try again.`,
  );
  process.exit(1);
}

/**
 * Why the installed packages are not those of the lock file, or undefined where they are. npm writes what it installed
 * into node_modules/.package-lock.json, as its last act; optional packages of other platforms are rightly absent.
 *
 * @returns {string | undefined}
 */
function firstMissing() {
  const installed = lockedPackages('node_modules/.package-lock.json');
  if (!installed) return 'nothing is installed yet';
  for (const [path, locked] of Object.entries(lockedPackages('package-lock.json') ?? {})) {
    if (path === '') continue;
    const found = installed[path];
    if (!found && locked.optional) continue;
    if (found?.version !== locked.version || found?.integrity !== locked.integrity) {
      return `${path.replace(/^.*node_modules\//, '')} ${locked.version} is missing`;
    }
  }
  return undefined;
}

/**
 * @param {string} path of a lock file, from the root
 * @returns {Record<string, { version: string, integrity?: string, optional?: boolean }> | undefined}
 */
function lockedPackages(path) {
  try {
    return JSON.parse(readFileSync(ROOT + path, 'utf8')).packages;
  } catch {
    return undefined;
  }
}
