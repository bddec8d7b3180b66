import { type FieldsOf, LAYERS, type LayerKind } from '../layers/index';
import { type Shape, ShapeError } from '../tensor/shape';
import { CLIP, type Group, type Layer } from './architecture';
import { isGroup } from './walk';

/** A network while it is being built: layers are added in forward order and named by their path from then on. */
export interface Network {
  readonly layers: Layer[];
  /** Shape of a layer's output, or of the clip. @throws Error for a path nobody added. */
  shapeOf(path: string): Shape;
  /** Adds one layer that reads `inputs`, and returns it. @throws ShapeError that starts with the path. */
  add<K extends LayerKind>(kind: K, path: string, fields: FieldsOf[K], inputs: readonly string[]): Layer<K>;
  /** Adds a block once more, under another path and reading `input`. That must have the shape of the block's own input. */
  repeat(block: Group, path: string, input: string): Group;
}

/** An empty network over a clip of this shape, [N, C, T, H, W]. */
export function startNetwork(clip: Shape): Network {
  const layers: Layer[] = [];
  const shapes = new Map<string, Shape>([[CLIP, clip]]);
  const shapeOf = (path: string): Shape => {
    const shape = shapes.get(path);
    if (!shape) throw new Error(`no layer ${path} has been added yet`);
    return shape;
  };
  return {
    layers,
    shapeOf,
    add(kind, path, fields, inputs) {
      const inputShapes = inputs.map(shapeOf);
      const output = atPath(path, () => LAYERS[kind].outputShape(fields, inputShapes));
      const layer = { kind, path, inputs, inputShapes, fields, output } as Layer<typeof kind>;
      layers.push(layer as Layer);
      shapes.set(path, output);
      return layer;
    },
    repeat(block, path, input) {
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
      const repeated = { ...groupAgain(block, path), twin: block };
      shapes.set(repeated.result, repeated.output);
      return repeated;
    },
  };
}

function atPath(path: string, shape: () => Shape): Shape {
  try {
    return shape();
  } catch (error) {
    if (error instanceof ShapeError) throw new ShapeError(`${path}: ${error.message}`, error.about);
    throw error;
  }
}
