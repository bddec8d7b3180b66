import { expect, test } from 'vitest';
import { outOfMemory, sessionError } from '../../src/runtime/sessionError';

test('running out of memory is told as such, and the build is of no more use', () => {
  const cause = new Error('failed to call OrtRun(). ERROR_CODE: 6, ERROR_MESSAGE: std::bad_alloc');
  const error = sessionError('run', 'wasm', 'The run stopped', cause);
  expect(error.message).toBe(
    'The run stopped: it needs more memory than the browser gives WASM (4 GB at most). Make the clip smaller, or the network narrower.',
  );
  expect(error).toMatchObject({ step: 'run', provider: 'wasm', trouble: 'memory', fatal: true, cause });
});

test('an abort or a trap leaves a build that is of no more use; a refusal does not', () => {
  const fatal = (cause: unknown) => sessionError('run', 'webgpu', 'The run stopped', cause).fatal;
  expect(fatal(new WebAssembly.RuntimeError('unreachable'))).toBe(true);
  expect(fatal(new Error('Aborted(). Build with -sASSERTIONS'))).toBe(true);
  expect(fatal(new Error('Got invalid dimensions for input: clip'))).toBe(false);
});

test.each([
  'failed to call OrtRun(). ERROR_CODE: 1, ERROR_MESSAGE: Non-zero status code returned while running Conv node.',
  "Can't append execution provider: WebGPU. ERROR_CODE: 1, ERROR_MESSAGE: /a/onnxruntime/core/webgpu_context.cc:208 auto onnxruntime::Initialize()::(lambda)() const device_result.status == wgpu::Success was false. Failed to get a WebGPU device: no device\n",
  'Maximum call stack size exceeded',
  'Aborted(). Build with -sASSERTIONS for more info.',
  `\x1b[2J${'\u202e'.repeat(3000)}`,
])('the sentence is ours, whatever the engine says: %.40s', (words) => {
  for (const step of ['load', 'compile', 'run'] as const)
    for (const provider of ['wasm', 'webgpu'] as const) {
      const { message, engineWords } = sessionError(step, provider, 'It stopped', new Error(words));
      expect(message).toMatch(/^It stopped: .{20,120}\.$/);
      expect(message).not.toMatch(/ERROR_|onnxruntime\/|call stack|ASSERTIONS|Conv node|device_result|\p{Cc}/u);
      expect(engineWords).toMatch(/\S/);
      expect(engineWords).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }
});

test('error codes and places in the sources are left out of the details', () => {
  const told = (words: string) => sessionError('run', 'webgpu', 'The run stopped', new Error(words)).engineWords;
  expect(
    told(
      "Can't append execution provider: WebGPU. ERROR_CODE: 1, ERROR_MESSAGE: /a/onnxruntime/core/webgpu_context.cc:208 auto onnxruntime::Initialize()::(lambda)() const device_result.status == wgpu::Success was false. Failed to get a WebGPU device: no device\n",
    ),
  ).toBe('Failed to get a WebGPU device: no device');
  expect(told('ERROR_MESSAGE: Buffer is invalid.\n - While encoding [CommandEncoder].\n - While finishing it.\n')).toBe(
    'Buffer is invalid., while encoding [CommandEncoder]., while finishing it.',
  );
});

test('a GPU without memory is told as that, whatever the words', () => {
  const error = outOfMemory('run', 'webgpu', 'The run stopped', new Error('[Invalid Buffer] is invalid'));
  expect(error.message).toMatch(/^The run stopped: it needs more memory than this GPU has\. Make the clip smaller/);
  expect(error).toMatchObject({ trouble: 'memory', fatal: true });
});
