import type { Architecture } from '../architecture/architecture';
import type { ByteSource } from '../checkpoint/byteSource';
import { CheckpointError } from '../checkpoint/checkpointError';
import type { CheckpointFile } from '../checkpoint/checkpointFile';
import { fitCheckpoint, type Ledger } from '../checkpoint/fitCheckpoint';
import { openCheckpoint } from '../checkpoint/openCheckpoint';
import { type Recognition, recognise } from '../checkpoint/recognise';
import { type NamedCheckpoint, referenceNames } from '../checkpoint/referenceNames';
import { type Shape, shapeText } from '../tensor/shape';
import { designFrom, type Values } from './designArguments';

/** A checkpoint that was opened, and the network it stands for. */
export interface Inspected {
  readonly file: CheckpointFile;
  readonly named: NamedCheckpoint;
  /** Null where the design was given and the file was only fitted to it. */
  readonly recognition: Recognition | null;
  readonly architecture: Architecture;
}

/**
 * Opens a checkpoint and recognises its network; options complete or change the design. A whole design with `--design`
 * is also what a partial file, which no network can be recognised from, is fitted to.
 * @throws CheckpointError, UsageError
 */
export async function inspect(source: ByteSource, values: Values): Promise<Inspected> {
  const file = await openCheckpoint(source);
  const named = referenceNames(file);
  let recognition: Recognition | null = null;
  try {
    recognition = recognise(named, file.metadata);
  } catch (error) {
    if (!(error instanceof CheckpointError) || values.design === undefined) throw error;
  }
  const { architecture } = designFrom(values, recognition?.design);
  return { file, named, recognition, architecture };
}

/** What a checkpoint is, the design it was recognised as, and what became of every tensor. */
export async function inspectCommand(source: ByteSource, values: Values): Promise<string> {
  const inspected = await inspect(source, values);
  const { ledger } = await fitCheckpoint(inspected.named, inspected.architecture, { seed: 0 });
  return values.json ? JSON.stringify(reportOf(inspected, ledger), null, 2) : inTerminal(inspected, ledger);
}

function reportOf({ file, named, recognition, architecture }: Inspected, ledger: Ledger) {
  return {
    format: file.format,
    under: file.under,
    beside: file.beside,
    naming: named.dialect.name,
    prefix: named.prefix,
    tensors: file.entries.size,
    recognised_from: recognition?.source ?? null,
    design: architecture.design,
    stage_blocks: architecture.stages.map(({ blocks }) => blocks.result),
    stage_channels: architecture.stages.map(({ channels }) => channels),
    decided: recognition?.decided ?? [],
    undecided: recognition?.undecided ?? [],
    ledger,
  };
}

function inTerminal({ file, named, recognition, architecture }: Inspected, ledger: Ledger): string {
  const { reference, head } = architecture.design;
  return [
    `${file.format}, ${file.entries.size} tensors${file.under ? ` under ${file.under}` : ''}, named as ${named.dialect.label}${named.prefix ? ` after ${named.prefix}` : ''}${file.beside.length > 0 ? `; beside them ${file.beside.join(', ')}` : ''}.`,
    '',
    `X3D with gamma_w ${reference.gamma_w}, gamma_b ${reference.gamma_b}, gamma_d ${reference.gamma_d}${head ? `, ${head.num_classes} classes` : ', no head'}, ${recognition ? `recognised from ${recognition.source}` : 'as given'}.`,
    ...section('What names and shapes decide', exactly(recognition), ({ field, value }) => `${field} = ${value}`),
    ...section(
      'What they leave open, and what was taken',
      recognition?.undecided ?? [],
      ({ field, value, reason }) => `${field} = ${value}  (${reason})`,
    ),
    '',
    `Ledger: ${ledger.loaded.length} loaded, ${ledger.missing.length} missing, ${ledger.unexpected.length} unexpected, ${ledger.wrongShape.length} of wrong shape.`,
    ...section(
      'Missing, left as the constructors draw them',
      ledger.missing,
      ({ key, shape }) => `${key}  ${shapeText(shape)}`,
    ),
    ...section('Unexpected', ledger.unexpected, ({ name, shape }) => `${name}  ${shapeText(shape)}`),
    ...section('Wrong shape', ledger.wrongShape, ({ name, expected, found, wouldFit }) =>
      misfit(name, expected, found, wouldFit),
    ),
  ].join('\n');
}

/** What one value alone explains; where a range does, the value taken stands among what is left open. */
function exactly(recognition: Recognition | null): Recognition['decided'] {
  const open = new Set(recognition?.undecided.map(({ field }) => field));
  return recognition?.decided.filter(({ field }) => !open.has(field)) ?? [];
}

function misfit(name: string, expected: Shape, found: Shape, wouldFit: string | null): string {
  return `${name}  expected ${shapeText(expected)}, found ${shapeText(found)}${wouldFit ? `; ${wouldFit} would fit` : ''}`;
}

function section<T>(title: string, rows: readonly T[], line: (row: T) => string): readonly string[] {
  return rows.length === 0 ? [] : ['', `${title}:`, ...rows.map((row) => `  ${line(row)}`)];
}
