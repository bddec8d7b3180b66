import { describe, expect, test } from 'vitest';
import type { build } from '../../src/architecture/build';
import { check } from '../../src/architecture/problems';
import { stateDictOf } from '../../src/architecture/walk';
import { completeDesign } from '../../src/design/complete';
import type { Problem } from '../../src/design/design';
import { elementCount } from '../../src/tensor/shape';
import { readGolden } from '../golden/read';

interface Failure {
  readonly step: string;
  readonly exception: string;
  readonly message: string;
}
interface InvalidCase {
  readonly name: string;
  readonly kwargs: Readonly<Record<string, unknown>>;
  readonly input: readonly number[];
  readonly code?: string;
  readonly steps: Readonly<Record<string, { readonly ok: boolean; readonly value?: unknown }>>;
  readonly first_failure: Failure | null;
}
const CASES = readGolden<readonly InvalidCase[]>('invalid');

/** What the designer cannot say, and why: nothing to report. */
const CANNOT_BE_SAID: Readonly<Record<string, string>> = {
  num_stages_float4: 'JSON and JavaScript have one kind of number: 4.0 is 4',
  strides_float: 'as above: 2.0 is 2',
  'in_channels_3.0': 'as above: 3.0 is 3',
  'frozen_stages_4.0': 'as above: 4.0 is 4',
  "pretrained_b'x'": 'JSON has no bytes: it is a path as text',
  forward_wrong_channels: 'a clip always has in_channels channels',
  forward_4d: 'a clip always has five axes',
  forward_3d: 'a clip always has five axes',
  forward_2d: 'a clip always has five axes',
  forward_6d: 'a clip always has five axes',
  head_missing: 'the head always takes its in_channels from the backbone',
  head_forward_wrong_channels: 'the head always takes its in_channels from the backbone',
};
/** What the reference accepts and this app reports all the same. */
const ACCEPTED_BUT_REPORTED: Readonly<Record<string, string>> = {
  'gamma_w_-1': 'reference.gamma_w',
  'gamma_w_-0.5': 'reference.gamma_w',
  conv_Conv2plus1d: 'reference.conv_cfg',
  forward_N0: 'clip.n',
  head_classes_0: 'head.num_classes',
};
/** Which field a case is about, by the start of its name; the first that fits. */
const FIELDS: readonly (readonly [RegExp, RegExp])[] = [
  [/^num_stages_(5_strides5|0|5|-1|str|2.5|None|0_strides_empty)$/, /^reference\.num_stages$/],
  [/^num_stages/, /^reference\.spatial_strides$/],
  [/^strides/, /^reference\.spatial_strides$/],
  [/^se_style/, /^reference\.se_style$/],
  [/^se_ratio/, /^reference\.se_ratio$/],
  [/^pretrained/, /^reference\.pretrained$/],
  [/^gamma_w/, /^reference\.gamma_w$/],
  [/^gamma_b/, /^reference\.gamma_b$/],
  [/^gamma_d/, /^reference\.gamma_d$/],
  [/^in_channels/, /^reference\.in_channels$/],
  [/^frozen/, /^reference\.frozen_stages$/],
  [/^norm_(None|GN8|GN2_b2.25|IN3d)$/, /^reference\.zero_init_residual$/],
  [/^norm_BN3d_nostats/, /^clip\.h$/],
  [/^norm/, /^reference\.norm_cfg/],
  [/^train_forward/, /^clip\.t$/],
  [/^act/, /^reference\.act_cfg/],
  [/^conv/, /^reference\.conv_cfg/],
  [/^kwarg_norm_dup/, /^reference\.planes$/],
  [/^kwarg_/, /^reference\./],
  [/^forward_T0/, /^clip\.t$/],
  [/^forward_H0/, /^clip\.h$/],
  [/^head_spatial/, /^head\.spatial_type$/],
  [/^head_dropout/, /^head\.dropout_ratio$/],
  [/^build_unknown/, /^reference\.type$/],
  [/^build_bad/, /^reference\.num_stages$/],
];

describe.each(CASES.map((entry) => [entry.name, entry] as const))('%s', (name, entry) => {
  if (name in CANNOT_BE_SAID) {
    test(`cannot be said here: ${CANNOT_BE_SAID[name]}`, () => {
      const { problems } = check(designOf(entry, { ...entry, kwargs: {}, input: [1, 3, 4, 32, 32] }));
      expect(problems).toEqual([]);
    });
    return;
  }
  const { architecture, problems } = check(designOf(entry, entry));
  if (!entry.first_failure) {
    const reported = ACCEPTED_BUT_REPORTED[name];
    if (reported) {
      test('works in the reference, and is reported', () => {
        expect(problems.map(({ field }) => field)).toContain(reported);
      });
      return;
    }
    test('works, as in the reference', () => {
      expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(architecture).not.toBeNull();
      if (architecture) comparedToConstruct(entry, architecture);
    });
    return;
  }
  const failure = entry.first_failure;
  test('is reported at its field, with the reference’s own exception', () => {
    const field = FIELDS.find(([pattern]) => pattern.test(name))?.[1];
    expect(field, 'the test names a field for this case').toBeDefined();
    const problem = problems.find((candidate) => field?.test(candidate.field));
    expect(problem, JSON.stringify(problems)).toBeDefined();
    expect(problem?.reference?.exception).toBe(failure.exception);
    // Building through the registry or calling the head's class is construction.
    expect(problem?.reference?.step.replace('construct', 'call')).toBe(failure.step.replace('construct', 'call'));
    expect(quoted(problem)).toBe(failure.message.slice(0, quoted(problem).length));
    if (failure.message) expect(quoted(problem).length).toBeGreaterThan(2);
    expect(problem?.message).toMatch(/\.$/);
  });
  test('and mending what can be mended, one after the other, leaves what cannot', () => {
    let design = designOf(entry, entry);
    for (let mends = 0; mends < 5; mends++) {
      const problem = check(design).problems.find(({ mend }) => mend);
      if (!problem?.mend) break;
      design = problem.mend.design;
    }
    const left = check(design);
    expect(left.problems.filter(({ mend }) => mend)).toEqual([]);
    if (left.problems.length === 0) expect(left.architecture).not.toBeNull();
    if (!/^kwarg|^build_unknown/.test(name)) expect(left.problems).toEqual([]);
  });
});

test('164 cases are covered', () => expect(CASES).toHaveLength(164));

function quoted(problem: Problem | undefined): string {
  return problem?.reference?.message ?? '';
}

function designOf({ name, code = '' }: InvalidCase, { kwargs, input }: InvalidCase) {
  const [n = 1, , t = 1, h = 1, w = 1] = input.length === 5 ? input : [1, 3, 4, 32, 32];
  const reference = Object.fromEntries(Object.entries(kwargs).map(([key, value]) => [key, decoded(value)]));
  const head = /^head_/.test(name) ? headArguments(code) : null;
  const built = /type='(\w+)'(?:,num_stages=(\d))?/.exec(code);
  const called = /^build_/.test(name)
    ? { type: built?.[1] ?? 'X3D', ...(built?.[2] ? { num_stages: Number(built[2]) } : {}) }
    : {};
  return completeDesign({ reference: { ...reference, ...called }, clip: { n, t, h, w, interval: 1 }, head });
}

/** `num_classes=0` as Python writes it, in the data's `code`. */
function headArguments(code: string): object {
  return Object.fromEntries(
    code.split(',').flatMap((argument) => {
      const [, key = '', value = ''] = /^(\w+)=(.+)$/.exec(argument.trim()) ?? [];
      if (!key) return [];
      return [[key, value === 'None' ? null : value.startsWith("'") ? value.slice(1, -1) : Number(value)]];
    }),
  );
}

/** JSON has neither NaN nor infinity; the data writes them as { __float__ }. */
function decoded(value: unknown): unknown {
  if (value && typeof value === 'object' && '__float__' in value)
    return { nan: Number.NaN, inf: Number.POSITIVE_INFINITY }[String(value.__float__)];
  return value;
}

function comparedToConstruct(entry: InvalidCase, architecture: ReturnType<typeof build>): void {
  const built = entry.steps.construct?.value as
    | { base_channels: number; stage_blocks: readonly number[]; feat_dim: number; params: number }
    | undefined;
  if (!built) return;
  const parameters = stateDictOf(architecture).filter(({ role }) => role === 'parameter');
  expect({
    base_channels: architecture.baseChannels.result,
    stage_blocks: architecture.stages.map(({ blocks }) => blocks.result),
    feat_dim: architecture.featDim,
    params: parameters.reduce((sum, { shape }) => sum + elementCount(shape), 0),
  }).toEqual(built);
  const forward = entry.steps.forward_eval?.value;
  if (Array.isArray(forward)) expect(architecture.parts.at(-1)?.output).toEqual(forward);
}
