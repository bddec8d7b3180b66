import { elementCount } from '../tensor/shape';
import { QuestionError } from './answerGolden';
import type { GoldenFile } from './goldenForm';

/** Numbers of one batch; sixteen clips of X3D-XL have 75 million. */
const MOST_NUMBERS = 2 ** 27;

type Raw = Readonly<Record<string, unknown>>;

/** A file of the golden form, from its text. @throws QuestionError that names the first thing missing */
export function readGoldenFile(text: string): GoldenFile {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    throw new QuestionError('It is not JSON. Write it anew, or check its brackets and quotes.');
  }
  if (!isObject(file)) throw new QuestionError('It must be an object with cases, trajectories or both.');
  const { cases = [], trajectories = [] } = file;
  for (const [list, questions] of Object.entries({ cases, trajectories })) {
    if (!Array.isArray(questions)) throw new QuestionError(`${list} must be a list.`);
    questions.forEach((question, index) => {
      const where = `${list}[${index}]`;
      if (!isObject(question)) throw new QuestionError(`${where} must be an object.`);
      checkNetwork(where, question);
      if (list === 'cases') checkCase(where, question);
      else checkTrajectory(where, question);
    });
  }
  if ([cases, trajectories].flat().length === 0) throw new QuestionError('It holds neither cases nor trajectories.');
  return { cases, trajectories } as GoldenFile;
}

function checkNetwork(where: string, { name, kwargs, head, input, init }: Raw): void {
  expectIt(typeof name === 'string', where, 'name', 'a text');
  expectIt(isObject(kwargs), where, 'kwargs', 'an object of X3D’s arguments');
  expectIt(isObject(head), where, 'head', 'an object of X3DHead’s arguments');
  const isShape = Array.isArray(input) && input.length === 5 && input.every(isCount);
  expectIt(isShape, where, 'input', 'five whole numbers, [N, C, T, H, W]');
  const isSmall = elementCount(input as number[]) <= MOST_NUMBERS;
  expectIt(isSmall, where, 'input', `a batch of at most ${MOST_NUMBERS} numbers, N · C · T · H · W`);
  expectIt(init === 'named' || init === 'named+zero_residual', where, 'init', 'named or named+zero_residual');
}

function checkCase(where: string, { input, input_name, labels }: Raw): void {
  expectIt(typeof input_name === 'string', where, 'input_name', 'the name that the batch is drawn from');
  expectIt(isLabels(labels, input), where, 'labels', 'as many classes as the batch has clips');
}

function checkTrajectory(
  where: string,
  { input, batches, labels, optimizer, schedule, steps, clip_max_norm }: Raw,
): void {
  const named = Array.isArray(batches) && batches.length > 0 && batches.every((batch) => typeof batch === 'string');
  expectIt(named, where, 'batches', 'names that batches are drawn from');
  const all = Array.isArray(labels) && Array.isArray(batches) && labels.length === batches.length;
  expectIt(all && labels.every((each) => isLabels(each, input)), where, 'labels', 'a list of classes for every batch');
  const types = ['SGD', 'Adam', 'AdamW'];
  const known = isObject(optimizer) && types.includes(String(optimizer.type)) && typeof optimizer.lr === 'number';
  expectIt(known, where, 'optimizer', `torch’s dictionary: type (${types.join(', ')}) and lr at least`);
  expectIt(schedule == null || isObject(schedule), where, 'schedule', 'an object, or nothing');
  expectIt(clip_max_norm == null || typeof clip_max_norm === 'number', where, 'clip_max_norm', 'a number, or nothing');
  expectIt(isCount(steps) || Array.isArray(steps), where, 'steps', 'a number of steps, or the golden list');
}

function expectIt(right: boolean, where: string, field: string, expected: string): void {
  if (!right) throw new QuestionError(`${where}.${field} must be ${expected}.`);
}

function isLabels(labels: unknown, input: unknown): boolean {
  const clips = Array.isArray(input) ? input[0] : undefined;
  return Array.isArray(labels) && labels.length === clips && labels.every((label) => Number.isInteger(label));
}

function isObject(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 1;
}
