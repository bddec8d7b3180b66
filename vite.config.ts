import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig, type Plugin } from 'vite';

/** Cross-origin isolation: without these headers there is no SharedArrayBuffer, and WASM runs on one thread. */
const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/**
 * Nothing leaves the origin and no string becomes code; WebAssembly may be compiled. Mantine and React Flow place
 * things by inline styles, clips and downloads are blob: addresses.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob: mediastream:",
  "connect-src 'self' blob: data:",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/**
 * The policy as a meta element of the built page, for hosts that send no headers. Served by us it is a header too,
 * since a worker obeys the headers of its own script and never its page's meta elements. Not while developing:
 * hot reloading injects an inline script.
 */
const contentSecurityPolicy: Plugin = {
  name: 'content-security-policy',
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: { 'http-equiv': 'Content-Security-Policy', content: CONTENT_SECURITY_POLICY },
      injectTo: 'head-prepend',
    },
  ],
};

/** Files above this many bytes are kept for offline use when they are first used, not before: 14 MB of WebAssembly. */
const PRECACHE_LIMIT = 1_000_000;

/** Writes dist/precache.js, the list of files that public/sw.js keeps. It changes with every build, and so updates it. */
const precacheList: Plugin = {
  name: 'precache-list',
  apply: ({ build }, { command }) => command === 'build' && !build?.ssr,
  generateBundle(_, bundle) {
    const built = Object.values(bundle).map((file) => ({
      name: file.fileName,
      bytes: Buffer.byteLength(file.type === 'chunk' ? file.code : file.source),
    }));
    const copied = readdirSync('public', { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== 'sw.js')
      .map((entry) => join(entry.parentPath, entry.name))
      // The README's pictures are no part of the app.
      .filter((path) => !path.startsWith(join('public', 'pictures')))
      .map((path) => ({ name: path.slice('public/'.length), bytes: statSync(path).size }));
    const files = [...built.filter(({ name }) => name !== 'index.html'), ...copied];
    const names = (keep: (bytes: number) => boolean) =>
      files.filter(({ bytes }) => keep(bytes)).map(({ name }) => name);
    const now = ['./', ...names((bytes) => bytes <= PRECACHE_LIMIT)];
    const later = names((bytes) => bytes > PRECACHE_LIMIT);
    this.emitFile({
      type: 'asset',
      fileName: 'precache.js',
      source: `self.PRECACHE = ${JSON.stringify({ now, later })};\n`,
    });
  },
};

export default defineConfig({
  // Relative, so that the build runs from any folder of any static host.
  base: './',
  // One page, addressed by its hash: what is missing is answered 404, not with the page.
  appType: 'mpa',
  plugins: [react(), contentSecurityPolicy, precacheList],
  // The first condition keeps onnxruntime-web's .wasm files out of the JavaScript bundle: runtime/ imports them by URL.
  resolve: { conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions] },
  optimizeDeps: { exclude: ['onnxruntime-web'] },
  worker: {
    format: 'es',
    // A worker's entry is a stub that exports nothing, and all it needs at once stands in one chunk beside it: where a
    // lazy chunk imports the entry back, WebKit evaluates the entry a second time, and two servers answer each message.
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: 'body', tags: ['$initial'], test: /^(?!.*\.worker\.ts)/ }] } },
    },
  },
  // `npm run bench -- firstSight` weighs the chunks; the limit of Vite's warning counts bytes before gzip.
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1000,
    rolldownOptions: { checks: { pluginTimings: false } },
  },
  server: { host: '127.0.0.1', headers: ISOLATION },
  preview: { host: '127.0.0.1', headers: { ...ISOLATION, 'Content-Security-Policy': CONTENT_SECURITY_POLICY } },
});
