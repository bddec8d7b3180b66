import { type Architecture, CLIP, type Layer, type StageFacts } from '../architecture/architecture';
import { describeNetwork } from '../architecture/describeNetwork';
import type { LayerSink } from '../architecture/layerSink';
import { partsByPath } from '../architecture/walk';
import type { Design } from '../design/design';
import { type FieldsOf, LAYERS, type LayerKind } from '../layers/index';
import type { Triple, Window } from '../layers/layerOp';

/** What one output sees along one axis of the clip. */
export interface AxisField {
  /** Positions from the first to the last that are seen, borders not cut off. */
  readonly size: number;
  /** Clip positions from one output to the next: the product of the strides so far. */
  readonly jump: number;
  /** First clip position that output 0 sees; below 0 where it sees padding. */
  readonly start: number;
  /** First and last clip position the middle output sees, cut to the clip: what is drawn on it. */
  readonly seen: readonly [first: number, last: number];
}

/** Through what an output comes to depend on every position of the clip. */
type GlobalThrough = 'gate' | 'pool' | 'norm';

/** What one output of a layer sees of the clip. */
export interface ReceptiveField {
  /** The field of the convolutions, through shortcuts, gates ignored; null after a pool over the whole clip. */
  readonly local: { readonly t: AxisField; readonly h: AxisField; readonly w: AxisField } | null;
  /** Set from the first SE gate, global pool or norm with the clip's own statistics on; null: the local field is all. */
  readonly globalThrough: GlobalThrough | null;
  /** Positions along t, h, w that the middle output sees, cut to the clip; the whole clip after a global pool. */
  readonly size: Triple;
}

/**
 * Receptive fields of every layer and group (that of its result) by path.
 *
 * Along one axis output i of a window with kernel k, stride s and padding p reads inputs i·s − p to i·s − p + k − 1, so
 * that size' = size + (k − 1)·jump, start' = start − p·jump, jump' = s·jump. Where branches meet, the field reaches from
 * the first to the last position any of them sees. A gate multiplies features by a number made from the whole clip: it
 * leaves the local field alone and sets the mark. Borders other than zeros read positions that lie in the field anyhow,
 * but for circular ones, which read the opposite edge too. A stage stride of 4 or more outruns its 3 × 3 kernel: the
 * field is then from first to last, with positions in between that nothing reads.
 */
export function receptiveFields(architecture: Architecture): ReadonlyMap<string, ReceptiveField> {
  const [, , ...clip] = architecture.clip;
  const fields = new Map<string, Field>([[CLIP, { axes: clip.map(() => POINT), globalThrough: null }]]);
  const found = new Map<string, ReceptiveField>();
  for (const layer of architecture.layers) {
    const inputs = layer.inputs.flatMap((path) => fields.get(path) ?? []);
    const field = fieldAfter(layer.kind, layer.fields, inputs);
    fields.set(layer.path, field);
    found.set(layer.path, onClip(field, layer, clip));
  }
  for (const [path, part] of partsByPath(architecture)) {
    const result = 'result' in part ? found.get(part.result) : undefined;
    if (result) found.set(path, result);
  }
  return found;
}

/**
 * What one output after conv5 sees of each axis, without building the network; borders are not cut off. A network without
 * stages sees what its stem sees.
 */
export function backboneField(
  design: Design,
  stages?: readonly StageFacts[],
): { readonly t: number; readonly h: number } {
  let last: Field = { axes: [POINT, POINT, POINT], globalThrough: null };
  let inHead = false;
  let block: BlockLayer[] = [];
  const sink: LayerSink<Field, readonly BlockLayer[]> = {
    layer(kind, _name, fields, inputs) {
      const after = (read: readonly Field[]) => fieldAfter(kind, fields, read);
      const output = after(inputs);
      block.push({ inputs, output, after });
      if (!inHead) last = output;
      return output;
    },
    open(kind) {
      if (kind === 'block') block = [];
      inHead ||= kind === 'head';
    },
    close: () => block,
    repeat(layers, _name, input) {
      const again = new Map<Field, Field>();
      for (const { inputs, output, after } of layers) {
        last = after(inputs.map((read) => again.get(read) ?? input));
        again.set(output, last);
      }
      return last;
    },
  };
  describeNetwork(design, last, sink, stages);
  const [t = POINT, h = POINT] = last.axes ?? [];
  return { t: t.size, h: h.size };
}

/** One layer of a block, as far as it takes to come by once more from another input. */
interface BlockLayer {
  readonly inputs: readonly Field[];
  readonly output: Field;
  after(inputs: readonly Field[]): Field;
}

interface Reach {
  readonly size: number;
  readonly jump: number;
  readonly start: number;
}
const POINT: Reach = { size: 1, jump: 1, start: 0 };

interface Field {
  /** Along t, h, w; null once pooled. */
  readonly axes: readonly Reach[] | null;
  readonly globalThrough: GlobalThrough | null;
}

function fieldAfter<K extends LayerKind>(kind: K, fields: FieldsOf[K], inputs: readonly Field[]): Field {
  const op = LAYERS[kind];
  const met = meet(inputs);
  const norm = op.norm?.(fields);
  // A norm with running statistics is a fixed scale and shift; any other depends on the clip's own mean and variance.
  if (norm) return norm.foldable ? met : { ...met, globalThrough: met.globalThrough ?? 'norm' };
  if (op.global) return { axes: null, globalThrough: met.globalThrough ?? 'pool' };
  const window = op.window?.(fields);
  return window && met.axes ? { ...met, axes: met.axes.map((reach, axis) => through(reach, window, axis)) } : met;
}

function through({ size, jump, start }: Reach, { kernel, stride, padding }: Window, axis: number): Reach {
  const [k = 1, s = 1, p = 0] = [kernel[axis], stride[axis], padding[axis]];
  return { size: size + (k - 1) * jump, jump: jump * s, start: start - p * jump };
}

/** The field where branches meet: the hull of the local ones. A branch without, a gate, only sets the mark. */
function meet(inputs: readonly Field[]): Field {
  const locals = inputs.flatMap(({ axes }) => (axes ? [axes] : []));
  const gated = locals.length > 0 && locals.length < inputs.length;
  const marks = inputs.filter(({ axes }) => axes || !gated).map(({ globalThrough }) => globalThrough);
  const mark = marks.find((through) => through !== null) ?? null;
  const [first] = locals;
  return {
    axes: first ? first.map((_, axis) => locals.map((axes) => axes[axis] ?? POINT).reduce(hull)) : null,
    globalThrough: mark ?? (gated ? 'gate' : null),
  };
}

function hull(a: Reach, b: Reach): Reach {
  const start = Math.min(a.start, b.start);
  return { start, jump: a.jump, size: Math.max(a.start + a.size, b.start + b.size) - start };
}

function onClip({ axes, globalThrough }: Field, layer: Layer, clip: readonly number[]): ReceptiveField {
  const [t = 1, h = 1, w = 1] = clip;
  if (!axes) return { local: null, globalThrough, size: [t, h, w] };
  const axis = (index: number): AxisField => {
    const reach = axes[index] ?? POINT;
    return { ...reach, seen: seenBy(reach, Math.floor((layer.output[index + 2] ?? 1) / 2), clip[index] ?? 1) };
  };
  const local = { t: axis(0), h: axis(1), w: axis(2) };
  const length = ({ seen: [first, last] }: AxisField) => last - first + 1;
  return { local, globalThrough, size: [length(local.t), length(local.h), length(local.w)] };
}

/** First and last clip position that output `index` sees along an axis of `length` positions. */
export function seenBy(
  { start, jump, size }: Pick<AxisField, 'start' | 'jump' | 'size'>,
  index: number,
  length: number,
): readonly [first: number, last: number] {
  const first = start + index * jump;
  return [Math.max(0, first), Math.min(length - 1, first + size - 1)];
}
