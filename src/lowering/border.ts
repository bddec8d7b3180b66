import { intOf, stringOf } from '../onnx/attributes';
import type { OnnxNode } from '../onnx/graph';
import type { GraphView } from './graphView';

/**
 * Padding with something else than zeros, as index lists: position p of the padded axis is position `list[p]` of the
 * source. A reflected row of 4 with one pixel a side is [1, 0, 1, 2, 3, 2].
 */
interface Border {
  /** The value before any padding. */
  readonly source: string;
  /** Nodes that did the padding. */
  readonly nodes: readonly OnnxNode[];
  /** One list per padded axis of [N, C, T, H, W]. */
  readonly lists: ReadonlyMap<number, readonly number[]>;
}

/** What pads a value with its own content: one Pad (reflect, edge), or a slice on each side (circular) per axis. */
export function borderOf(view: GraphView, value: string): Border {
  const node = view.producer(value);
  const step = node && (padStep(view, node) ?? wrapStep(view, node));
  if (!node || !step) return { source: value, nodes: [], lists: new Map() };
  const before = borderOf(view, step.source);
  return { source: before.source, nodes: [...before.nodes, node], lists: new Map([...before.lists, ...step.lists]) };
}

type BorderStep = Pick<Border, 'source' | 'lists'>;

function padStep(view: GraphView, node: OnnxNode): BorderStep | null {
  const mode = stringOf(node, 'mode', 'constant');
  const pads = integers(view, node.inputs[1]);
  if (node.op !== 'Pad' || (mode !== 'reflect' && mode !== 'edge') || !pads) return null;
  const source = node.inputs[0] ?? '';
  const shape = view.shapeOf(source);
  const lists = new Map<number, readonly number[]>();
  shape.forEach((size, axis) => {
    const [before, after] = [pads[axis] ?? 0, pads[axis + shape.length] ?? 0];
    if (before === 0 && after === 0) return;
    const inside = (i: number): number => {
      if (mode === 'edge') return Math.min(Math.max(i, 0), size - 1);
      const reflected = Math.abs(i);
      return reflected < size ? reflected : 2 * (size - 1) - reflected;
    };
    lists.set(
      axis,
      Array.from({ length: before + size + after }, (_, p) => inside(p - before)),
    );
  });
  return { source, lists };
}

/** Concat(Slice(x), x, Slice(x)): the tail comes first and the head last. */
function wrapStep(view: GraphView, node: OnnxNode): BorderStep | null {
  const [first = '', source = '', last = '', ...rest] = node.inputs;
  if (node.op !== 'Concat' || source === '' || last === '' || rest.length > 0) return null;
  const [tail, head] = [view.producer(first), view.producer(last)];
  if (tail?.op !== 'Slice' || head?.op !== 'Slice' || tail.inputs[0] !== source || head.inputs[0] !== source)
    return null;
  const axis = intOf(node, 'axis', 0);
  const [before, after] = [sliced(view, tail), sliced(view, head)];
  const size = view.shapeOf(source)[axis] ?? 0;
  if (!before || !after) return null;
  return { source, lists: new Map([[axis, [...before, ...Array(size).keys(), ...after]]]) };
}

/** Positions a Slice along one axis takes. */
function sliced(view: GraphView, slice: OnnxNode): readonly number[] | null {
  const [from, to] = [integers(view, slice.inputs[1])?.[0], integers(view, slice.inputs[2])?.[0]];
  return from === undefined || to === undefined ? null : Array.from({ length: to - from }, (_, i) => from + i);
}

function integers(view: GraphView, name: string | undefined): readonly number[] | null {
  const tensor = view.constant(name ?? '');
  return tensor?.dtype === 'int64' ? Array.from(tensor.data, Number) : null;
}
