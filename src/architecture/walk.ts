import { LAYERS, type LayerKind } from '../layers/index';
import type { StoredTensor } from '../layers/layerOp';
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

/** Every layer in the order the reference registers its modules, which is the order of the state dict. */
export function registrationOrder(architecture: Architecture): readonly Layer[] {
  const visit = (part: Part): readonly Layer[] => {
    if (!isGroup(part)) return [part];
    const byPath = new Map(part.children.map((child) => [child.path, child]));
    const children = part.registered ? part.registered.flatMap((path) => byPath.get(path) ?? []) : part.children;
    return children.flatMap(visit);
  };
  return architecture.parts.flatMap(visit);
}

/** What a layer stores, by its suffixes. */
export function tensorsOf<K extends LayerKind>(layer: Layer<K>): readonly StoredTensor[] {
  return LAYERS[layer.kind].tensors(layer.fields);
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
