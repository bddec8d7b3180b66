import type { ByteSource } from '../checkpoint/byteSource';
import { fitCheckpoint } from '../checkpoint/fitCheckpoint';
import { FIRST_LEVEL } from '../motion/knobs';
import { TASKS } from '../motion/tasks';
import { openInNode } from '../runtime/nodeSession';
import { parseJson } from '../text/json';
import { judge } from '../training/judgement';
import type { MotionData } from '../training/motionData';
import { judgeOdd } from '../training/oddJudgement';
import { TRAINED_KEY } from '../training/provenance';
import { DEFAULT_RECIPE } from '../training/recipe';
import { judgeStrokes } from '../training/strokeJudgement';
import { openTraining } from '../training/trainingSession';
import { weightHash } from '../training/weightHash';
import { judgeWindows } from '../training/windowJudgement';
import { inspect } from './inspectCommand';
import { judgementText, oddText, strokesText, windowsText } from './judgementText';
import { type Options, switches, texts, type Values } from './option';
import { seedOption, wholeOption } from './optionValues';
import { jsonReport } from './printed';
import { stillsFile } from './stillsFile';
import { trainingData } from './trainingData';
import { CommandError } from './usage';

/** What `judge` takes besides a design. */
export const JUDGE_OPTIONS: Options = {
  ...texts('data', 'task', 'level', 'pictures', 'seed', 'stills', 'clips'),
  ...switches('odd', 'strokes', 'json'),
};

/** Clips in one pass; what is asked in eval mode does not depend on it. */
const BATCH = 16;

/**
 * Asks the network of a checkpoint about held-out clips, those of its own training where the file tells and no option
 * does. @throws UsageError, CommandError, CheckpointError
 */
export async function judgeCommand(source: ByteSource, values: Values): Promise<string> {
  const clips = wholeOption(values, 'clips', 1, 1e6, 1000);
  const { file, named, architecture } = await inspect(source, values);
  const trained = parseJson(file.metadata.get(TRAINED_KEY) ?? 'null');
  const told = toldData(trained);
  const asked = { ...told, ...values };
  const data = trainingData(asked, seedOption(asked, 'seed'));
  const { design } = architecture;
  if (design.head?.num_classes !== data.classes.length)
    throw new CommandError(
      `The network has ${design.head?.num_classes ?? 0} classes and the data ${data.classes.length}; name the data it was trained on with --data, --task.`,
    );
  const { weights } = await fitCheckpoint(named, architecture, { seed: 0 });
  const recipe = { ...DEFAULT_RECIPE, batch: BATCH };
  const session = await openTraining(architecture, recipe, { open: openInNode, weights, seed: 0 });
  const dataset = data.dataset(design.clip);
  const test = await judge(session, dataset, { clips, batch: BATCH });
  const world = motionOf(data.described);
  if (!world && (values.stills !== undefined || values.odd || values.strokes))
    throw new CommandError(
      'Windows on stills, odd clips and strokes are asked about for the motion world; name it with --data.',
    );
  const windows =
    world && typeof values.stills === 'string'
      ? await judgeWindows(session, stillsFile(values.stills), TASKS[world.task], design.clip, { batch: BATCH })
      : null;
  const odd =
    world && values.odd ? await judgeOdd(session, dataset, world, design.clip, { clips, batch: BATCH }) : null;
  const strokes =
    world && values.strokes ? await judgeStrokes(session, TASKS[world.task], design.clip, { batch: BATCH }) : null;
  await session.close();
  if (test === null) throw new CommandError('These data hold no clips out for a test; give more of them.');
  const hash = weightHash(weights);
  const more = { ...(windows && { windows }), ...(odd && { odd }), ...(strokes && { strokes }) };
  if (values.json) return jsonReport({ design, trained, data: data.described, hash, test, ...more });
  return [
    `Hash of all weights ${hash}.`,
    ...judgementText(test),
    ...(windows ? windowsText(windows) : []),
    ...(odd ? oddText(odd) : []),
    ...(strokes ? strokesText(strokes) : []),
  ].join('\n');
}

/** The motion world's own data, as they are told in files; null for clips of another kind. */
function motionOf(described: object): MotionData | null {
  return 'kind' in described && described.kind === 'motion' ? (described as MotionData & { kind: 'motion' }) : null;
}

/** The options that name the data a file says it was trained on. */
function toldData(trained: unknown): Values {
  const data = (trained as { readonly data?: { readonly kind?: unknown } } | null)?.data;
  if (data?.kind !== 'motion') return {};
  const { task, knobs = FIRST_LEVEL, seed = 0 } = data as { readonly [field: string]: unknown };
  return { task: toldText(task), level: toldText(knobs), seed: toldText(seed) };
}

/** What a file tells, as an option would give it; what is no text is shown as JSON where it is refused. */
function toldText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
}
