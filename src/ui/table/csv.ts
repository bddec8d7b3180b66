import type { Costs } from '../../analysis/costs';
import type { Architecture, Layer } from '../../architecture/architecture';
import { labelOf } from '../../diagram/looks';
import { LAYERS, type LayerKind } from '../../layers/index';

/** Column names, in order. Counts are for the whole batch. */
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
  'output_elements',
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
      own?.activations ?? 0,
    ];
  });
  return `${[COLUMNS, ...lines].map((line) => line.map(field).join(',')).join('\r\n')}\r\n`;
}

function classOf<K extends LayerKind>(layer: Layer<K>): string | null {
  return LAYERS[layer.kind].torchClass(layer.fields);
}

function field(value: string | number): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
