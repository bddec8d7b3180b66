import type { Architecture } from '../architecture/architecture';
import type { StateDict } from '../tensor/tensor';
import { initWeights } from '../weights/initialise';
import { namedWeights } from '../weights/named';
import { onnxFile } from './onnxOptions';
import type { Values } from './option';
import { UsageError } from './usage';
import { writeFile } from './writeFile';

/** Writes the network as an ONNX file, and returns a sentence about it. @throws UsageError, CommandError */
export function exportCommand(architecture: Architecture, values: Values): string {
  const file = values.output;
  if (typeof file !== 'string') throw new UsageError('export needs -o FILE, the file to write.');
  const { chunks, about } = onnxFile(architecture, weightsFrom(architecture, values), values);
  const bytes = writeFile(file, chunks);
  return `Wrote ${file}: ${(bytes / 1e6).toFixed(1)} MB, ${about}.`;
}

function weightsFrom(architecture: Architecture, values: Values): StateDict {
  const weights = values.weights ?? 'init';
  if (weights === 'named') return namedWeights(architecture);
  if (weights !== 'init') throw new UsageError(`--weights is init or named; found ${weights}.`);
  const seed = Number(values.seed ?? 0);
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffff_ffff)
    throw new UsageError(`--seed is a whole number from 0 to 4294967295; found ${values.seed}.`);
  return initWeights(architecture, seed);
}
