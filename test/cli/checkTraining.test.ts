import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openInNode } from '../../src/runtime/nodeSession';
import { answerCase, answerTrajectory, QuestionError } from '../../src/training/answerGolden';
import { trajectoryDeviations } from '../../src/training/goldenDeviations';
import type { CaseAnswer, CaseQuestion, TrajectoryAnswer, TrajectoryQuestion } from '../../src/training/goldenForm';
import { readGoldenFile } from '../../src/training/readGoldenFile';
import { readGolden } from '../golden/read';
import { x3d } from './commandLine';

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
  const { status, stdout, stderr } = x3d(['check-training', path, ...options]);
  return { status, stdout, stderr };
}

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
  expect(status).toBe(1);
  // A line for the first, for the last, and now and then between.
  expect(stderr).toMatch(/^1 of 5 answered · \d+ s left\n(?:\d of 5 .* s left\n)*5 of 5 answered · 0 s left\n$/);
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
  const wrong = { ...good, name: 'off', gradients: [off, ...rest] };
  const impossible = { ...good, name: 'impossible', kwargs: { num_stages: 9 } };
  const { status, stdout } = checkTraining({ cases: [good, wrong, impossible] });
  expect(status).toBe(1);
  expect(stdout.match(/^WRONG.*$/gm)).toEqual([
    expect.stringMatching(/^WRONG {2}case off: gradients .*worst at conv1_s\.conv\.weight$/),
  ]);
  expect(stdout).toMatch(/3 cases and 0 trajectories, 1 of them refused: 1 beyond their bounds\.\n$/);
});

test('where every case is refused, nothing is said to be within its bounds', () => {
  const { status, stdout } = checkTraining({ cases: [{ ...small[0], name: 'impossible', kwargs: { num_stages: 9 } }] });
  expect(status).toBe(1);
  expect(stdout).toMatch(
    /^refused {2}impossible: .*\n\n1 cases .*, 1 of them refused: nothing is left to compare\.\n$/,
  );
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

const [question] = small;
const [trajectory] = short;
const record = { key: 'a', shape: [1], l2: 1, absmax: 1, values: [1] };

/** Values of the wrong type, or of none at all. */
const ODD: readonly unknown[] = [
  null,
  'a text',
  { a: 'b' },
  [null],
  [['x']],
  [{}],
  Number.POSITIVE_INFINITY,
  true,
  -1,
  [1, 2, 3],
];
const OF_CASE = [
  ...['loss', 'logits', 'gradient_l2', 'gradient_absmax', 'gradients', 'no_gradient', 'exactly_zero', 'norms_in_eval'],
  ...['buffers', 'batches_tracked', 'buffers_after_backward', 'batches_tracked_after_backward', 'input_gradient'],
];
const OF_OPTIMIZER = ['lr', 'momentum', 'nesterov', 'weight_decay', 'betas', 'eps'];
const OF_SCHEDULE = ['warmup_steps', 'start_factor', 'total_steps', 'eta_min'];

/** JSON has no infinity but reads one. */
const textOf = (file: unknown) =>
  JSON.stringify(file, (_, value) => (value === Number.POSITIVE_INFINITY ? '1e999!' : value)).replaceAll(
    '"1e999!"',
    '1e999',
  );

test.each([
  ...OF_CASE.map((field) => [field, (value: unknown) => ({ cases: [{ ...question, [field]: value }] })] as const),
  ...['key', 'shape', 'l2', 'absmax', 'values', 'samples'].map(
    (field) =>
      [field, (value: unknown) => ({ cases: [{ ...question, gradients: [{ ...record, [field]: value }] }] })] as const,
  ),
  ...['steps', 'after', 'clip_max_norm', 'schedule', 'optimizer', 'batches'].map(
    (field) => [field, (value: unknown) => ({ trajectories: [{ ...trajectory, [field]: value }] })] as const,
  ),
  ...OF_OPTIMIZER.map(
    (field) =>
      [
        field,
        (value: unknown) => ({
          trajectories: [{ ...trajectory, optimizer: { ...trajectory?.optimizer, type: 'AdamW', [field]: value } }],
        }),
      ] as const,
  ),
  ...OF_SCHEDULE.map(
    (field) =>
      [field, (value: unknown) => ({ trajectories: [{ ...trajectory, schedule: { [field]: value } }] })] as const,
  ),
])('a wrongly typed %s is refused by its name', (field, fileOf) => {
  const refused = ODD.filter((value) => {
    try {
      readGoldenFile(textOf(fileOf(value)));
      return false;
    } catch (error) {
      expect(error).toBeInstanceOf(QuestionError);
      expect((error as Error).message).toMatch(/^(cases|trajectories)\[0\]\.[\w.]+ must be .{5,300}\.$/);
      return true;
    }
  });
  // What a field may be is among these at most four times: nothing, a number, true, a list of nothing in particular.
  expect(refused.length, field).toBeGreaterThanOrEqual(ODD.length - 4);
});

test('null is nothing given, and what an optimizer would do besides is refused by its name', () => {
  const { optimizer, ...rest } = trajectory as TrajectoryQuestion;
  const read = (given: object) =>
    readGoldenFile(
      JSON.stringify({
        cases: [{ ...question, loss: null, input_gradient: null }],
        trajectories: [
          { ...rest, clip_max_norm: null, schedule: null, after: null, optimizer: { ...optimizer, ...given } },
        ],
      }),
    );
  const file = read({ dampening: 0, amsgrad: false, foreach: null, betas: null });
  expect(file.cases?.[0]).not.toHaveProperty('loss');
  expect(file.cases?.[0]?.kwargs).toEqual(question?.kwargs);
  expect(file.trajectories?.[0]).toMatchObject({ name: rest.name, optimizer });
  expect(file.trajectories?.[0]?.optimizer).not.toHaveProperty('betas');
  for (const odd of ['dampening', 'amsgrad', 'maximize', 'weigth_decay'])
    expect(() => read({ [odd]: 0.1 })).toThrow(`trajectories[0].optimizer.${odd} must be absent`);
});

test('a gradient that is 0 in the file and here is right', () => {
  const still = { name: 'one class', steps: [{ lr: 0.1, loss: 0, grad_norm: 0 }], after: [] };
  expect(trajectoryDeviations(still, still).map(({ share }) => share)).toEqual([0, 0, 0, 0]);
  const moved = { ...still, steps: [{ lr: 0.1, loss: 0, grad_norm: 1e-9 }] };
  expect(trajectoryDeviations(still, moved)[2]?.share).toBe(Number.POSITIVE_INFINITY);
});

test('statistics of a single value, at which PyTorch stops too, are refused before anything is made', async () => {
  const never = () => Promise.reject(new Error('it was made'));
  const one = {
    kwargs: { num_stages: 3, spatial_strides: [3, 2, 2] },
    head: { num_classes: 4 },
    input: [1, 3, 1, 13, 9],
  };
  const sentence = /^recipe\.batch: .* normalises by statistics of a single value: 1 clip of 1 × 13 × 9/;
  await expect(answerCase({ ...question, ...one, labels: [0] } as CaseQuestion, never)).rejects.toThrow(sentence);
  await expect(
    answerTrajectory({ ...trajectory, ...one, labels: [[0], [0], [0]] } as TrajectoryQuestion, never),
  ).rejects.toThrow(sentence);
});

test('networks beyond the bound of work are refused in a sentence that states it, before they are made', async () => {
  const never = () => Promise.reject(new Error('it was made'));
  const { name, init, input, input_name, labels, kwargs, head } = question as CaseQuestion;
  const ask = { name, init, input, input_name, labels, kwargs, head };
  for (const beyond of [
    { ...ask, head: { num_classes: 1e6 } },
    { ...ask, kwargs: { gamma_w: 50, gamma_d: 30 } },
    { ...ask, kwargs: { gamma_d: 30 } },
    { ...ask, kwargs: { gamma_w: 2.9, gamma_d: 5 }, input: [2, 3, 16, 312, 312] },
  ])
    await expect(answerCase(beyond, never)).rejects.toThrow(/at most [\d.e+]+ are answered\. Ask for a smaller/);
  const long = { ...trajectory, input: [4, 3, 16, 112, 112], kwargs: {}, steps: 1000 } as TrajectoryQuestion;
  await expect(answerTrajectory(long, never)).rejects.toThrow(
    /multiply-accumulates in its forward passes; at most 1\d+ are answered/,
  );
  await expect(answerCase(ask, never)).rejects.toThrow('it was made');
});

test('optimizers after which weights are no numbers are refused in a sentence', async () => {
  const { optimizer } = trajectory as TrajectoryQuestion;
  for (const [odd, sentence] of [
    [{ lr: 1e300 }, /no numbers any more after 2 steps\. Ask for a lower rate/],
    [{ type: 'Adam', betas: [1, 1] }, /^recipe\.optimizer\.betas: .* Expected a number from 0 to below 1/],
    [{ momentum: 1e300 }, /^recipe\.optimizer\.momentum: .* Expected a number from 0 to below 1/],
  ] as const)
    await expect(
      answerTrajectory(
        { ...trajectory, optimizer: { ...optimizer, ...odd }, steps: 2 } as TrajectoryQuestion,
        openInNode,
      ),
    ).rejects.toThrow(sentence);
});

test('gradients beyond all numbers are called so, and a long name of a case is cut', () => {
  const gradients = question?.gradients.map((each) => ({
    ...each,
    l2: 1e308,
    absmax: 0,
    values: each.values?.map(() => 1e308),
  }));
  const { status, stdout } = checkTraining({ cases: [{ ...question, name: 'n'.repeat(300_000), gradients }] });
  expect(status).toBe(1);
  expect(stdout).toMatch(/^WRONG .*not to be compared/m);
  expect(stdout).not.toMatch(/Infinity|NaN/);
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThan(1000);
});
