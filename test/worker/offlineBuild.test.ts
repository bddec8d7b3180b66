import { afterEach, expect, test, vi } from 'vitest';
import { offlineBuild } from '../../src/worker/offlineBuild';

afterEach(() => vi.unstubAllGlobals());

test('where a browser refuses its caches, nothing is said to be kept, and nothing breaks', async () => {
  vi.stubGlobal('location', new URL('http://host/app/'));
  vi.stubGlobal('navigator', { serviceWorker: { controller: {} } });
  vi.stubGlobal('caches', {
    match: async () => {
      throw new DOMException('', 'SecurityError');
    },
  });
  expect(await offlineBuild('wasm').isKept()).toBeNull();
});
