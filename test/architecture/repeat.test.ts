import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Costs, costsByPath, costsOfLayer, designCosts } from '../../src/analysis/costs';
import { CLIP } from '../../src/architecture/architecture';
import { build } from '../../src/architecture/build';
import { layersOf, type Part, partsByPath } from '../../src/architecture/walk';
import { LAYERS, type LayerKind } from '../../src/layers/index';
import { randomDesign } from '../diagram/designs';

const outputShape = <K extends LayerKind>(layer: {
  kind: K;
  fields: never;
  inputShapes: readonly (readonly number[])[];
}) => LAYERS[layer.kind].outputShape(layer.fields, layer.inputShapes[0] ?? [], layer.inputShapes[1] ?? []);

test('a repeated block reads what lies before it, and has the shapes that gives', () => {
  fc.assert(
    fc.property(randomDesign, (design) => {
      const { clip, layers, parts } = build(design);
      const outputs = new Map([[CLIP, clip]]);
      for (const layer of layers) {
        expect(layer.inputShapes, layer.path).toEqual(layer.inputs.map((path) => outputs.get(path)));
        expect(layer.output, layer.path).toEqual(outputShape(layer as never));
        outputs.set(layer.path, layer.output);
      }
      // Forward order, and no path twice.
      expect(parts.flatMap(layersOf)).toEqual(layers);
      expect(outputs.size).toBe(layers.length + 1);
    }),
    { numRuns: 60 },
  );
});

test('a repeated block costs what its layers add up to', () => {
  fc.assert(
    fc.property(randomDesign, (design) => {
      const architecture = build(design);
      const costs = costsByPath(architecture);
      for (const [path, part] of partsByPath(architecture)) expect(costs.get(path), path).toEqual(summed(part));
      expect(designCosts(design)).toEqual(costs.get(''));
    }),
    { numRuns: 60 },
  );
});

/** The sum over a part's layers, added up here. */
function summed(part: Part): Costs {
  return layersOf(part)
    .map((layer) => costsOfLayer(layer))
    .reduce((a, b) => ({
      parameters: a.parameters + b.parameters,
      buffers: a.buffers + b.buffers,
      weightBytes: a.weightBytes + b.weightBytes,
      macs: a.macs + b.macs,
      convActivations: a.convActivations + b.convActivations,
      activations: a.activations + b.activations,
      flops: { mmcv: a.flops.mmcv + b.flops.mmcv, mmengine: a.flops.mmengine + b.flops.mmengine },
    }));
}
