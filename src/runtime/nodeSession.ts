import * as ort from 'onnxruntime-web';
import { encodeModel } from '../onnx/encode';
import type { OnnxGraph } from '../onnx/graph';
import { joinChunks } from '../onnx/wireWriter';
import type { Tensor } from '../tensor/tensor';
import { openSession, type Session } from './session';

// The package's Node build: WASM on one thread, no worker of its own, so that a process ends when its work does.
ort.env.wasm.numThreads = 1;

/**
 * A session over a graph under Node (tests, command line), on WASM with one thread.
 * @param kept outputs that `runKeeping` keeps
 */
export async function openInNode(graph: OnnxGraph, kept: readonly string[] = []): Promise<Session> {
  return openModel(joinChunks(encodeModel(graph)), kept);
}

const openModel = (model: Uint8Array, kept: readonly string[] = []): Promise<Session> =>
  openSession(ort, model, { provider: 'wasm', layout: 'NCHW', kept });

/**
 * Runs a graph once under Node and returns its outputs by name.
 * @param outputs the outputs to bring back; all of them when absent.
 */
export async function runGraph(
  graph: OnnxGraph,
  feeds: Readonly<Record<string, Tensor>>,
  outputs?: readonly string[],
): Promise<Map<string, Tensor>> {
  return runModel(joinChunks(encodeModel(graph)), feeds, outputs);
}

/** Runs the bytes of an ONNX file once under Node. @throws SessionError where onnxruntime refuses the file, or stops */
export async function runModel(
  model: Uint8Array,
  feeds: Readonly<Record<string, Tensor>>,
  outputs?: readonly string[],
): Promise<Map<string, Tensor>> {
  const session = await openModel(model);
  try {
    return await session.run(feeds, outputs);
  } finally {
    await session.close();
  }
}
