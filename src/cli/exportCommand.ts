import { writeFileSync } from 'node:fs';
import type { Architecture } from '../architecture/architecture';
import { designMetadata } from '../design/metadata';
import { toOnnx } from '../export/onnxGraph';
import { lower, type Target } from '../lowering/pipeline';
import { encodeModel } from '../onnx/encode';
import type { StateDict } from '../tensor/tensor';
import { initWeights } from '../weights/initialise';
import { namedWeights } from '../weights/named';
import type { Values } from './designArguments';
import { CommandError, UsageError } from './usage';

const TARGETS = ['plain', 'webgpu', 'wasm'] as const;

/** Writes the network as an ONNX file, and returns a sentence about it. @throws UsageError, CommandError */
export function exportCommand(architecture: Architecture, values: Values): string {
  const file = values.output;
  if (typeof file !== 'string') throw new UsageError('export needs -o FILE, the file to write.');
  const target = TARGETS.find((name) => name === (values.target ?? 'plain'));
  if (!target) throw new UsageError(`--target is plain, webgpu or wasm; found ${values.target}.`);
  const outputs = typeof values.outputs === 'string' ? values.outputs.split(',').filter((path) => path !== '') : [];
  const graph = named(() =>
    toOnnx(architecture, weightsFrom(architecture, values), {
      outputs,
      metadata: designMetadata(architecture.design),
    }),
  );
  const { chunks, byteLength } = encodeModel(target === 'plain' ? graph : lower(graph, target satisfies Target));
  write(file, chunks);
  return `Wrote ${file}: ${(byteLength / 1e6).toFixed(1)} MB, input clip [${architecture.clip.join(', ')}], outputs ${graph.outputs.map(({ name }) => name).join(', ')}.`;
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

/** A path that is none of the network's is the command line's fault. */
function named<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof Error && error.name === 'UnknownOutputError')
      throw new UsageError(`--outputs: ${error.message}`);
    throw error;
  }
}

function write(file: string, chunks: readonly Uint8Array[]): void {
  try {
    writeFileSync(file, Buffer.concat(chunks));
  } catch (error) {
    throw new CommandError(`Could not write ${file}: ${(error as Error).message}.`);
  }
}
