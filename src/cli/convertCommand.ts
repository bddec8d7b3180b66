import { extname } from 'node:path';
import type { Architecture } from '../architecture/architecture';
import type { ByteSource } from '../checkpoint/byteSource';
import { DIALECTS, type DialectName } from '../checkpoint/dialects';
import { stopping, whyStopped } from '../checkpoint/difference';
import { fitCheckpoint } from '../checkpoint/fitCheckpoint';
import { writePth, writeSafetensors } from '../checkpoint/writeCheckpoint';
import type { StateDict } from '../tensor/tensor';
import type { Values } from './designArguments';
import { aboutFile, inspect } from './inspectCommand';
import { onnxFile } from './onnxOptions';
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
  const { file: opened, named, recognition, refusal, architecture, differences } = await inspect(source, values);
  // A guess is good enough for a ledger, not for a file that others load.
  if (refusal !== null && !namesDesign(values)) throw refusal;
  const stops = stopping(differences, values['allow-unexpected'] === true);
  if (stops.length > 0) throw new CommandError(whyStopped(stops));
  const { weights, ledger } = await fitCheckpoint(named, architecture, { seed: 0 });
  const { chunks, about } = write(architecture, weights);
  const bytes = writeFile(file, chunks);
  const open =
    namesDesign(values) || values.input || !recognition
      ? []
      : recognition.undecided.map(({ field }) => field.replace(/^\w+\./, ''));
  return [
    `Wrote ${file}: ${(bytes / 1e6).toFixed(1)} MB, ${about}; ${ledger.loaded.length} tensors loaded, ${ledger.missing.length} missing, ${ledger.unexpected.length} unexpected, ${ledger.wrongShape.length} of wrong shape.`,
    ...aboutFile(opened),
    ...(open.length > 0 ? [`Taken as usual, since the file cannot say: ${open.join(', ')}.`] : []),
    ...ledger.missing.map(({ key }) => `Missing: ${key}`),
    ...ledger.wrongShape.map(({ name }) => `Wrong shape: ${name}`),
  ].join('\n');
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
  const naming = values.naming ?? (ending === '.pyth' ? 'slowfast' : 'mmaction2');
  if (typeof naming !== 'string' || !Object.hasOwn(DIALECTS, naming))
    throw new UsageError(`--naming is ${Object.keys(DIALECTS).join(', ')}; found ${naming}.`);
  return ({ design }, weights) => ({
    chunks: writeTensors(weights, { design, naming: naming as DialectName }),
    about: `named as ${DIALECTS[naming as DialectName].label}`,
  });
}
