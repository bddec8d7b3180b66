import type { Convention } from '../analysis/conventions';
import type { Costs } from '../analysis/costs';
import { bytesOf } from '../analysis/quantities';
import type { Architecture, Group, Layer } from '../architecture/architecture';
import { layersOf } from '../architecture/walk';
import { type Family, familyOf, labelOf } from '../diagram/looks';
import type { LayerTimes } from '../timing/layerTimes';
import { parseSearch } from './search';

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
  /** Arithmetic, by the app's convention. */
  readonly macs: number;
  /** Bytes of the output as float32. */
  readonly bytes: number;
  /** Measured, in ms: all kernels counted for the layer; null where it has none of its own, or nothing was measured. */
  readonly ms: number | null;
}

/** A line of the table: a layer, or the heading of the part whose layers follow. */
export type Line = { readonly row: Row } | { readonly part: Sums };

/** What the layers of one part come to, those that were found. */
export interface Sums extends Pick<Row, 'parameters' | 'macs' | 'bytes' | 'ms'> {
  readonly path: string;
  readonly layers: number;
}

/** The columns one can sort by; `order` is the network's own. */
export type SortKey = 'order' | 'path' | 'kind' | 'shape' | 'parameters' | 'macs' | 'bytes' | 'ms';

export interface Sorting {
  readonly key: SortKey;
  readonly descending: boolean;
}

/** What the rows are made from, besides the network itself. */
interface Known {
  readonly costs: ReadonlyMap<string, Costs>;
  /** How arithmetic is counted. */
  readonly convention: Convention;
  /** Measured, by path; null where nothing was measured of this network. */
  readonly times: LayerTimes['layers'] | null;
}

/** Every layer, in forward order. */
export function rowsOf(architecture: Architecture, known: Known): readonly Row[] {
  return architecture.parts.flatMap((part) => layersOf(part).map((layer) => rowOf(layer, part, known)));
}

/** The rows under the headings of their parts, where they stand in the network's order; else the rows alone. */
export function linesOf(rows: readonly Row[], { key }: Sorting): readonly Line[] {
  if (key !== 'order') return rows.map((row) => ({ row }));
  const lines: Line[] = [];
  for (let at = 0; at < rows.length; ) {
    const path = rows[at]?.part ?? '';
    const next = rows.findIndex(({ part }, index) => index > at && part !== path);
    const own = rows.slice(at, next < 0 ? rows.length : next);
    lines.push({ part: sumsOf(path, own) }, ...own.map((row) => ({ row })));
    at += own.length;
  }
  return lines;
}

function sumsOf(path: string, rows: readonly Row[]): Sums {
  const sum = (of: (row: Row) => number): number => rows.reduce((total, row) => total + of(row), 0);
  return {
    path,
    layers: rows.length,
    parameters: sum(({ parameters }) => parameters),
    macs: sum(({ macs }) => macs),
    bytes: sum(({ bytes }) => bytes),
    ms: rows.some(({ ms }) => ms !== null) ? sum(({ ms }) => ms ?? 0) : null,
  };
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

function rowOf(layer: Layer, part: Group, { costs, convention, times }: Known): Row {
  const own = costs.get(layer.path);
  return {
    layer,
    path: layer.path,
    part: part.path,
    kind: labelOf(layer),
    family: familyOf(layer),
    shape: layer.output.slice(1).join('×'),
    parameters: own?.parameters ?? 0,
    macs: own ? convention.count(own) : 0,
    bytes: bytesOf(own?.activations ?? 0),
    ms: times?.get(layer.path)?.ms ?? null,
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
