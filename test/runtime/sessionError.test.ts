import { expect, test } from 'vitest';
import { sessionError } from '../../src/runtime/sessionError';

test('running out of memory is told as such, and the build is of no more use', () => {
  const cause = new Error('failed to call OrtRun(). ERROR_CODE: 6, ERROR_MESSAGE: std::bad_alloc');
  const error = sessionError('run', 'wasm', 'The run stopped', cause);
  expect(error.message).toBe(
    'The run stopped: it needs more memory than WASM can have (4 GB). Make the clip smaller, or the network narrower.',
  );
  expect(error).toMatchObject({ step: 'run', provider: 'wasm', fatal: true, cause });
});

test('an abort or a trap leaves a build that is of no more use; a refusal does not', () => {
  const fatal = (cause: unknown) => sessionError('run', 'webgpu', 'The run stopped', cause).fatal;
  expect(fatal(new WebAssembly.RuntimeError('unreachable'))).toBe(true);
  expect(fatal(new Error('Aborted(). Build with -sASSERTIONS'))).toBe(true);
  expect(fatal(new Error('Got invalid dimensions for input: clip'))).toBe(false);
});
