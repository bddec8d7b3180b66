import { activationFacts } from '../analysis/activations/activationFacts';
import { gradCam, type HeadWeights } from '../analysis/activations/gradCam';
import type { Architecture } from '../architecture/architecture';
import { build } from '../architecture/build';
import { blobSource } from '../checkpoint/byteSource';
import { openZip } from '../checkpoint/zip';
import { storeBlobs } from '../checkpoint/zipWriter';
import { mmaction2Config } from '../configs/mmaction2Config';
import { slowfastYaml } from '../configs/slowfastYaml';
import type { Taught } from '../configs/taught';
import type { Written } from '../configs/written';
import type { Design } from '../design/design';
import { CONV5, toOnnx } from '../export/onnxGraph';
import { pytorchModule } from '../export/pytorch';
import { census } from '../lowering/census';
import { channelwisePieces } from '../lowering/channelwisePieces';
import { lower, TARGETS } from '../lowering/pipeline';
import { newest } from '../memo/newest';
import { encodeModel } from '../onnx/encode';
import { joinChunks } from '../onnx/wireWriter';
import type { StateDict } from '../tensor/tensor';
import { yardstickGraph } from '../timing/yardsticks';
import { namedClip } from '../weights/named';
import { factsByKey } from '../weights/tensorFacts';
import { createCheckpoints } from './checkpoints';
import { PROBE_DESIGN } from './parity';
import { createPreparation } from './prepare';
import type { Call, Handlers } from './serve';
import type { createFrames } from './studioFrames';
import type { PrepareStep, SourceLanguage, StudioProtocol } from './studioProtocol';

/** What the studio worker is asked besides frames. */
export type NetworkProtocol = Omit<StudioProtocol, keyof ReturnType<typeof createFrames>>;

/** The studio worker's answers about networks: weights, checkpoints, graphs, files to keep. */
export function createNetworks(): Handlers<NetworkProtocol> {
  const checkpoints = createCheckpoints();
  const preparation = createPreparation(checkpoints);
  /** A network's pieces by which forms are compared; those of the last one are kept, since they are asked for one by one. */
  const pieces = newest(
    async ({ design, weights }: StudioProtocol['pieces']['params']) => {
      const architecture = build(design);
      return channelwisePieces(toOnnx(architecture, (await preparation.weightsOf(architecture, weights)).weights));
    },
    ({ design, weights }) => JSON.stringify([design, weights]),
  );
  return {
    prepare: async (params, call) => {
      const prepared = await preparation.prepare(params, stepper(call));
      return call.transfer(prepared, prepared.model.buffer);
    },
    census: async ({ design, weights, target, outputs, form, chosen: forms }, call) => {
      const chosen = await preparation.weightsOf(build(design), weights);
      call.signal.throwIfAborted();
      const plain = toOnnx(build(design), chosen.weights, { outputs: [CONV5, ...outputs] });
      return census(form === 'plain' ? plain : lower(plain, target, forms));
    },
    prepareYardstick: async ({ yardstick, target }, call) => {
      const model = joinChunks(encodeModel(lower(yardstickGraph(yardstick), target)));
      return call.transfer({ model, layout: TARGETS[target].layout }, model.buffer);
    },
    pieces: async (params) => (await pieces(params)).map(({ graph: _, ...facts }) => facts),
    preparePiece: async ({ shape, form, target, ...params }, call) => {
      const piece = (await pieces(params)).find((one) => one.shape === shape);
      if (!piece) throw new Error(`The network has no channel-wise convolution of shape ${shape}.`);
      const model = joinChunks(encodeModel(lower(piece.graph, target, { [shape]: form })));
      return call.transfer({ model, layout: 'NCHW' }, model.buffer);
    },
    prepareProbe: async (_, call) => {
      // A preparation of its own: the weights of the network on the screen stay remembered.
      const probe = createPreparation();
      const lowered = (target: 'webgpu' | 'wasm') =>
        probe.prepare({ design: PROBE_DESIGN, weights: { kind: 'named' }, target, outputs: ['layer1'] }, async () =>
          call.signal.throwIfAborted(),
        );
      const [webgpu, wasm] = [await lowered('webgpu'), await lowered('wasm')];
      const { n, t, h, w } = PROBE_DESIGN.clip;
      const clip = namedClip([n, PROBE_DESIGN.reference.in_channels, t, h, w]);
      return call.transfer({ webgpu, wasm, clip }, webgpu.model.buffer, wasm.model.buffer);
    },
    exportOnnx: (params, call) => preparation.exportOnnx(params, stepper(call)),
    exportWeights: (params, call) => preparation.exportWeights(params, stepper(call)),
    exportSource: async ({ design, language, taught }) => SOURCES[language](build(design), taught),
    packFiles: async ({ files }, { signal, progress }) =>
      storeBlobs(files, (done) => {
        signal.throwIfAborted();
        progress({ done, total: files.length });
      }),
    listArchive: async ({ file }) =>
      Array.from((await openZip(blobSource(file))).entries.values(), ({ name, size }) => ({ name, size })),
    unpackFile: async ({ file, name }) => {
      const archive = await openZip(blobSource(file));
      const entry = archive.entries.get(name);
      if (!entry) throw new Error(`The archive has no ${name}.`);
      return new Blob([(await archive.read(entry)) as Uint8Array<ArrayBuffer>]);
    },
    openCheckpoint: (params, { signal }) => checkpoints.open(params, signal),
    ledger: async ({ checkpoint, design }) => checkpoints.ledger(checkpoint, design),
    loadWeights: async ({ design, weights }, { signal, progress }) => {
      const onProgress = (done: number, total: number) => progress({ done, total });
      return (await checkpoints.load(build(design), weights, { signal, onProgress })).ledger;
    },
    closeCheckpoint: async ({ checkpoint }) => checkpoints.close(checkpoint),
    prepareBoth: async (params, { transfer }) => {
      const both = await checkpoints.both(params);
      if (both === null || 'whyNot' in both) return both;
      return transfer(both, both.theirs.buffer, both.ours.buffer, both.clip.data.buffer);
    },
    tensorFacts: async ({ design, weights, keys }) => {
      const chosen = await preparation.weightsOf(build(design), weights);
      return factsByKey(chosen.weights, keys).map((facts) => ({ ...facts, fromFile: !chosen.drawn.has(facts.key) }));
    },
    activationFacts: async ({ output }, call) => {
      return call.transfer({ output, facts: activationFacts(output) }, output.data.buffer);
    },
    gradCam: async ({ design, weights, features, classIndex }) => {
      const chosen = await preparation.weightsOf(build(design), weights);
      const { map, score } = gradCam(features, headWeights(design, chosen.weights), classIndex);
      return { map, score };
    },
  };
}

/** What Grad-CAM needs of a network's weights. @throws Error for a backbone without head, or a head with a window */
function headWeights({ head }: Design, weights: StateDict): HeadWeights {
  if (head?.pool_window)
    throw new Error(
      'Classes are mapped for a head that pools the whole map; this one pools under a window set by hand.',
    );
  const values = (key: string): Float32Array => {
    const tensor = weights.get(key);
    if (tensor?.dtype !== 'float32') throw new Error(`The network has no ${key} to map classes with. Add a head.`);
    return tensor.data;
  };
  return {
    pool: head?.spatial_type ?? 'avg',
    fc1: values('head.fc1.weight'),
    fc1Bias: head?.fc1_bias ? values('head.fc1.bias') : null,
    fc2: values('head.fc2.weight'),
    fc2Bias: values('head.fc2.bias'),
  };
}

/** What writes each language. */
const SOURCES: Readonly<Record<SourceLanguage, (architecture: Architecture, taught?: Taught) => Written>> = {
  pytorch: (architecture) => ({ text: pytorchModule(architecture) }),
  mmaction2: mmaction2Config,
  slowfast: slowfastYaml,
};

/** Tells each step, and lets the event loop turn before it, so that a cancellation is heard between steps. */
function stepper(call: Call<PrepareStep>): (step: PrepareStep) => Promise<void> {
  return async (step) => {
    call.progress(step);
    await new Promise((resolve) => setTimeout(resolve));
    call.signal.throwIfAborted();
  };
}
