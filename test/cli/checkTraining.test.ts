import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CaseAnswer, CaseQuestion, TrajectoryAnswer, TrajectoryQuestion } from '../../src/training/goldenForm';
import { readGolden } from '../golden/read';

const SCRIPT = new URL('../../scripts/x3d.mjs', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'x3d-check-training-'));

const { cases, trajectories } = readGolden<{
  readonly cases: readonly (CaseQuestion & CaseAnswer)[];
  readonly trajectories: readonly (TrajectoryQuestion & TrajectoryAnswer)[];
}>('training');
const small = cases.filter(({ name }) => ['bn_no_affine_cumulative', 'with_cp'].includes(name));
const short = trajectories.filter(({ name }) => name === 'w24_zero_init_bn_momentum/sgd');

function checkTraining(file: unknown, ...options: readonly string[]) {
  const path = join(folder, 'questions.json');
  writeFileSync(path, typeof file === 'string' ? file : JSON.stringify(file));
  const args = [SCRIPT, 'check-training', path, ...options];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
  return { status, stdout, stderr };
}

beforeAll(() => void execFileSync(process.execPath, [SCRIPT, '--help']), 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

test('questions alone are answered in the form of the golden file, with --json', () => {
  const ask = ({ name, kwargs, head, input, input_name, labels, init }: CaseQuestion) => ({
    ...{ name, kwargs, head, input, input_name, labels, init },
  });
  const [trajectory] = short;
  const odd = [
    { ...small[0], name: 'impossible', kwargs: { num_stages: 9 } },
    { ...small[0], labels: [9, 0] },
  ];
  const file = { cases: [...small.map(ask), ...odd], trajectories: [{ ...trajectory, after: undefined, steps: 3 }] };
  const { status, stdout, stderr } = checkTraining(file, '--json');
  // A network that cannot be built and a label that is no class are refused by name; the others are answered.
  expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
  const answers = JSON.parse(stdout);
  expect(answers.cases[small.length].error).toMatch(/^impossible: reference\.num_stages/);
  expect(answers.cases[small.length + 1].error).toMatch(/^Label 9 of clip 0/);
  small.forEach((truth, index) => {
    const found: CaseAnswer = answers.cases[index];
    for (const [key, value] of Object.entries(found).filter(([key]) => key in truth))
      expect(Array.isArray(value) ? value.length : 0, `${truth.name} ${key}`).toBe(
        Array.isArray(truth[key as keyof CaseAnswer]) ? (truth[key as keyof CaseAnswer] as unknown[]).length : 0,
      );
    expect(found.gradients.map(({ key, shape }) => [key, shape])).toEqual(
      truth.gradients.map(({ key, shape }) => [key, shape]),
    );
    expect(found.loss).toBeCloseTo(truth.loss, 5);
  });
  expect(answers.trajectories[0].steps.map(({ lr }: { lr: number }) => lr.toFixed(12))).toEqual(
    trajectory?.steps.slice(0, 3).map(({ lr }) => lr.toFixed(12)),
  );
});

test('answers in the file are compared: one that is wrong is named, and the exit code is 1', () => {
  const [good] = small;
  const [first, ...rest] = good?.gradients ?? [];
  const off = { ...first, values: first?.values?.map((value) => value * 1.01) };
  const { status, stdout } = checkTraining({ cases: [good, { ...good, name: 'off', gradients: [off, ...rest] }] });
  expect(status).toBe(1);
  expect(stdout.match(/^WRONG.*$/gm)).toEqual([
    expect.stringMatching(/^WRONG {2}case off: gradients .*worst at conv1_s\.conv\.weight$/),
  ]);
  expect(stdout).toMatch(/: 1 beyond their bounds\.\n$/);
});

test.each([
  ['{', /is not JSON/],
  ['{"cases":[{}]}', /cases\[0\]\.name must be a text\./],
  ['{}', /neither cases nor trajectories/],
])('a file that asks nothing, %s, is refused in a sentence', (text, sentence) => {
  const { status, stderr } = checkTraining(text);
  expect({ status, lines: stderr.trim().split('\n').length }).toEqual({ status: 1, lines: 1 });
  expect(stderr).toMatch(sentence);
});
