import { isFrozen } from '../analysis/training';
import type { Architecture } from '../architecture/architecture';
import { type NamedTensor, stateDictOf } from '../architecture/walk';
import { elementCount, type Shape } from '../tensor/shape';
import type { Recipe } from './recipe';

/** Where one tensor of the state dict lies in a flat vector. */
interface Slot {
  /** Key of the state dict: `layer1.0.conv1.conv.weight`. */
  readonly key: string;
  readonly shape: Shape;
  /** First element, and how many. */
  readonly offset: number;
  readonly size: number;
}

/** A vector of tensors, one after another. */
export interface FlatVector {
  readonly slots: readonly Slot[];
  readonly length: number;
}

/** How a network's state dict is laid out while it trains, each part in registration order. */
export interface FlatLayout {
  readonly trained: FlatVector;
  /** Parameters that are not: read, never written. */
  readonly fixed: FlatVector;
  /** Running statistics; `num_batches_tracked` is a float32 here. */
  readonly buffers: FlatVector;
}

/** The parts of a state dict that train, stay, and track statistics under a recipe. */
export function flatLayout(architecture: Architecture, scope: Recipe['scope']): FlatLayout {
  const tensors = stateDictOf(architecture);
  const isTrained = (tensor: NamedTensor) =>
    tensor.role === 'parameter' && tensor.requiresGrad && !isHeldBack(tensor.layer.path, architecture, scope);
  return {
    trained: joined(tensors.filter(isTrained)),
    fixed: joined(tensors.filter((tensor) => tensor.role === 'parameter' && !isTrained(tensor))),
    buffers: joined(tensors.filter(({ role }) => role === 'buffer')),
  };
}

/** True for a layer that stays in eval mode with its parameters as they are: frozen by the design or by the recipe's scope. */
export function isHeldBack(path: string, { design }: Architecture, scope: Recipe['scope']): boolean {
  if (scope === 'head') return !path.startsWith('head.');
  const { frozen_stages } = design.reference;
  return isFrozen(path, scope === 'all' ? frozen_stages : Math.max(frozen_stages, scope.frozenStages));
}

function joined(tensors: readonly NamedTensor[]): FlatVector {
  let length = 0;
  const slots = tensors.map(({ key, shape }) => {
    const size = elementCount(shape);
    length += size;
    return { key, shape, offset: length - size, size };
  });
  return { slots, length };
}
