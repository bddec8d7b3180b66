import { elementCount } from '../tensor/shape';
import { isRecord, parseJson } from '../text/json';
import { QuestionError } from './answerGolden';
import type { GoldenFile } from './goldenForm';

/** Numbers of one batch; sixteen clips of X3D-XL have 75 million. */
const MOST_NUMBERS = 2 ** 27;
/** Steps of one trajectory. */
const MOST_STEPS = 10_000;

type Raw = Readonly<Record<string, unknown>>;

/** A file of the golden form, from its text. @throws QuestionError that names the first thing missing */
export function readGoldenFile(text: string): GoldenFile {
  const file = parseJson(text);
  if (file === undefined) throw new QuestionError('It is not JSON. Write it anew, or check its brackets and quotes.');
  if (!isRecord(file)) throw new QuestionError('It must be an object with cases, trajectories or both.');
  const { cases = [], trajectories = [] } = file;
  for (const [list, questions] of Object.entries({ cases, trajectories })) {
    if (!Array.isArray(questions)) throw new QuestionError(`${list} must be a list.`);
    questions.forEach((question, index) => {
      const where = `${list}[${index}]`;
      if (!isRecord(question)) throw new QuestionError(`${where} must be an object.`);
      checkNetwork(where, question);
      if (list === 'cases') checkCase(where, question);
      else checkTrajectory(where, question);
    });
  }
  if ([cases, trajectories].flat().length === 0) throw new QuestionError('It holds neither cases nor trajectories.');
  const [asked, trained] = [cases, trajectories].map((questions) => (questions as Raw[]).map(present));
  return { cases: asked, trajectories: trained } as unknown as GoldenFile;
}

/** Python writes null where nothing is given; what stands there on purpose, in kwargs and head, stays. */
function present(question: Raw): Raw {
  const given = (fields: Raw) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
  const { optimizer, schedule, ...rest } = given(question);
  return {
    ...rest,
    ...(isRecord(optimizer) && { optimizer: given(optimizer) }),
    ...(isRecord(schedule) && { schedule: given(schedule) }),
  };
}

function checkNetwork(where: string, { name, kwargs, head, input, init }: Raw): void {
  expectIt(typeof name === 'string', where, 'name', 'a text');
  expectIt(isRecord(kwargs), where, 'kwargs', 'an object of X3D’s arguments');
  expectIt(isRecord(head), where, 'head', 'an object of X3DHead’s arguments');
  const isShape = Array.isArray(input) && input.length === 5 && input.every(isCount);
  expectIt(isShape, where, 'input', 'five whole numbers, [N, C, T, H, W]');
  const isSmall = elementCount(input as number[]) <= MOST_NUMBERS;
  expectIt(isSmall, where, 'input', `a batch of at most ${MOST_NUMBERS} numbers, N · C · T · H · W`);
  expectIt(init === 'named' || init === 'named+zero_residual', where, 'init', 'named or named+zero_residual');
}

function checkCase(where: string, question: Raw): void {
  const { input, input_name, labels } = question;
  expectIt(typeof input_name === 'string', where, 'input_name', 'the name that the batch is drawn from');
  expectIt(isLabels(labels, input), where, 'labels', 'as many classes as the batch has clips');
  expectEach(where, question, CASE_ANSWERS);
}

function checkTrajectory(where: string, question: Raw): void {
  const { input, batches, labels, optimizer, schedule, steps, clip_max_norm } = question;
  const named = Array.isArray(batches) && batches.length > 0 && batches.every((batch) => typeof batch === 'string');
  expectIt(named, where, 'batches', 'names that batches are drawn from');
  const all = Array.isArray(labels) && Array.isArray(batches) && labels.length === batches.length;
  expectIt(all && labels.every((each) => isLabels(each, input)), where, 'labels', 'a list of classes for every batch');
  const types = ['SGD', 'Adam', 'AdamW'];
  const known = isRecord(optimizer) && types.includes(String(optimizer.type)) && isNumber(optimizer.lr);
  expectIt(known, where, 'optimizer', `torch’s dictionary: type (${types.join(', ')}) and lr at least`);
  expectEach(`${where}.optimizer`, optimizer as Raw, OPTIMIZER);
  for (const [field, value] of Object.entries(optimizer as Raw))
    expectIt(!value || KNOWN_OF_OPTIMIZER.has(field), `${where}.optimizer`, field, 'absent: it is not computed here');
  expectIt(schedule == null || isRecord(schedule), where, 'schedule', 'an object, or nothing');
  expectEach(`${where}.schedule`, (schedule ?? {}) as Raw, SCHEDULE);
  expectIt(clip_max_norm == null || isNumber(clip_max_norm), where, 'clip_max_norm', 'a number, or nothing');
  const given = Array.isArray(steps) ? steps.length : steps;
  const isGolden = !Array.isArray(steps) || steps.every(isStep);
  const expected = `a number of steps up to ${MOST_STEPS}, or as many of lr, loss and grad_norm, each a number`;
  expectIt(isGolden && isCount(given) && (given as number) <= MOST_STEPS, where, 'steps', expected);
  expectEach(where, question, { after: RECORDS });
}

/** The check of an optional field's value, and what it expects in words. */
type Kind = readonly [is: (value: unknown) => boolean, expected: string];

const isNumber = (value: unknown) => Number.isFinite(value);
const isText = (value: unknown) => typeof value === 'string';
const listOf = (is: Kind[0]) => (value: unknown) => Array.isArray(value) && value.every(is);
const isStep = (value: unknown) => isRecord(value) && [value.lr, value.loss, value.grad_norm].every(isNumber);
const isTensor = (value: unknown) =>
  isRecord(value) &&
  isText(value.key) &&
  listOf((side) => Number.isInteger(side) && (side as number) >= 0)(value.shape) &&
  isNumber(value.l2) &&
  isNumber(value.absmax) &&
  [value.values, value.samples].every((numbers) => numbers === undefined || listOf(isNumber)(numbers));

const NUMBER: Kind = [isNumber, 'a number'];
const TEXTS: Kind = [listOf(isText), 'a list of texts'];
const COUNTERS: Kind = [(value) => isRecord(value) && Object.values(value).every(isNumber), 'an object of numbers'];
const OF_RECORD = 'key, shape, l2, absmax, and values or samples, all of them numbers';
const RECORDS: Kind = [listOf(isTensor), `a list of tensors: ${OF_RECORD}`];

const CASE_ANSWERS: Readonly<Record<string, Kind>> = {
  loss: NUMBER,
  logits: [listOf(listOf(isNumber)), 'a list of numbers for every clip'],
  gradient_l2: NUMBER,
  gradient_absmax: NUMBER,
  gradients: RECORDS,
  no_gradient: TEXTS,
  exactly_zero: TEXTS,
  norms_in_eval: TEXTS,
  buffers: RECORDS,
  batches_tracked: COUNTERS,
  buffers_after_backward: RECORDS,
  batches_tracked_after_backward: COUNTERS,
  input_gradient: [isTensor, `a tensor: ${OF_RECORD}`],
};

const OPTIMIZER: Readonly<Record<string, Kind>> = {
  momentum: NUMBER,
  nesterov: [(value) => typeof value === 'boolean', 'true or false'],
  weight_decay: NUMBER,
  betas: [(value) => listOf(isNumber)(value) && (value as readonly unknown[]).length === 2, 'two numbers'],
  eps: NUMBER,
};

/** What may stand in torch's dictionary; the last four change how it computes, and not what. */
const KNOWN_OF_OPTIMIZER: ReadonlySet<string> = new Set([
  ...['type', 'lr', ...Object.keys(OPTIMIZER)],
  ...['foreach', 'capturable', 'differentiable', 'fused'],
]);

const SCHEDULE: Readonly<Record<string, Kind>> = {
  warmup_steps: [(value) => value === 0 || isCount(value), 'a number of steps'],
  start_factor: NUMBER,
  total_steps: [isCount, 'a number of steps, at least 1'],
  eta_min: NUMBER,
};

function expectEach(where: string, given: Raw, kinds: Readonly<Record<string, Kind>>): void {
  for (const [field, [is, expected]] of Object.entries(kinds))
    expectIt(given[field] == null || is(given[field]), where, field, `${expected}, or absent`);
}

function expectIt(right: boolean, where: string, field: string, expected: string): void {
  if (!right) throw new QuestionError(`${where}.${field} must be ${expected}.`);
}

function isLabels(labels: unknown, input: unknown): boolean {
  const clips = Array.isArray(input) ? input[0] : undefined;
  return Array.isArray(labels) && labels.length === clips && labels.every((label) => Number.isInteger(label));
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 1;
}
