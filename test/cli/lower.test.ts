import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { designFrom } from '../../src/cli/designArguments';
import { lowerCommand } from '../../src/cli/lowerCommand';
import type { Values } from '../../src/cli/option';
import { UsageError } from '../../src/cli/usage';
import { toOnnx } from '../../src/export/onnxGraph';
import { lower } from '../../src/lowering/pipeline';
import { decodeModel } from '../../src/onnx/decode';
import { initWeights } from '../../src/weights/initialise';

const { architecture } = designFrom({ preset: 'XS', input: '1,3,4,32,32' });
const told = (values: Values) => lowerCommand(architecture, values);
const folder = mkdtempSync(join(tmpdir(), 'x3d-lower-'));
afterAll(() => rmSync(folder, { recursive: true }));

test.each(['wasm', 'webgpu'] as const)('each pass for %s is told with its nodes, to the graph that runs', (target) => {
  const rows = [...told({ target }).matchAll(/^ *(\d+) {2}(.*?) +(\d+) nodes {2}(.*)$/gm)];
  expect(rows.map(([, number]) => Number(number))).toEqual(rows.map((_, index) => index));
  expect(rows.find(([, , name]) => name?.startsWith('batch norm'))?.[4]).toMatch(/−\d+ BatchNormalization/);
  const graph = lower(toOnnx(architecture, initWeights(architecture, 0)), target);
  expect(rows.at(-1)?.[3]).toBe(String(graph.nodes.length));
});

test('--after shows the graph of that pass, by number or by words, and writes it', () => {
  expect(told({ after: '0' })).toMatch(/BatchNormalization +1×24×4×16×16/);
  const after = told({ after: 'batch norm' });
  expect(after).not.toContain('BatchNormalization');
  const output = join(folder, 'after.onnx');
  told({ after: 'Batch Norm', output });
  expect(decodeModel(readFileSync(output)).nodes).toHaveLength(after.split('\n').length);
});

test.each<[Values, RegExp]>([
  [{ after: '99' }, /“99” names none/],
  [{ after: 'become' }, /stands in the names of \d passes/],
  [{ target: 'constructor' }, /--target is webgpu or wasm; found constructor/],
  [{ output: 'x.onnx' }, /name it with --after/],
])('%o is refused', (values, sentence) => {
  expect(() => told(values)).toThrow(UsageError);
  expect(() => told(values)).toThrow(sentence);
});
