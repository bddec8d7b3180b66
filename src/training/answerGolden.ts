import { designCounts } from '../analysis/costs';
import { training } from '../analysis/training';
import type { Architecture } from '../architecture/architecture';
import { check } from '../architecture/problems';
import { stateDictOf } from '../architecture/walk';
import { completeDesign } from '../design/complete';
import type { Target } from '../lowering/pipeline';
import { elementCount, type Shape } from '../tensor/shape';
import { float32, type StateDict, type Tensor } from '../tensor/tensor';
import { harmlessSentence } from '../text/harmless';
import { namedClip, namedWeights } from '../weights/named';
import { smoothingOf, targetsOf } from './crossEntropy';
import { drawnNumbers } from './drawnNumbers';
import type { FlatVector } from './flatLayout';
import type {
  CaseAnswer,
  CaseQuestion,
  NetworkQuestion,
  StepAnswer,
  TensorRecord,
  TorchOptimizer,
  TrajectoryAnswer,
  TrajectoryQuestion,
} from './goldenForm';
import type { RowOrder } from './graphWriter';
import { rateAt } from './rates';
import { DEFAULT_RECIPE, type Optimizer, type Recipe, type Schedule } from './recipe';
import { refuseUntrainable } from './refuseUntrainable';
import { recordOf } from './tensorRecord';
import { TRAINING_INPUTS, TRAINING_OUTPUTS, trainingGraph } from './trainingGraph';
import { openTraining, type TrainingSessionOptions } from './trainingSession';
import { flattened, stateDictFrom } from './trainingState';

type Open = TrainingSessionOptions['open'];

/** A question that cannot be answered: the network is not to be built, or the file lacks something. */
export class QuestionError extends Error {
  override name = 'QuestionError';

  constructor(message: string) {
    super(harmlessSentence(message));
  }
}

/** How much of a tensor is recorded. */
const OF_GRADIENTS = { whole: 256, samples: 64 };
export const OF_WEIGHTS = { whole: 12, samples: 12 };

/** One pass forward and back of a case's network. @throws QuestionError, UntrainableError, SessionError */
export async function answerCase(
  question: CaseQuestion,
  open: Open,
  { target = 'wasm', order }: { readonly target?: Target; readonly order?: RowOrder } = {},
): Promise<CaseAnswer> {
  const architecture = architectureOf(question);
  checkLabels(architecture, question.labels);
  checkWork(architecture, 1);
  const weights = startingWeights(question, architecture);
  const recipe = recipeFor(question, {});
  refuseUntrainable(architecture.design, recipe);
  const checkpointed = architecture.design.reference.with_cp;
  const graph = trainingGraph(architecture, recipe, { target, kind: 'check', clipGradient: !checkpointed, order });
  const { layout, classes } = graph;
  const smoothing = smoothingOf(architecture, recipe);
  const vector = (flat: FlatVector) => float32([flat.length], flattened(flat, weights));
  const feeds: Record<string, Tensor> = {
    [TRAINING_INPUTS.clips]: namedClip(question.input, question.input_name),
    [TRAINING_INPUTS.targets]: float32(
      [question.labels.length, classes],
      targetsOf(question.labels, classes, smoothing),
    ),
    [TRAINING_INPUTS.weights]: vector(layout.trained),
    [TRAINING_INPUTS.fixed]: vector(layout.fixed),
    [TRAINING_INPUTS.buffers]: vector(layout.buffers),
    ...drawnNumbers(graph.draws, 0, 0),
  };
  const results = await runOnce(open, graph.graph, feeds);
  // The clip's gradient takes a run of its own: where the stem is frozen, asking for it checkpoints one block more, whose
  // norms then update their running statistics twice.
  const ofClip = checkpointed
    ? await runOnce(
        open,
        trainingGraph(architecture, recipe, { target, kind: 'check', clipGradient: true, order }).graph,
        feeds,
      )
    : results;
  const gradients = dataOf(results, TRAINING_OUTPUTS.gradients);
  const between = layout.buffers.length > 0 ? dataOf(results, TRAINING_OUTPUTS.buffersBetween) : new Float32Array();
  const after = layout.buffers.length > 0 ? dataOf(results, TRAINING_OUTPUTS.buffers) : between;
  const records = recordsIn(layout.trained, gradients, OF_GRADIENTS);
  const parameters = stateDictOf(architecture).filter(({ role }) => role === 'parameter');
  const trained = new Set(layout.trained.slots.map(({ key }) => key));
  const [loss = Number.NaN] = dataOf(results, TRAINING_OUTPUTS.loss);
  return {
    loss,
    logits: rowsOf(dataOf(results, TRAINING_OUTPUTS.logits), classes),
    gradient_l2: Math.sqrt(records.reduce((sum, { l2 }) => sum + l2 * l2, 0)),
    gradient_absmax: records.reduce((most, { absmax }) => Math.max(most, absmax), 0),
    gradients: records,
    no_gradient: parameters.filter(({ key }) => !trained.has(key)).map(({ key }) => key),
    exactly_zero: records.filter(({ absmax }) => absmax === 0).map(({ key }) => key),
    norms_in_eval: [...training(architecture).normsInEval],
    buffers: statisticsIn(layout.buffers, between),
    batches_tracked: countersIn(layout.buffers, between),
    buffers_after_backward: statisticsIn(layout.buffers, after, between),
    batches_tracked_after_backward: countersIn(layout.buffers, after),
    input_gradient: recordOf(
      question.input_name,
      question.input,
      dataOf(ofClip, TRAINING_OUTPUTS.clipGradient),
      OF_GRADIENTS,
    ),
  };
}

/** The steps of a trajectory. @throws QuestionError, UntrainableError, SessionError */
export async function answerTrajectory(question: TrajectoryQuestion, open: Open): Promise<TrajectoryAnswer> {
  const architecture = architectureOf(question);
  for (const labels of question.labels) checkLabels(architecture, labels);
  checkWork(architecture, stepsOf(question));
  const weights = startingWeights(question, architecture);
  const recipe = recipeFor(question, trajectoryRecipe(question));
  refuseUntrainable(architecture.design, recipe);
  const session = await openTraining(architecture, recipe, { open, weights, seed: 0 });
  try {
    const steps: StepAnswer[] = [];
    for (let step = 0; step < stepsOf(question); step++) {
      const turn = step % question.batches.length;
      const clips = namedClip(question.input, question.batches[turn]);
      const rate = rateAt(recipe, step);
      const { loss, gradientNorm } = await session.step([{ clips, labels: question.labels[turn] ?? [] }], rate);
      steps.push({ lr: rate, loss, grad_norm: gradientNorm });
    }
    const reached = await session.state();
    if (![reached.weights, reached.buffers].every((values) => values.every(Number.isFinite)))
      throw new QuestionError(
        `${question.name}: Its weights are no numbers any more after ${steps.length} steps. Ask for a lower rate, or other values of the optimizer.`,
      );
    const state = stateDictFrom(session.layout, reached, weights);
    const after = [...state].flatMap(([key, tensor]) =>
      tensor.dtype === 'float32' ? recordOf(key, tensor.shape, tensor.data, OF_WEIGHTS) : [],
    );
    return { steps, after };
  } finally {
    await session.close();
  }
}

/** The network that a question is about. @throws QuestionError */
export function architectureOf({ name, kwargs, head, input }: NetworkQuestion): Architecture {
  const [n, channels, t, h, w] = input;
  const reference = { in_channels: channels, ...kwargs };
  const design = completeDesign({ reference, clip: { n, t, h, w }, head: { dropout_ratio: 0, ...head } });
  const { architecture, problems } = check(design);
  if (architecture) return architecture;
  const [problem] = problems.filter(({ severity }) => severity === 'error');
  throw new QuestionError(`${name}: ${problem?.field}: ${problem?.message} Expected ${problem?.expected}.`);
}

/** @throws QuestionError for a label that is no class of the network's head */
function checkLabels({ design }: Architecture, labels: readonly number[]): void {
  const classes = design.head?.num_classes ?? 0;
  labels.forEach((label, clip) => {
    if (label < 0 || label >= classes)
      throw new QuestionError(`Label ${label} of clip ${clip}: expected a class from 0 to ${classes - 1}.`);
  });
}

/** The most that one question may take, for all clips of a batch together: a minute of one core, and some GB. */
const MOST_WORK = { blocks: 300, parameters: 5e7, activations: 1e9, macs: 1e11 };

/** @throws QuestionError for a network that takes more, before anything is made of it */
function checkWork({ design, stages }: Architecture, steps: number): void {
  const { parameters, activations, macs } = designCounts(design);
  const blocks = stages.reduce((sum, stage) => sum + stage.blocks.result, 0);
  const refuseAbove = (most: number, count: number, what: string) => {
    if (count > most)
      throw new QuestionError(
        `It has ${count} ${what}; at most ${most} are answered. Ask for a smaller network, a smaller batch or fewer steps.`,
      );
  };
  refuseAbove(MOST_WORK.blocks, blocks, 'blocks');
  refuseAbove(MOST_WORK.parameters, parameters, 'parameters');
  refuseAbove(MOST_WORK.activations, activations, 'activations in a batch');
  refuseAbove(MOST_WORK.macs, macs * steps, 'multiply-accumulates in its forward passes');
}

export function startingWeights({ init }: NetworkQuestion, architecture: Architecture): StateDict {
  const weights = namedWeights(architecture);
  if (init !== 'named+zero_residual') return weights;
  return new Map(
    Array.from(weights, ([key, tensor]) => [
      key,
      /^layer\d+\.\d+\.conv3\.bn\.(weight|bias)$/.test(key) ? float32(tensor.shape) : tensor,
    ]),
  );
}

function recipeFor({ input }: NetworkQuestion, given: Partial<Recipe>): Recipe {
  return { ...DEFAULT_RECIPE, batch: input[0] ?? 1, clipNorm: null, ...given };
}

function stepsOf({ steps }: TrajectoryQuestion): number {
  return typeof steps === 'number' ? steps : steps.length;
}

function trajectoryRecipe(question: TrajectoryQuestion): Partial<Recipe> {
  const { optimizer, clip_max_norm, schedule } = question;
  return {
    optimizer: optimizerOf(optimizer),
    schedule: scheduleOf(optimizer.lr, schedule ?? null),
    steps: schedule?.total_steps ?? stepsOf(question),
    clipNorm: clip_max_norm ?? null,
  };
}

/** torch's defaults where the file says nothing; SGD's momentum is 0 there. */
function optimizerOf(given: TorchOptimizer): Optimizer {
  const { weight_decay } = given;
  if (given.type === 'SGD') {
    const { momentum = 0, nesterov = false } = given;
    return { type: 'SGD', momentum, nesterov, weightDecay: weight_decay ?? 0 };
  }
  const { betas = [0.9, 0.999], eps = 1e-8 } = given;
  return { type: given.type, betas, eps, weightDecay: weight_decay ?? (given.type === 'AdamW' ? 0.01 : 0) };
}

function scheduleOf(rate: number, schedule: (TrajectoryQuestion['schedule'] & {}) | null): Schedule {
  if (schedule === null) return { rate, warmUp: null, course: { kind: 'constant' } };
  const { warmup_steps = 0, start_factor = 0.1, total_steps, eta_min = 0 } = schedule;
  return {
    rate,
    warmUp: warmup_steps > 0 ? { steps: warmup_steps, startFactor: start_factor } : null,
    course: total_steps === undefined ? { kind: 'constant' } : { kind: 'cosine', floor: eta_min },
  };
}

async function runOnce(
  open: Open,
  graph: Parameters<Open>[0],
  feeds: Readonly<Record<string, Tensor>>,
): Promise<ReadonlyMap<string, Tensor>> {
  const session = await open(graph);
  try {
    const known = Object.entries(feeds).filter(([name]) => session.inputs.includes(name));
    return await session.run(Object.fromEntries(known));
  } finally {
    await session.close();
  }
}

function dataOf(results: ReadonlyMap<string, Tensor>, name: string): Float32Array {
  const tensor = results.get(name);
  if (tensor?.dtype !== 'float32') throw new Error(`The graph gave no ${name}.`);
  return tensor.data;
}

function recordsIn(
  { slots }: FlatVector,
  data: Float32Array,
  parts: Parameters<typeof recordOf>[3],
): readonly TensorRecord[] {
  return slots.map(({ key, shape, offset, size }) => recordOf(key, shape, data.subarray(offset, offset + size), parts));
}

const isCounter = (key: string): boolean => key.endsWith('.num_batches_tracked');

/** Running means and variances; of those, the ones that differ from `before`. */
function statisticsIn(flat: FlatVector, data: Float32Array, before?: Float32Array): readonly TensorRecord[] {
  const differs = ({ offset, size }: FlatVector['slots'][number]) =>
    before === undefined || data.subarray(offset, offset + size).some((value, at) => value !== before[offset + at]);
  const slots = flat.slots.filter((slot) => !isCounter(slot.key) && differs(slot));
  return recordsIn({ slots, length: flat.length }, data, OF_GRADIENTS);
}

function countersIn({ slots }: FlatVector, data: Float32Array): Readonly<Record<string, number>> {
  return Object.fromEntries(
    slots.filter(({ key }) => isCounter(key)).map(({ key, offset }) => [key, data[offset] ?? 0]),
  );
}

function rowsOf(data: Float32Array, columns: number): readonly (readonly number[])[] {
  const shape: Shape = [data.length / columns, columns];
  return Array.from({ length: elementCount(shape.slice(0, 1)) }, (_, row) =>
    Array.from(data.subarray(row * columns, (row + 1) * columns)),
  );
}
