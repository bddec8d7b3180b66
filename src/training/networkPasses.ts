import { unitsOf } from '../analysis/trainingMemory';
import { type Architecture, CLIP, type Group, type Layer } from '../architecture/architecture';
import { layersOf, tensorsOf } from '../architecture/walk';
import type { LayerKind } from '../layers/index';
import { add, type GraphWriter, multiply, slice, type Value } from './graphWriter';
import { TRAINING_RULES } from './rules/index';
import type { LayerInTraining, Observed, Pass } from './rules/trainingRule';

/** What a network's passes read. */
interface NetworkInputs {
  /** [C, N·T·H·W]. */
  readonly clip: Value;
  /** A parameter or buffer of the state dict. */
  tensor(key: string): Value;
  /** True for a parameter that is trained. */
  isTrained(key: string): boolean;
  modeOf(layer: Layer): 'train' | 'eval';
  draw(path: string, ...asked: Parameters<LayerInTraining<unknown>['draw']>): Value;
  /** Blocks run again in the backward pass, so that only their inputs are kept meanwhile. */
  readonly checkpointed: boolean;
  /** Whether the clip's own gradient is wanted. */
  readonly clipGradient: boolean;
}

/** A network's forward pass, and how to write its backward pass. */
export interface NetworkPasses {
  /** The last layer's output. */
  readonly output: Value;
  /** The output of a layer by its path. @throws Error where the network has no such layer */
  valueOf(path: string): Value;
  /** What norms in training mode saw, by the norm's path. */
  readonly observed: ReadonlyMap<string, Observed>;
  backward(gradient: Value): NetworkGradients;
}

export interface NetworkGradients {
  /** By key of the state dict; all that is trained. */
  readonly parameters: ReadonlyMap<string, Value>;
  /** What some of these still have to be multiplied by, by key. */
  readonly factors: ReadonlyMap<string, number>;
  /** [C, N·T·H·W], where it is wanted. */
  readonly clip: Value | undefined;
  /** What norms of blocks that ran again saw then: they update their running statistics once more, as the reference's do. */
  readonly observedAgain: ReadonlyMap<string, Observed>;
}

/** Writes the forward pass of every layer. */
export function writeNetwork(w: GraphWriter, architecture: Architecture, inputs: NetworkInputs): NetworkPasses {
  const units = unitsOf(architecture);
  const graded = gradedPaths(architecture, inputs);
  const values = new Map([[CLIP, inputs.clip]]);
  const passes = new Map<string, Pass>();
  for (const unit of units)
    for (const layer of layersOf(unit)) {
      const pass = forward(w, layer, inputs, values);
      passes.set(layer.path, pass);
      values.set(layer.path, pass.output);
    }
  return {
    output: valueAt(values, architecture.layers.at(-1)?.path ?? CLIP),
    valueOf: (path) => valueAt(values, path),
    observed: observedIn(passes),
    backward: (gradient) => writeBackward(w, { architecture, inputs, units, graded, values, passes }, gradient),
  };
}

interface Written {
  readonly architecture: Architecture;
  readonly inputs: NetworkInputs;
  readonly units: readonly Group[];
  /** Paths of values whose gradient is needed. */
  readonly graded: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, Value>;
  readonly passes: ReadonlyMap<string, Pass>;
}

function writeBackward(w: GraphWriter, written: Written, gradient: Value): NetworkGradients {
  const { architecture, inputs, units, graded, values, passes } = written;
  const gradients = new Map([[architecture.layers.at(-1)?.path ?? CLIP, gradient]]);
  const parameters = new Map<string, Value>();
  const factors = new Map<string, number>();
  const observedAgain = new Map<string, Observed>();
  const back = (layer: Layer, pass: Pass | undefined) => {
    const dy = gradients.get(layer.path);
    if (!pass || !dy || !graded.has(layer.path)) return;
    const trained = tensorsOf(layer).filter(({ name }) => inputs.isTrained(`${layer.path}.${name}`));
    const found = w.within(layer.path, 'backward', () =>
      pass.backward(dy, { inputs: layer.inputs.map((path) => graded.has(path)), parameters: trained.length > 0 }),
    );
    for (const { name } of trained) {
      const value = found.parameters[name];
      if (value) parameters.set(`${layer.path}.${name}`, value);
      if (found.factor !== undefined) factors.set(`${layer.path}.${name}`, found.factor);
    }
    layer.inputs.forEach((path, index) => {
      const value = found.inputs[index];
      const before = gradients.get(path);
      if (value) gradients.set(path, before ? w.within(path, 'backward', () => add(w, before, value)) : value);
    });
  };
  for (const unit of units.toReversed()) {
    const layers = layersOf(unit).toReversed();
    const input = layers.at(-1)?.inputs[0] ?? CLIP;
    if (!(inputs.checkpointed && unit.kind === 'block' && graded.has(input))) {
      for (const layer of layers) back(layer, passes.get(layer.path));
      continue;
    }
    // BlockX3D.forward checkpoints all but the last activation.
    const [last, ...inner] = layers;
    if (last) back(last, passes.get(last.path));
    const sum = gradients.get(inner[0]?.path ?? '');
    if (!sum) continue;
    const again = runAgain(w, inner.toReversed(), inputs, [input, valueAt(values, input)], sum);
    for (const [path, seen] of observedIn(again)) observedAgain.set(path, seen);
    for (const layer of inner) back(layer, again.get(layer.path));
  }
  return { parameters, factors, clip: gradients.get(CLIP), observedAgain };
}

/**
 * A block's forward pass once more. Its input is the kept one plus 0 × the incoming gradient: without that tie,
 * onnxruntime merges the second pass with the first, or runs it first, and nothing is saved.
 */
function runAgain(
  w: GraphWriter,
  layers: readonly Layer[],
  inputs: NetworkInputs,
  [path, kept]: readonly [string, Value],
  gradient: Value,
): ReadonlyMap<string, Pass> {
  const tied = w.within(path, 'again', () =>
    add(w, kept, multiply(w, slice(w, slice(w, gradient, 0, 0, 1), 1, 0, 1), 0)),
  );
  const values = new Map([[path, tied]]);
  const passes = new Map<string, Pass>();
  for (const layer of layers) {
    const pass = forward(w, layer, inputs, values, 'again');
    passes.set(layer.path, pass);
    values.set(layer.path, pass.output);
  }
  return passes;
}

function forward<K extends LayerKind>(
  w: GraphWriter,
  layer: Layer<K>,
  inputs: NetworkInputs,
  values: ReadonlyMap<string, Value>,
  part = 'forward',
): Pass {
  return w.within(layer.path, part, () =>
    TRAINING_RULES[layer.kind].forward({
      w,
      fields: layer.fields,
      inputs: layer.inputs.map((path) => valueAt(values, path)),
      inputShapes: layer.inputShapes,
      output: layer.output,
      parameter: (suffix) => inputs.tensor(`${layer.path}.${suffix}`),
      buffer: (suffix) => inputs.tensor(`${layer.path}.${suffix}`),
      mode: inputs.modeOf(layer as Layer),
      draw: (...asked) => inputs.draw(layer.path, ...asked),
    }),
  );
}

/** Layers that are trained, and all behind them; the clip where its gradient is wanted. */
function gradedPaths({ layers }: Architecture, inputs: NetworkInputs): ReadonlySet<string> {
  const graded = new Set<string>(inputs.clipGradient ? [CLIP] : []);
  for (const layer of layers) {
    const trained = tensorsOf(layer).some(({ name }) => inputs.isTrained(`${layer.path}.${name}`));
    if (trained || layer.inputs.some((path) => graded.has(path))) graded.add(layer.path);
  }
  return graded;
}

function observedIn(passes: ReadonlyMap<string, Pass>): ReadonlyMap<string, Observed> {
  return new Map(Array.from(passes).flatMap(([path, { observed }]) => (observed ? [[path, observed]] : [])));
}

function valueAt(values: ReadonlyMap<string, Value>, path: string): Value {
  const value = values.get(path);
  if (!value) throw new Error(`${path} is read before it is computed.`);
  return value;
}
