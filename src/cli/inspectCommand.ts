import type { Architecture } from '../architecture/architecture';
import { build } from '../architecture/build';
import type { ByteSource } from '../checkpoint/byteSource';
import { type CheckpointError, orRefusal } from '../checkpoint/checkpointError';
import type { CheckpointFile } from '../checkpoint/checkpointFile';
import { type Difference, stopping, surely } from '../checkpoint/difference';
import { differencesOf, withoutStatistics } from '../checkpoint/differencesOf';
import { fitCheckpoint, type Ledger, loadsNothing } from '../checkpoint/fitCheckpoint';
import { missingDifferences } from '../checkpoint/missingBefore';
import type { NamedCheckpoint } from '../checkpoint/namedCheckpoint';
import { openCheckpoint } from '../checkpoint/openCheckpoint';
import type { Recognition } from '../checkpoint/recognise';
import { recogniseFile } from '../checkpoint/recogniseFile';
import { referenceNames } from '../checkpoint/referenceNames';
import { NoDesignError } from '../checkpoint/structure';
import type { BothRun, NotRun } from '../checkpoint/twoGraphs';
import { byHand } from '../design/byHand';
import type { Design } from '../design/design';
import { type Shape, shapeText } from '../tensor/shape';
import { shownName, shownNames } from '../text/harmless';
import { designFrom } from './designArguments';
import { filledText, inflatedText, leftOutText, loadedOrFilled, nonFiniteLines } from './ledgerText';
import type { Values } from './option';
import { jsonReport, type Printed } from './printed';
import { runBoth } from './runBoth';
import { namesDesign } from './startingDesign';

/** A checkpoint that was opened, and the network it stands for. */
interface Inspected {
  readonly file: CheckpointFile;
  readonly named: NamedCheckpoint;
  /** Null where the file was only fitted to the design that the options give. */
  readonly recognition: Recognition | null;
  /** Why no network can be recognised from it; null where one was. */
  readonly refusal: CheckpointError | null;
  readonly architecture: Architecture;
  /** Where the file computes something else than that network. */
  readonly differences: readonly Difference[];
  /** What came of running the file's graph and the network on one clip; null where there is no proof to try. */
  readonly run?: BothRun | NotRun | null;
}

/**
 * Opens a checkpoint and recognises its network; options complete or change the design. A file that no network can be
 * recognised from is fitted to the design that --design gives by itself, else to the nearest one found.
 * @throws CheckpointError, UsageError
 */
export async function inspect(source: ByteSource, values: Values): Promise<Inspected> {
  const file = await openCheckpoint(source, textOf(values['state-dict']));
  const named = referenceNames(file);
  const { found: recognition, refusal } = orRefusal(() => recogniseFile(file, named));
  const base = recognition?.design ?? (!namesDesign(values) ? nearestIn(refusal) : undefined);
  const { architecture } = designFrom(values, base);
  // A norm that is named decides what a file without running statistics is.
  const decided = values['norm-cfg'] !== undefined || namesDesign(values);
  const differences = [
    ...differencesOf(file, named, architecture),
    ...(recognition?.source === 'names and shapes' && !decided ? withoutStatistics(architecture.design) : []),
    // A design that is named decides what a partial file is fitted to.
    ...(recognition && !file.graph && !namesDesign(values) ? missingDifferences(named, build(recognition.design)) : []),
  ];
  return { file, named, recognition, refusal, architecture, differences };
}

function textOf(value: Values[string]): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The design that a refused file comes nearest to. @throws the refusal where there is none. */
function nearestIn(refusal: CheckpointError | null): Design {
  if (refusal instanceof NoDesignError && refusal.nearest) return refusal.nearest;
  throw refusal ?? new Error('a file that is neither recognised nor refused');
}

/** What a checkpoint is, the design it was recognised as, and what became of every tensor. Exit code 0 where convert writes. */
export async function inspectCommand(source: ByteSource, values: Values): Promise<Printed> {
  const inspected = await withRun(source, await inspect(source, values));
  const { ledger } = await fitCheckpoint(inspected.named, inspected.architecture, { seed: 0 });
  const stops = stopping(inspected.differences, values['allow-unexpected'] === true);
  const text = values.json
    ? jsonReport(reportOf(inspected, ledger))
    : [inTerminal(inspected, ledger, values), ...advice(inspected.refusal, values)].join('\n');
  // A nearest design is a hint, and no success; a design that is named is a decision.
  const isFitted = inspected.refusal === null || namesDesign(values);
  return { text, exitCode: isFitted && stops.length === 0 && !loadsNothing(ledger) ? 0 : 1 };
}

/** What was proved of a graph, tried: a proof that a run contradicts is a difference. */
export async function withRun(source: ByteSource, inspected: Inspected): Promise<Inspected> {
  const { file, named, architecture, differences } = inspected;
  const run = differences.length === 0 ? await runBoth(source, file, named, architecture) : null;
  const found = run && 'distance' in run ? run.differences : [];
  return { ...inspected, differences: [...differences, ...found], run };
}

/** What the ledger of a file that stands for no design is against, and what to do. */
function advice(refusal: CheckpointError | null, values: Values): readonly string[] {
  if (refusal === null || namesDesign(values)) return [];
  return [
    '',
    `No network can be recognised: ${refusal.message}`,
    `The ledger is against the nearest design found, and the options given. Name the file's own design to fit it to that: --design '{"gamma_w":1,"gamma_b":2.25,"gamma_d":2.2}' --head '{"num_classes":400}'.`,
  ];
}

function reportOf(
  { file, named, recognition, refusal, architecture, differences, run = null }: Inspected,
  ledger: Ledger,
) {
  return {
    format: file.format,
    under: file.under,
    beside: file.beside,
    not_read: file.notRead ?? [],
    state_dicts: file.stateDicts ?? [],
    naming: named.dialect.name,
    prefix: named.prefix,
    tensors: file.entries.size,
    recognised_from: recognition?.source ?? null,
    not_recognised: refusal?.message ?? null,
    design: architecture.design,
    stage_blocks: architecture.stages.map(({ blocks }) => blocks.result),
    stage_channels: architecture.stages.map(({ channels }) => channels),
    decided: recognition?.decided ?? [],
    undecided: recognition?.undecided ?? [],
    notes: recognition?.notes ?? [],
    ...runReport(run),
    stated: recognition?.stated ?? [],
    differences,
    ledger,
  };
}

function inTerminal(
  { file, named, recognition, refusal, architecture, differences, run = null }: Inspected,
  ledger: Ledger,
  values: Values,
): string {
  const { reference, head } = architecture.design;
  const [fromFile, filled] = loadedOrFilled(ledger);
  const origin = recognition
    ? `recognised from ${recognition.source === 'graph' ? 'its graph' : recognition.source}`
    : refusal && !namesDesign(values)
      ? 'the nearest design found'
      : 'as given';
  return [
    `${file.format}, ${file.entries.size} tensors${file.under ? ` under ${shownName(file.under)}` : ''}, named as ${named.dialect.label}${named.prefix ? ` after ${shownName(named.prefix.replace(/\.$/, ''))}` : ''}${file.beside.length > 0 ? `; beside them ${shownNames(file.beside)}` : ''}.`,
    ...aboutFile(file),
    '',
    `X3D with gamma_w ${reference.gamma_w}, gamma_b ${reference.gamma_b}, gamma_d ${reference.gamma_d}${head ? `, ${head.num_classes} classes` : ', no head'}, ${origin}.`,
    ...withoutClassifier(head, ledger),
    ...(recognition?.notes ?? []),
    ...runText(run),
    ...byHand(architecture.design).map((stage) => `Set by hand, ${stage}.`),
    ...section(
      `What ${recognition?.source === 'graph' ? 'names, shapes and the graph decide' : 'names and shapes decide'}`,
      exactly(recognition),
      ({ field, value }) => `${field} = ${value}`,
    ),
    ...statedSections(recognition),
    ...section(
      'What they leave open, and what was taken',
      recognition?.undecided ?? [],
      ({ field, value, reason }) => `${field} = ${value}  (${reason})`,
    ),
    ...section(
      `The file ${surely(differences)} something else than this network, so nothing is converted from it`,
      differences,
      ({ at, message }) => `${at}: ${message}`,
    ),
    '',
    `Ledger: ${fromFile.length} loaded, ${filled.length > 0 ? `${filled.length} filled in, ` : ''}${ledger.missing.length} missing, ${ledger.unexpected.length} unexpected, ${ledger.wrongShape.length} of wrong shape.`,
    ...section(
      'Missing, left as the constructors draw them',
      ledger.missing,
      ({ key, shape }) => `${key}  ${shapeText(shape)}`,
    ),
    ...spaced([
      ...nonFiniteLines(ledger),
      ...inflatedText(ledger.loaded),
      ...filledText(filled),
      ...leftOutText(ledger),
    ]),
    ...section('Wrong shape', ledger.wrongShape, ({ name, expected, found, wouldFit }) =>
      misfit(name, expected, found, wouldFit),
    ),
  ].join('\n');
}

function runReport(run: BothRun | NotRun | null) {
  if (run === null) return { run_distance: null };
  if ('whyNot' in run) return { run_distance: null, not_run: run.whyNot };
  return { run_distance: run.distance, run_largest: run.largest, run_clip: run.clip };
}

/** How far the file's graph and the network were apart in a run, or why they were not run. */
function runText(run: BothRun | NotRun | null): readonly string[] {
  if (run === null) return [];
  if ('whyNot' in run) return [`Its graph and this network were not run beside each other: ${run.whyNot}`];
  const { clip, largest, distance } = run;
  return [
    `Its graph and this network were run on a named clip of ${shapeText(clip)}: ${largest.toExponential(1)} apart at most, ${distance.toExponential(1)} of the result (relative L2).`,
  ];
}

/** Says that the classes of a network are not the file's: it has no layer that scores them. */
export function withoutClassifier(head: Design['head'], { missing }: Ledger): readonly string[] {
  const lacks = head !== null && missing.some(({ key }) => key === 'head.fc2.weight');
  return lacks ? ['The file has no classifier: fc2 is not in it, and the classes are random.'] : [];
}

/** What the file says in words, and where its tensors say otherwise. */
function statedSections(recognition: Recognition | null): readonly string[] {
  const stated = recognition?.stated ?? [];
  return [
    ...section(
      'What the file states',
      stated.filter(({ tensors }) => tensors === undefined),
      ({ field, value, where }) => `${field} = ${shownName(String(value))}  (${shownName(where)})`,
    ),
    ...section(
      'Stated otherwise than the tensors show, which were taken',
      stated.filter(({ tensors }) => tensors !== undefined),
      ({ field, value, where, tensors }) =>
        `${field}: ${shownName(String(value))} (${shownName(where)}), and the tensors have ${tensors}`,
    ),
  ];
}

/** What of a file was not read, and which of its state dicts was taken. */
export function aboutFile({ notRead = [], stateDicts = [] }: CheckpointFile): readonly string[] {
  const [taken, ...others] = stateDicts;
  return [
    ...(notRead.length > 0 ? [`Not read, only named: ${shownNames(notRead)}.`] : []),
    ...(taken && others.length > 0
      ? [`Taken: ${shownName(taken.key)} (--state-dict takes ${shownNames(others.map(({ key }) => key))} instead).`]
      : []),
  ];
}

/** What one value alone explains; where a range does, the value taken stands among what is left open. */
function exactly(recognition: Recognition | null): Recognition['decided'] {
  const open = new Set(recognition?.undecided.map(({ field }) => field));
  return recognition?.decided.filter(({ field }) => !open.has(field)) ?? [];
}

function misfit(name: string, expected: Shape, found: Shape, wouldFit: string | null): string {
  return `${shownName(name)}  expected ${shapeText(expected)}, found ${shapeText(found)}${wouldFit ? `; ${wouldFit} would fit` : ''}`;
}

function section<T>(title: string, rows: readonly T[], line: (row: T) => string): readonly string[] {
  return rows.length === 0 ? [] : ['', `${title}:`, ...rows.map((row) => `  ${line(row)}`)];
}

function spaced(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', ...lines];
}
