import { type FieldsOf, LAYERS, type LayerKind } from '../layers/index';
import { type Shape, ShapeError } from '../tensor/shape';
import { CLIP, type Layer } from './architecture';

/** A network while it is being built: layers are added in forward order and named by their path from then on. */
export interface Network {
  readonly layers: Layer[];
  /** Shape of a layer's output, or of the clip. @throws Error for a path nobody added. */
  shapeOf(path: string): Shape;
  /** Adds one layer that reads `inputs`, and returns it. @throws ShapeError that starts with the path. */
  add<K extends LayerKind>(kind: K, path: string, fields: FieldsOf[K], inputs: readonly string[]): Layer<K>;
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
