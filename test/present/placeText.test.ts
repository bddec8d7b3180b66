import { expect, test } from 'vitest';
import { placeText } from '../../src/present/placeText';

const WASM = { provider: 'wasm', build: 'wasm', threads: 1 } as const;
const GPU = { provider: 'webgpu', build: 'jspi', threads: 1 } as const;

test('says where a run trains, what each device took, and why it is not the GPU', () => {
  const fastest = {
    ...{ ...GPU, adapter: 'nvidia ampere', whyNotWebGpu: null },
    trials: [
      { ...GPU, ms: 8 },
      { ...WASM, threads: 4, ms: 16 },
      { ...WASM, ms: 24 },
    ],
  };
  const text = placeText('fastest', fastest);
  expect(text).toContain('This run: GPU (nvidia ampere).');
  expect(text).toMatch(/GPU 8\S*\sms; CPU, 4 threads 16\S*\sms; CPU, one thread 24\S*\sms\./);
  expect(text).toContain('last digits may differ');
  const refused = { ...WASM, adapter: null, trials: [], whyNotWebGpu: 'This browser has no WebGPU.' };
  expect(placeText('webgpu', refused)).toMatch(/CPU, one thread\. This browser has no WebGPU\.$/);
  expect(placeText('exact', refused)).toBe(placeText('exact', null));
});
