import type { Costs } from '../analysis/costs';
import { bytesOf } from '../analysis/quantities';
import type { Architecture, Layer } from '../architecture/architecture';
import { labelOf } from '../diagram/looks';
import { LAYERS, type LayerKind } from '../layers/index';
import { csvText } from '../text/csvText';

/** Every column by its name, in order. Counts are for the whole batch, outputs in float32. */
const COLUMNS: Readonly<Record<string, (layer: Layer, own: Costs | undefined) => string | number>> = {
  path: ({ path }) => path,
  class: (layer) => classOf(layer) ?? '',
  kind: (layer) => labelOf(layer),
  inputs: ({ inputs }) => inputs.join(' '),
  output: ({ output }) => output.join('x'),
  parameters: (_, own) => own?.parameters ?? 0,
  buffers: (_, own) => own?.buffers ?? 0,
  macs: (_, own) => own?.macs ?? 0,
  flops_mmcv: (_, own) => own?.flops.mmcv ?? 0,
  flops_mmengine: (_, own) => own?.flops.mmengine ?? 0,
  output_bytes: (_, own) => bytesOf(own?.activations ?? 0),
};

/** Every layer in forward order as comma-separated values (RFC 4180), shapes written `1x216x13x10x10`. */
export function layersCsv({ layers }: Architecture, costs: ReadonlyMap<string, Costs>): string {
  const columns = Object.values(COLUMNS);
  const lines = layers.map((layer) => columns.map((of) => of(layer, costs.get(layer.path))));
  return csvText(Object.keys(COLUMNS), lines);
}

function classOf<K extends LayerKind>(layer: Layer<K>): string | null {
  return LAYERS[layer.kind].torchClass(layer.fields);
}
