import { mergeConfig } from 'vite';
import { defineConfig } from 'vitest/config';
import { FileOrder } from './test/setup/fileOrder.ts';
import app from './vite.config.ts';

/** Tests of what a process holds, each in a process of its own: WASM memory that another test has grown never shrinks. */
const ALONE = ['test/training/stepHeap.test.ts'];

/** How the app is built, and how its unit, golden and property tests run. */
export default mergeConfig(
  app,
  defineConfig({
    test: {
      environment: 'node',
      projects: [
        { extends: true, test: { name: 'together', include: ['test/**/*.test.{ts,tsx}'], exclude: ALONE } },
        { extends: true, test: { name: 'alone', include: ALONE, isolate: true } },
      ],
      setupFiles: ['test/setup/seed.ts', 'test/setup/dom.ts'],
      // Every core works, and a worker is kept from file to file with the packages it has loaded: loading them anew was
      // a third of the time. The app's own modules, and so its stores, are new for each file (test/setup/dom.ts).
      maxWorkers: '100%',
      isolate: false,
      sequence: { sequencer: FileOrder },
      testTimeout: 60_000,
      hookTimeout: 60_000,
      coverage: { provider: 'v8', include: ['src/**'] },
    },
  }),
);
