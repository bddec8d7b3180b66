// @vitest-environment jsdom

import { expect, test } from 'vitest';
import { buildFor } from '../../src/runtime/build';
import { type Adapter, adapterText, probeCapabilities } from '../../src/runtime/capabilities';

const adapter: Adapter = {
  available: true,
  vendor: 'acme',
  architecture: 'one',
  device: '',
  description: '',
  fallback: false,
  features: [],
  float16: false,
  maxBufferSize: 0,
  maxStorageBufferBindingSize: 0,
};

test('a place without WebGPU, isolation and WebCodecs says so, and the answer is frozen', async () => {
  const capabilities = await probeCapabilities();
  expect(capabilities).toMatchObject({ isolated: false, threads: 1, webCodecs: false });
  expect(capabilities.webgpu).toEqual({ available: false, reason: 'This browser has no WebGPU.' });
  expect(Object.isFrozen(capabilities)).toBe(true);
});

test('a GPU is called by its description, else by vendor and architecture, else unnamed', () => {
  expect(adapterText({ ...adapter, description: 'Acme One Pro' })).toBe('Acme One Pro');
  expect(adapterText(adapter)).toBe('acme one');
  expect(adapterText({ ...adapter, vendor: '', architecture: '' })).toBe('unnamed GPU');
  expect(adapterText({ ...adapter, fallback: true })).toBe('acme one (emulated on the CPU)');
});

test('WASM takes the small build; WebGPU takes JSPI where the browser has it', () => {
  expect(buildFor('wasm', { jspi: true })).toBe('wasm');
  expect(buildFor('webgpu', { jspi: true })).toBe('jspi');
  expect(buildFor('webgpu', { jspi: false })).toBe('asyncify');
});
