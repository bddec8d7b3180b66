import type { Architecture } from '../architecture/architecture';
import type { StateDict } from '../tensor/tensor';
import { initWeights } from '../weights/initialise';
import { namedWeights } from '../weights/named';
import { onnxFile } from './onnxOptions';
import type { Values } from './option';
import { seedOption, wordOption } from './optionValues';
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
  const isNamed = wordOption(values, 'weights', ['init', 'named'], 'init') === 'named';
  return isNamed ? namedWeights(architecture) : initWeights(architecture, seedOption(values, 'seed'));
}
