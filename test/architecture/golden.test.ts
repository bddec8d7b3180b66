import { describe, expect, test } from 'vitest';
import { costsByPath } from '../../src/analysis/costs';
import { training } from '../../src/analysis/training';
import type { Architecture, Layer } from '../../src/architecture/architecture';
import { build } from '../../src/architecture/build';
import { partsByPath, stateDictOf } from '../../src/architecture/walk';
import { moduleReport, summaryOf } from '../../src/cli/summary';
import { LAYERS, type LayerKind } from '../../src/layers/index';
import { designOf, GOLDEN, type GoldenArchitecture, type GoldenModule } from '../golden/architectures';

const BACKBONE_TOTAL = (entry: GoldenArchitecture, costs: ReturnType<typeof costsByPath>) =>
  Object.keys(entry.params_by_top_module).map((path) => costs.get(path));

describe.each(GOLDEN.map((entry) => [entry.name, entry] as const))('%s equals the reference', (_, entry) => {
  const architecture = build(designOf(entry));
  const costs = costsByPath(architecture);
  const tops = BACKBONE_TOTAL(entry, costs);
  const sum = (pick: (c: NonNullable<(typeof tops)[number]>) => number) =>
    tops.reduce((total, top) => total + (top ? pick(top) : Number.NaN), 0);
  const backbone = architecture.layers.filter((layer) => !layer.path.startsWith('head.'));

  test('stage blocks, channels and planes', () => {
    expect(architecture.stages.map((stage) => stage.blocks.result)).toEqual(entry.stage_blocks);
    expect(architecture.baseChannels.result).toBe(entry.base_channels);
    expect(architecture.stages.map((stage) => stage.channels)).toEqual(entry.stage_channels);
    expect(architecture.stages.map((stage) => stage.planes.result)).toEqual(entry.stage_planes);
    expect(architecture.featDim).toBe(entry.feat_dim);
  });

  test('every module in forward order: class, shapes, parameters, MACs, kernel', () => {
    expect(backbone.flatMap((layer) => moduleReport(layer))).toEqual(entry.modules);
  });

  test('state-dict keys and shapes in order', () => {
    const keys = stateDictOf(architecture).filter(({ key }) => !key.startsWith('head.'));
    expect(keys.map(({ key, shape }) => [key, shape])).toEqual(entry.state_dict);
  });

  test('output shapes of stages', () => {
    const parts = partsByPath(architecture);
    for (const [path, shape] of Object.entries(entry.stage_out)) expect(parts.get(path)?.output, path).toEqual(shape);
    expect(parts.get('conv5')?.output).toEqual(entry.output);
  });

  test('parameters, buffers, MACs and both FLOP conventions', () => {
    expect(sum((c) => c.parameters)).toBe(entry.params_total);
    expect(sum((c) => c.buffers)).toBe(entry.buffers_total);
    expect(sum((c) => c.macs)).toBe(entry.macs_conv_total);
    expect(sum((c) => c.convActivations)).toBe(entry.elementwise.conv_out);
    expect(sum((c) => c.flops.mmcv)).toBe(entry.flops_mmcv_convention);
    expect(sum((c) => c.flops.mmengine)).toBe(entry.flops_mmengine_convention);
    for (const [path, parameters] of Object.entries(entry.params_by_top_module))
      expect(costs.get(path)?.parameters, path).toBe(parameters);
    for (const [path, macs] of Object.entries(entry.macs_by_top_module)) expect(costs.get(path)?.macs, path).toBe(macs);
    expect(byClass(backbone)).toEqual(entry.params_by_type);
  });

  test('what train() leaves trainable, and what it keeps in eval mode', () => {
    const found = training(build({ ...architecture.design, head: null }));
    expect(found.trainable).toBe(entry.params_trainable);
    expect(found.trainableBefore).toBe(entry.params_trainable_before_train);
    expect(found.frozenTensors).toBe(frozenCount(entry));
    const leaves = new Set(backbone.filter(isModule).map((layer) => layer.path));
    const expected = (entry.eval_modules_after_train ?? []).filter((path) => leaves.has(path));
    expect([...found.layersInEval].filter((path) => leaves.has(path)).sort()).toEqual(expected.sort());
  });

  test('the command line reports it under the same names', () => {
    const summary: Readonly<Record<string, unknown>> = summaryOf(architecture);
    const shared = Object.keys(summary).filter((name) => name in entry && name !== 'with_head');
    expect(shared.length).toBeGreaterThan(15);
    for (const name of shared) expect(summary[name], name).toEqual(entry[name as keyof GoldenArchitecture]);
    if (entry.with_head) expect(summary.with_head).toMatchObject(entry.with_head);
  });

  if (entry.head) {
    test('the head, and the sums with it', () => {
      const { head, with_head } = entry;
      const total = costs.get('');
      const layers = architecture.layers.filter((layer) => layer.path.startsWith('head.'));
      expect(layers.flatMap((layer) => moduleReport(layer))).toEqual(head?.modules.map(underHead));
      const keys = stateDictOf(architecture).filter(({ key }) => key.startsWith('head.'));
      expect(keys.map(({ key, shape }) => [key.slice('head.'.length), shape])).toEqual(head?.state_dict);
      expect(total?.parameters).toBe(with_head?.params_total);
      expect(total?.macs).toBe(with_head?.macs_total);
      expect(total?.flops).toEqual({
        mmcv: with_head?.flops_mmcv_convention,
        mmengine: with_head?.flops_mmengine_convention,
      });
      expect(layers.at(-1)?.output).toEqual(head?.output);
    });
  }
});

test('the golden data has 88 networks', () => expect(GOLDEN).toHaveLength(88));

test.each([
  ['x3d_s_13x192', 'mmcv', 2967543760],
  ['x3d_m_256', 'mmcv', 6490866832],
] as const)('mmaction2 publishes %s with %s FLOPs of %i', (name, convention, published) => {
  const entry = GOLDEN.find((golden) => golden.name === name);
  if (!entry) throw new Error(`${name} is not in the golden data`);
  const total = costsByPath(build(designOf(entry))).get('');
  expect(total?.flops[convention]).toBe(published);
  expect(total?.parameters).toBe(3794322);
});

function isModule<K extends LayerKind>(layer: Layer<K>): boolean {
  return LAYERS[layer.kind].torchClass(layer.fields) !== null;
}

function underHead(module: GoldenModule): GoldenModule {
  return { ...module, name: `head.${module.name}` };
}

/** The data lists frozen tensors by name in the norm entries and counts them in the others. */
function frozenCount({ frozen_param_tensors: frozen }: GoldenArchitecture): number {
  return typeof frozen === 'number' ? frozen : frozen.length;
}

function byClass(layers: readonly Layer[]): Record<string, number> {
  const found: Record<string, number> = {};
  for (const { type, params } of layers.flatMap((layer) => moduleReport(layer)))
    if (params > 0) found[type] = (found[type] ?? 0) + params;
  return found;
}

test('an architecture names only layers it has', () => {
  const architecture: Architecture = build(designOf(GOLDEN[0] as GoldenArchitecture));
  const paths = new Set(['clip', ...architecture.layers.map((layer) => layer.path)]);
  for (const layer of architecture.layers) for (const input of layer.inputs) expect(paths).toContain(input);
});
