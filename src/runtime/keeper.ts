import { encodeModel } from '../onnx/encode';
import { joinChunks } from '../onnx/wireWriter';
import type { Provider } from './provider';
import { type OrtModule, openSession, type Session } from './session';
import { SessionError, sessionError } from './sessionError';

/**
 * A session over a network of one node. Opening it makes onnxruntime-web fetch and start what it otherwise would on the
 * first real model: the WASM binary and, for WebGPU, the device. Kept open it also keeps that device, which the
 * provider would destroy with its last session.
 * @throws SessionError of step `load`
 */
export async function openKeeper(ort: OrtModule, provider: Provider): Promise<Session> {
  const border = { dtype: 'float32', shape: [1] } as const;
  const model = encodeModel({
    name: 'keeper',
    opset: 17,
    inputs: [{ name: 'x', ...border }],
    outputs: [{ name: 'y', ...border }],
    initializers: new Map(),
    nodes: [{ op: 'Relu', name: 'relu', inputs: ['x'], outputs: ['y'], attributes: {}, origins: [] }],
    metadata: new Map(),
  });
  try {
    return await openSession(ort, joinChunks(model), { provider, layout: 'NCHW' });
  } catch (error) {
    // What opening a session throws is told in its words already; the cause has onnxruntime's.
    const cause = error instanceof SessionError ? error.cause : error;
    throw sessionError('load', provider, 'onnxruntime-web does not start', cause);
  }
}
