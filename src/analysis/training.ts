import type { Architecture, Layer } from '../architecture/architecture';
import { normOf, stateDictOf } from '../architecture/walk';
import type { Reference } from '../design/design';
import { elementCount } from '../tensor/shape';

/** What the reference's `train()` leaves to be trained, and what it keeps in eval mode. */
export interface Training {
  /** Parameter elements with requires_grad after `train()`: the constructor's freezing and `_freeze_stages`. */
  readonly trainable: number;
  /** Parameter elements with requires_grad before the first `train()` or `eval()`. */
  readonly trainableBefore: number;
  /** Parameter tensors without requires_grad after `train()`. */
  readonly frozenTensors: number;
  /** Norms that stay in eval mode while the rest trains, by path. */
  readonly normsInEval: ReadonlySet<string>;
  /** Every leaf module that stays in eval mode, by path. */
  readonly layersInEval: ReadonlySet<string>;
}

/** `X3D.train()`: freezes the stem and the first stages, then puts batch norm in eval mode where norm_eval asks for it. */
export function training(architecture: Architecture): Training {
  const { reference } = architecture.design;
  const frozen = (path: string) => isFrozen(path, reference.frozen_stages);
  const parameters = stateDictOf(architecture).filter((tensor) => tensor.role === 'parameter');
  const elements = (tensors: typeof parameters) => tensors.reduce((sum, { shape }) => sum + elementCount(shape), 0);
  const before = parameters.filter((tensor) => tensor.requiresGrad);
  const after = before.filter((tensor) => !frozen(tensor.layer.path));
  const inEval = architecture.layers.filter((layer) => staysInEval(layer, reference));
  return {
    trainable: elements(after),
    trainableBefore: elements(before),
    frozenTensors: parameters.length - after.length,
    normsInEval: new Set(inEval.filter((layer) => normOf(layer)).map((layer) => layer.path)),
    layersInEval: new Set(inEval.map((layer) => layer.path)),
  };
}

/** `_freeze_stages`: 0 freezes the stem, k the stages up to layer k as well; conv5 and the head never. */
export function isFrozen(path: string, frozenStages: number): boolean {
  if (frozenStages < 0) return false;
  const [top = ''] = path.split('.');
  if (top === 'conv1_s' || top === 'conv1_t') return true;
  const stage = /^layer(\d+)$/.exec(top)?.[1];
  return stage !== undefined && Number(stage) <= frozenStages;
}

/** True for a layer that stays in eval mode while the rest trains: frozen, or batch norm under norm_eval. */
export function staysInEval(layer: Layer, { frozen_stages, norm_eval }: Reference): boolean {
  return isFrozen(layer.path, frozen_stages) || (norm_eval && normOf(layer)?.family === 'batch' && inBackbone(layer));
}

function inBackbone(layer: Layer): boolean {
  return !layer.path.startsWith('head.');
}
