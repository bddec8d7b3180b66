import type { Costs } from '../../analysis/costs';
import type { Architecture, Group, Layer } from '../../architecture/architecture';
import { layersOf } from '../../architecture/walk';
import { type Family, familyOf, labelOf } from '../../diagram/looks';
import { BYTES } from '../../tensor/tensor';
import type { LayerTimes } from '../../timing/layerTimes';
import { parseSearch } from '../kit/search';

/** One layer of the table. */
export interface Row {
  readonly layer: Layer;
  readonly path: string;
  /** Top part it belongs to: `stem`, `layer3`, `head`. */
  readonly part: string;
  readonly kind: string;
  readonly family: Family;
  /** Without the batch: `216×13×10×10`. */
  readonly shape: string;
  readonly parameters: number;
  readonly macs: number;
  /** Bytes of the output as float32. */
  readonly bytes: number;
  /** Measured, in ms: all kernels counted for the layer; null where it has none of its own, or nothing was measured. */
  readonly ms: number | null;
}

/** The columns one can sort by; `order` is the network's own. */
export type SortKey = 'order' | 'path' | 'kind' | 'shape' | 'parameters' | 'macs' | 'bytes' | 'ms';

/** How the rows are ordered. */
export interface Sorting {
  readonly key: SortKey;
  readonly descending: boolean;
}

/**
 * Every layer, in forward order.
 * @param times measured, by path; null where nothing was measured of this network.
 */
export function rowsOf(
  architecture: Architecture,
  costs: ReadonlyMap<string, Costs>,
  times: LayerTimes['layers'] | null = null,
): readonly Row[] {
  return architecture.parts.flatMap((part) =>
    layersOf(part).map((layer) => ({ ...rowOf(layer, part, costs), ms: times?.get(layer.path)?.ms ?? null })),
  );
}

/** The rows that match a search, in the order asked for. Equal rows keep the network's order. */
export function arranged(
  rows: readonly Row[],
  costs: ReadonlyMap<string, Costs>,
  search: string,
  { key, descending }: Sorting,
): readonly Row[] {
  const match = parseSearch(search);
  const found = rows.filter(({ layer }) => {
    const own = costs.get(layer.path);
    return own !== undefined && match(layer, own);
  });
  if (key === 'order') return descending ? found.toReversed() : found;
  const sign = descending ? -1 : 1;
  return found.toSorted((a, b) => sign * compare(key, a, b));
}

function rowOf(layer: Layer, part: Group, costs: ReadonlyMap<string, Costs>): Omit<Row, 'ms'> {
  const own = costs.get(layer.path);
  return {
    layer,
    path: layer.path,
    part: part.path,
    kind: labelOf(layer),
    family: familyOf(layer),
    shape: layer.output.slice(1).join('×'),
    parameters: own?.parameters ?? 0,
    macs: own?.macs ?? 0,
    bytes: (own?.activations ?? 0) * BYTES.float32,
  };
}

function compare(key: Exclude<SortKey, 'order'>, a: Row, b: Row): number {
  // Shapes sort by what they hold: as text, 8×1 would come after 54×13.
  if (key === 'shape') return a.bytes - b.bytes;
  // A layer without a time of its own takes none.
  const [left, right] = [a[key] ?? 0, b[key] ?? 0];
  return typeof left === 'number' && typeof right === 'number'
    ? left - right
    : String(left).localeCompare(String(right), 'en', { numeric: true });
}
