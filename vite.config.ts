import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';
import { breakpoints } from './scripts/build/breakpoints.ts';
import { headers, policyInPage } from './scripts/build/headers.ts';
import { serviceWorkerFiles } from './scripts/build/serviceWorkerFiles.ts';

export default defineConfig({
  // Relative, so that the build runs from any folder of any static host.
  base: './',
  // One page, addressed by its hash: what is missing is answered 404, not with the page.
  appType: 'mpa',
  plugins: [react(), breakpoints, headers, policyInPage, serviceWorkerFiles],
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
    rolldownOptions: {
      // What the first screen needs is one file, not forty: what lazy rooms share with it they find there.
      // So are the kit's small parts that other rooms share.
      output: {
        codeSplitting: {
          groups: [
            { name: 'first', tags: ['$initial'] },
            { name: 'kit', test: /ui\/kit\/(?!charts)/ },
          ],
        },
      },
      checks: { pluginTimings: false },
    },
  },
  server: { host: '127.0.0.1' },
  preview: { host: '127.0.0.1' },
});
