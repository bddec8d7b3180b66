import fc from 'fast-check';
import { expect, test } from 'vitest';
import { costsByPath, costsOf, totalCosts } from '../../src/analysis/costs';
import { CLIP } from '../../src/architecture/architecture';
import { build } from '../../src/architecture/build';
import { layersOf, partsByPath } from '../../src/architecture/walk';
import { LAYERS, type LayerKind } from '../../src/layers/index';
import { randomDesign } from '../diagram/designs';

const outputShape = <K extends LayerKind>(layer: {
  kind: K;
  fields: never;
  inputShapes: readonly (readonly number[])[];
}) => LAYERS[layer.kind].outputShape(layer.fields, layer.inputShapes);

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
      for (const [path, part] of partsByPath(architecture)) expect(costs.get(path), path).toEqual(costsOf(part));
      expect(totalCosts(architecture)).toEqual(costs.get(''));
    }),
    { numRuns: 60 },
  );
});
