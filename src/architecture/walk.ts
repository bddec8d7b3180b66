import type { ActivationFunction } from '../layers/activationFunction';
import { type FieldsOf, LAYERS, type LayerKind } from '../layers/index';
import type { Norm, StoredTensor } from '../layers/layerOp';
import type { Architecture, Group, Layer } from './architecture';

/** A part of the tree: a group, or a leaf. */
export type Part = Group | Layer;

export function isGroup(part: Part): part is Group {
  return 'children' in part;
}

/** Every layer under a part, in forward order. */
export function layersOf(part: Part): readonly Layer[] {
  return isGroup(part) ? part.children.flatMap(layersOf) : [part];
}

/** Every group and layer of the network by path, parents first. */
export function partsByPath(architecture: Architecture): ReadonlyMap<string, Part> {
  const parts = new Map<string, Part>();
  const visit = (part: Part): void => {
    parts.set(part.path, part);
    if (isGroup(part)) part.children.forEach(visit);
  };
  architecture.parts.forEach(visit);
  return parts;
}

/** Path of the gates that a part contains or is: the sigmoid of its squeeze-and-excitation. Null without one. */
export function gatesOf(architecture: Architecture, path: string): string | null {
  const own =
    path.endsWith('.se_module') || path.includes('.se_module.') ? path.replace(/(\.se_module).*/, '$1') : null;
  const gates = `${own ?? `${path}.se_module`}.sigmoid`;
  return partsByPath(architecture).has(gates) ? gates : null;
}

/** Every layer in the order the reference registers its modules, which is the order of the state dict. */
function registrationOrder(architecture: Architecture): readonly Layer[] {
  const visit = (part: Part): readonly Layer[] => {
    if (!isGroup(part)) return [part];
    const byPath = new Map(part.children.map((child) => [child.path, child]));
    const children = part.registered ? part.registered.flatMap((path) => byPath.get(path) ?? []) : part.children;
    return children.flatMap(visit);
  };
  return architecture.parts.flatMap(visit);
}

/** What a layer stores, by its suffixes, in registration order. */
export function tensorsOf<K extends LayerKind>(layer: {
  readonly kind: K;
  readonly fields: FieldsOf[K];
}): readonly StoredTensor[] {
  const tensors: StoredTensor[] = [];
  LAYERS[layer.kind].stores?.(layer.fields, {
    parameter(name, shape, requiresGrad = true) {
      tensors.push({ name, shape, dtype: 'float32', role: 'parameter', requiresGrad });
    },
    buffer(name, shape, dtype = 'float32') {
      tensors.push({ name, shape, dtype, role: 'buffer', requiresGrad: false });
    },
  });
  return tensors;
}

/** Multiply-accumulates of a layer in one forward pass. */
export function macsOf<K extends LayerKind>(layer: Layer<K>): number {
  return LAYERS[layer.kind].macs?.(layer.fields, layer.output) ?? 0;
}

/** What a layer is as a norm; null for what is none. */
export function normOf<K extends LayerKind>(layer: Layer<K>): Norm | null {
  return LAYERS[layer.kind].norm?.(layer.fields) ?? null;
}

/** A layer's non-linearity; null for what has none. */
export function nonLinearityOf<K extends LayerKind>(layer: Layer<K>): ActivationFunction | null {
  return LAYERS[layer.kind].activation?.(layer.fields) ?? null;
}

export function isConvolution(layer: Layer): layer is Layer<'conv3d'> {
  return LAYERS[layer.kind].convolution ?? false;
}

/** One entry of the state dict: its key, and the layer it belongs to. */
export interface NamedTensor extends StoredTensor {
  readonly key: string;
  readonly layer: Layer;
}

/**
 * The state dict's keys in the reference's order: `layer1.0.conv1.conv.weight`. The head's keys start with `head.`;
 * mmaction2 calls that prefix `cls_head.`.
 */
export function stateDictOf(architecture: Architecture): readonly NamedTensor[] {
  return registrationOrder(architecture).flatMap((layer) =>
    tensorsOf(layer).map((tensor) => ({ ...tensor, key: `${layer.path}.${tensor.name}`, layer })),
  );
}
