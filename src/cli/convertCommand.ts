import { extname } from 'node:path';
import type { Architecture } from '../architecture/architecture';
import type { ByteSource } from '../checkpoint/byteSource';
import { DIALECTS, type DialectName } from '../checkpoint/dialects';
import { stopping, whyStopped } from '../checkpoint/difference';
import { fitCheckpoint, loadsNothing } from '../checkpoint/fitCheckpoint';
import { writePth, writeSafetensors } from '../checkpoint/writeCheckpoint';
import type { StateDict } from '../tensor/tensor';
import { shownName } from '../text/harmless';
import { aboutFile, inspect, withoutClassifier, withRun } from './inspectCommand';
import { filledText, inflatedText, leftOutText, loadedOrFilled, nonFiniteLines } from './ledgerText';
import { onnxFile } from './onnxOptions';
import type { Values } from './option';
import { wordOption } from './optionValues';
import { namesDesign } from './startingDesign';
import { CommandError, UsageError } from './usage';
import { writeFile } from './writeFile';

/**
 * Writes a checkpoint in another format or naming; the options complete what the file cannot know. Nothing is written
 * where the file is bad. Returns a sentence. @throws UsageError, CheckpointError, CommandError
 */
export async function convertCommand(source: ByteSource, values: Values): Promise<string> {
  const file = values.output;
  if (typeof file !== 'string') throw new UsageError('convert needs -o OUT, the file to write.');
  const write = writerFor(file, values);
  const inspected = await withRun(source, await inspect(source, values));
  const { named, recognition, refusal, architecture, differences } = inspected;
  // A guess is good enough for a ledger, not for a file that others load.
  if (refusal !== null && !namesDesign(values)) throw refusal;
  const stops = stopping(differences, values['allow-unexpected'] === true);
  if (stops.length > 0) throw new CommandError(whyStopped(stops));
  const { weights, ledger } = await fitCheckpoint(named, architecture, { seed: 0 });
  if (loadsNothing(ledger))
    throw new CommandError(
      `None of the file's ${inspected.file.entries.size} tensors fits this network, so nothing was written. ${refusal?.message ?? 'Name the file’s own design with --design.'}`,
    );
  const { chunks, about } = write(architecture, weights);
  const bytes = writeFile(file, chunks);
  const open = (recognition?.undecided ?? []).flatMap(({ field }) =>
    isAnswered(field, values) ? [] : field.replace(/^\w+\./, ''),
  );
  const [fromFile, filled] = loadedOrFilled(ledger);
  return [
    `Wrote ${file}: ${(bytes / 1e6).toFixed(1)} MB, ${about}; ${fromFile.length} tensors loaded, ${filled.length > 0 ? `${filled.length} filled in, ` : ''}${ledger.missing.length} missing, ${ledger.unexpected.length} unexpected, ${ledger.wrongShape.length} of wrong shape.`,
    ...aboutFile(inspected.file),
    ...withoutClassifier(architecture.design.head, ledger),
    ...(recognition?.notes ?? []),
    ...(open.length > 0 ? [`Taken as usual, since the file cannot say: ${open.join(', ')}.`] : []),
    ...nonFiniteLines(ledger),
    ...inflatedText(ledger.loaded),
    ...filledText(filled),
    ...ledger.missing.map(({ key }) => `Missing, random in ${file}: ${key}`),
    ...ledger.wrongShape.map(({ name }) => `Of wrong shape, random in ${file}: ${shownName(name)}`),
    ...leftOutText(ledger),
  ].join('\n');
}

/** True where an option says what a file leaves open. */
function isAnswered(field: string, values: Values): boolean {
  const [section, name = ''] = field.split('.');
  const option = section === 'clip' ? 'input' : section === 'head' ? 'head' : name.replaceAll('_', '-');
  return namesDesign(values) || values[option] !== undefined;
}

type Writer = (
  architecture: Architecture,
  weights: StateDict,
) => { readonly chunks: readonly Uint8Array[]; readonly about: string };

const TENSOR_WRITERS: ReadonlyMap<string, typeof writePth> = new Map([
  ['.safetensors', writeSafetensors],
  ['.pth', writePth],
  ['.pyth', writePth],
  ['.pt', writePth],
]);

/** The end of the name says the format. @throws UsageError */
function writerFor(file: string, values: Values): Writer {
  const ending = extname(file).toLowerCase();
  if (ending === '.onnx') return (architecture, weights) => onnxFile(architecture, weights, values);
  const writeTensors = TENSOR_WRITERS.get(ending);
  if (!writeTensors)
    throw new UsageError(`The end of ${file} says no format; use .onnx, .safetensors, .pth, .pyth or .pt.`);
  const names = Object.keys(DIALECTS) as DialectName[];
  const naming = wordOption(values, 'naming', names, ending === '.pyth' ? 'slowfast' : 'mmaction2');
  return ({ design }, weights) => ({
    chunks: writeTensors(weights, { design, naming }),
    about: `named as ${DIALECTS[naming].label}`,
  });
}
