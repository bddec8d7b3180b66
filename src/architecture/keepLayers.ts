import { LAYERS } from '../layers/index';
import { type Shape, ShapeError } from '../tensor/shape';
import { CLIP, type Group, type GroupKind, type Layer } from './architecture';
import type { LayerSink } from './layerSink';
import { isGroup } from './walk';

/** A sink that keeps all it is told, as a tree and as a list; a layer's output is named by the layer's path. */
export interface KeptLayers extends LayerSink<string, Group> {
  /** Every leaf, in forward order. */
  readonly layers: Layer[];
  /** What stands in no group: the parts of the network. */
  readonly parts: (Group | Layer)[];
}

/** A group while it is being filled. */
interface OpenGroup {
  readonly kind: GroupKind;
  readonly path: string;
  readonly children: (Group | Layer)[];
}

/**
 * A sink that keeps the layers of a network over a clip of this shape, [N, C, T, H, W].
 * @throws ShapeError that starts with a layer's path, where that layer does not fit what it reads
 */
export function keepLayers(clip: Shape): KeptLayers {
  const layers: Layer[] = [];
  const parts: (Group | Layer)[] = [];
  const around: OpenGroup[] = [];
  const shapes = new Map<string, Shape>([[CLIP, clip]]);
  const shapeOf = (path: string): Shape => {
    const shape = shapes.get(path);
    if (!shape) throw new Error(`no layer ${path} has been added yet`);
    return shape;
  };
  const siblings = () => around.at(-1)?.children ?? parts;
  return {
    layers,
    parts,
    layer(kind, name, fields, inputs) {
      const path = pathIn(around.at(-1), name);
      const inputShapes = inputs.map(shapeOf);
      const [input = [], other = []] = inputShapes;
      const output = atPath(path, () => LAYERS[kind].outputShape(fields, input, other));
      const layer = { kind, path, inputs, inputShapes, fields, output } as Layer;
      layers.push(layer);
      siblings().push(layer);
      shapes.set(path, output);
      return path;
    },
    open(kind, name) {
      around.push({ kind, path: pathIn(around.at(-1), name), children: [] });
    },
    close(kind, registered) {
      const closed = around.pop();
      if (closed?.kind !== kind) throw new Error(`a ${kind} is closed where a ${closed?.kind ?? 'network'} is open`);
      const group = groupOf(closed, registered);
      siblings().push(group);
      return group;
    },
    repeat(block, name, input) {
      const repeated = { ...again(block, pathIn(around.at(-1), name), input, layers), twin: block };
      siblings().push(repeated);
      shapes.set(repeated.result, repeated.output);
      return repeated.result;
    },
  };
}

/** Path of what is called so within a group. The stem's modules keep the reference's names, which do not begin with `stem`. */
function pathIn(group: OpenGroup | undefined, name: string): string {
  return group && group.kind !== 'stem' ? `${group.path}.${name}` : name;
}

/** A group that is complete; its output is that of its last child, in forward order. */
function groupOf({ kind, path, children }: OpenGroup, registered?: readonly string[]): Group {
  const last = children.at(-1);
  if (!last) throw new Error(`${path} has no layers`);
  const present = new Set(children.map((child) => child.path));
  const order = registered?.map((name) => `${path}.${name}`).filter((child) => present.has(child));
  return {
    kind,
    path,
    children,
    ...(order && { registered: order }),
    result: isGroup(last) ? last.result : last.path,
    output: last.output,
  };
}

/** A block once more, under another path and reading `input`; its layers are appended to `layers`. */
function again(block: Group, path: string, input: string, layers: Layer[]): Group {
  // A block reads its own layers, and its input.
  const own = `${block.path}.`;
  const moved = (old: string): string => (old.startsWith(own) ? path + old.slice(block.path.length) : input);
  const layerAgain = (layer: Layer): Layer => {
    const repeated = { ...layer, path: moved(layer.path), inputs: layer.inputs.map(moved) };
    layers.push(repeated);
    return repeated;
  };
  const groupAgain = (group: Group, at: string): Group => ({
    ...group,
    path: at,
    children: group.children.map((part) => (isGroup(part) ? groupAgain(part, moved(part.path)) : layerAgain(part))),
    ...(group.registered && { registered: group.registered.map(moved) }),
    result: moved(group.result),
  });
  return groupAgain(block, path);
}

function atPath(path: string, shape: () => Shape): Shape {
  try {
    return shape();
  } catch (error) {
    if (error instanceof ShapeError) throw new ShapeError(`${path}: ${error.message}`, error.about);
    throw error;
  }
}
