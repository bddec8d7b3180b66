import type { Costs } from '../analysis/costs';
import { bytesOf } from '../analysis/quantities';
import type { Architecture, Layer } from '../architecture/architecture';
import { labelOf } from '../diagram/looks';
import { LAYERS, type LayerKind } from '../layers/index';
import { csvText } from '../text/csvText';

/** Column names, in order. Counts are for the whole batch, outputs in float32. */
const COLUMNS = [
  'path',
  'class',
  'kind',
  'inputs',
  'output',
  'parameters',
  'buffers',
  'macs',
  'flops_mmcv',
  'flops_mmengine',
  'output_bytes',
] as const;

/** Every layer in forward order as comma-separated values (RFC 4180), shapes written `1x216x13x10x10`. */
export function layersCsv(architecture: Architecture, costs: ReadonlyMap<string, Costs>): string {
  const lines = architecture.layers.map((layer) => {
    const own = costs.get(layer.path);
    return [
      layer.path,
      classOf(layer) ?? '',
      labelOf(layer),
      layer.inputs.join(' '),
      layer.output.join('x'),
      own?.parameters ?? 0,
      own?.buffers ?? 0,
      own?.macs ?? 0,
      own?.flops.mmcv ?? 0,
      own?.flops.mmengine ?? 0,
      bytesOf(own?.activations ?? 0),
    ];
  });
  return csvText(COLUMNS, lines);
}

function classOf<K extends LayerKind>(layer: Layer<K>): string | null {
  return LAYERS[layer.kind].torchClass(layer.fields);
}
