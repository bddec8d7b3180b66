import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Plugin } from 'vite';
import { HEADERS } from './headers.ts';

/** A file of the build as the service worker knows it. */
interface BuiltFile {
  /** SHA-256 of its content, in hexadecimal. */
  readonly hash: string;
  readonly type: string;
  /** Kept when it is first used, not before. */
  readonly later?: true;
}

/** Files above this many bytes are kept for offline use when they are first used, not before: 14 MB of WebAssembly. */
const KEPT_AT_ONCE = 1_000_000;

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.mp4': 'video/mp4',
  '.safetensors': 'application/octet-stream',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

/**
 * Writes into dist/sw.js what the build has written: every file of the app with its hash and type, and the headers.
 * The service worker keeps nothing else, and it changes, and so updates, with every build that does.
 */
export const serviceWorkerFiles: Plugin = {
  name: 'service-worker-files',
  apply: ({ build }, { command }) => command === 'build' && !build?.ssr,
  writeBundle: {
    order: 'post',
    sequential: true,
    handler({ dir = 'dist' }) {
      // Pages made for tests have none.
      if (existsSync(join(dir, 'sw.js'))) writeServiceWorker(dir);
    },
  },
};

/** Writes a folder's sw.js: public/sw.js with the files that lie there now. */
export function writeServiceWorker(dir: string): void {
  const build = JSON.stringify({ headers: HEADERS, files: filesOf(dir) });
  writeFileSync(join(dir, 'sw.js'), `self.BUILD = ${build};\n${readFileSync('public/sw.js', 'utf8')}`);
}

/** The app's files by their addresses from its page, `./`. */
export function filesOf(dir: string): Record<string, BuiltFile> {
  const names = readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(dir.length + 1)
        .replaceAll('\\', '/'),
    )
    // The README's pictures are no part of the app.
    .filter((name) => name !== 'sw.js' && !name.startsWith('pictures/') && !name.startsWith('.'))
    .sort();
  return Object.fromEntries(
    names.map((name) => {
      // What is only read as bytes, a weight file, needs no type of its own.
      const type = TYPES[extname(name)] ?? 'application/octet-stream';
      const content = readFileSync(join(dir, name));
      const hash = createHash('sha256').update(content).digest('hex');
      const file: BuiltFile = { hash, type, ...(content.length > KEPT_AT_ONCE && { later: true }) };
      return [name === 'index.html' ? './' : name, file];
    }),
  );
}
