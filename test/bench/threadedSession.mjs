// @ts-check
/**
 * A worker thread with onnxruntime-web of its own, since the number of WASM threads is fixed once it has started.
 * `workerData`: models by name, the clip, the threads. Each message is a name to run; the answer is the same name.
 */
import { parentPort, workerData } from 'node:worker_threads';
import * as ort from 'onnxruntime-web';

/** @type {{ models: Record<string, Uint8Array>, clip: Float32Array, shape: number[], threads: number }} */
const { models, clip, shape, threads } = workerData;
ort.env.wasm.numThreads = threads;
/** @type {Map<string, import('onnxruntime-web').InferenceSession>} */
const sessions = new Map();
for (const [name, model] of Object.entries(models)) {
  sessions.set(name, await ort.InferenceSession.create(model, { executionProviders: ['wasm'], logSeverityLevel: 4 }));
}
parentPort?.on('message', async (name) => {
  await sessions.get(name)?.run({ clip: new ort.Tensor('float32', clip, shape) }, ['logits']);
  parentPort?.postMessage(name);
});
parentPort?.postMessage('ready');
