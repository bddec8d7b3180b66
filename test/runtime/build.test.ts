import { statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { BUILD_BYTES } from '../../src/runtime/build';

test('what keeping a build takes is what its file in the package weighs', () => {
  for (const [build, bytes] of Object.entries(BUILD_BYTES)) {
    const name = `ort-wasm-simd-threaded${build === 'wasm' ? '' : `.${build}`}.wasm`;
    const file = new URL(`../../node_modules/onnxruntime-web/dist/${name}`, import.meta.url);
    expect(statSync(file).size, build).toBe(bytes);
  }
});
