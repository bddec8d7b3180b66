import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inferenceMemory } from '../../src/analysis/memory';
import { type Architecture, CLIP, type Layer } from '../../src/architecture/architecture';
import { build } from '../../src/architecture/build';
import { presetNamed } from '../../src/design/presets';
import { elementCount } from '../../src/tensor/shape';
import { plainDesign, unusualDesign } from '../lowering/randomDesign';

/**
 * Runs a network on a heap of counted references: before each layer, every value knows how many layers have still to
 * read it. Written from the rules alone.
 */
function simulate({ clip, layers }: Architecture): { bytes: number[]; peak: number } {
  const heap = new Map<object, number>();
  const values = new Map<string, { buffer: object; readers: number }>();
  const readersOf = (path: string) =>
    layers.reduce((sum, layer) => sum + layer.inputs.filter((i) => i === path).length, 0);
  const allocate = (path: string, shape: readonly number[]) => {
    const buffer = {};
    heap.set(buffer, 4 * elementCount(shape));
    values.set(path, { buffer, readers: readersOf(path) });
  };
  allocate(CLIP, clip);
  const inUse = (buffer: object) => [...values.values()].some((value) => value.buffer === buffer && value.readers > 0);
  const bytes = layers.map((layer) => {
    const inputs = layer.inputs.map((path) => values.get(path) ?? { buffer: {}, readers: 0 });
    const [first] = inputs;
    const inplace = layer.kind === 'activation' && layer.fields.inplace && first?.readers === 1;
    if (inplace && first) values.set(layer.path, { buffer: first.buffer, readers: readersOf(layer.path) });
    else allocate(layer.path, layer.output);
    const now = [...heap.values()].reduce((sum, size) => sum + size, 0);
    for (const input of inputs) input.readers -= 1;
    const result = values.get(layer.path)?.buffer;
    for (const { buffer } of inputs) if (buffer !== result && !inUse(buffer)) heap.delete(buffer);
    return now;
  });
  return { bytes, peak: Math.max(...bytes) };
}

test('peak and timeline equal a simulation of the heap, to the byte', () => {
  fc.assert(
    fc.property(fc.oneof(plainDesign, unusualDesign), (design) => {
      const architecture = build(design);
      const memory = inferenceMemory(architecture);
      const { bytes, peak } = simulate(architecture);
      expect(memory.steps.map((step) => step.bytes)).toEqual(bytes);
      expect(memory.peakBytes).toBe(peak);
      expect(memory.steps.find((step) => step.bytes === peak)?.path).toBe(memory.peakAt);
    }),
    { numRuns: 60 },
  );
});

test('X3D-S peaks in the first block, after the bottleneck has widened it: 54 channels of 80 × 80 twice, and its input', () => {
  const memory = inferenceMemory(build(presetNamed('S').design));
  const wide = 13 * 54 * 80 * 80;
  const input = 13 * 24 * 80 * 80;
  expect(memory.peakAt).toBe('layer1.0.conv1.bn');
  expect(memory.peakBytes).toBe(4 * (input + 2 * wide));
});

test('an activation in place takes no buffer of its own; elsewhere it does', () => {
  const { design } = presetNamed('XS');
  const memoryWith = (inplace: boolean) =>
    inferenceMemory(build({ ...design, reference: { ...design.reference, act_cfg: { type: 'ReLU', inplace } } }));
  expect(memoryWith(true).bufferBytes.has('layer1.0.relu')).toBe(false);
  expect(memoryWith(false).bufferBytes.has('layer1.0.relu')).toBe(true);
});

test('buffers are reused: at no step does the timeline hold a value nobody reads any more', () => {
  const { layers } = build(presetNamed('XS').design);
  const { steps } = inferenceMemory(build(presetNamed('XS').design));
  const readLater = (step: number) => new Set(layers.slice(step).flatMap((layer: Layer) => layer.inputs));
  // In-place values answer for the buffer they lie in, so only buffers without any are asked.
  const overwritten = new Set(
    layers.flatMap((layer) => (layer.kind === 'activation' && layer.fields.inplace ? layer.inputs : [])),
  );
  steps.forEach(({ path, live }, step) => {
    for (const buffer of live)
      expect(buffer === path || overwritten.has(buffer) || readLater(step).has(buffer), `${buffer} at ${path}`).toBe(
        true,
      );
  });
});
