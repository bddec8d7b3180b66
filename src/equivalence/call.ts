import { asFloat, asInt, asInts, asString } from '../onnx/attributes';
import type { Attribute, OnnxNode } from '../onnx/graph';
import type { Shape } from '../tensor/shape';
import { type Expression, type Numbers, numbersOf, type Table } from './expression';

/** A node that cannot be read: it does what no rule here knows, so nothing can be said of what it computes. */
export class UnreadNode extends Error {
  override name = 'UnreadNode';
  constructor(
    readonly node: string,
    message: string,
  ) {
    super(message);
  }
}

/** A node with its inputs as expressions. Attributes that a rule does not ask for are refused: none is passed over. */
export interface Call {
  readonly table: Table;
  readonly node: OnnxNode;
  readonly opset: number;
  /** An input. @throws UnreadNode where it is left out */
  input(index: number): Expression;
  /** An input that may be left out. */
  optional(index: number): Expression | null;
  /** The integers of a constant input; null where it is left out. @throws UnreadNode where they are computed from the clip */
  integers(index: number): readonly number[] | null;
  /** The one number of a constant input; null where it is left out. */
  scalar(index: number): number | null;
  /** An attribute. @throws UnreadNode when it is of another type */
  int(name: string, otherwise: number): number;
  ints(name: string): readonly number[] | null;
  float(name: string, otherwise: number): number;
  text(name: string, otherwise: string): string;
  attribute(name: string): Attribute | undefined;
  /** Ends in an UnreadNode. */
  refuse(message: string): never;
  /** Shape of the first input. */
  readonly shape: Shape;
}

/** Makes the call of a node, and what refuses it where an attribute was never asked for. */
export function createCall(
  table: Table,
  node: OnnxNode,
  opset: number,
  values: ReadonlyMap<string, Expression>,
): { readonly call: Call; checkAttributes(): void } {
  const asked = new Set<string>();
  const name = node.name || node.outputs[0] || node.op;
  const refuse = (message: string): never => {
    throw new UnreadNode(name, message);
  };
  const attribute = (key: string): Attribute | undefined => {
    asked.add(key);
    return node.attributes[key];
  };
  const typed = <T, D>(key: string, otherwise: D, read: (value: Attribute) => T | undefined): T | D => {
    const value = attribute(key);
    if (value === undefined) return otherwise;
    return read(value) ?? refuse(`attribute ${key} of this ${node.op} is of another type`);
  };
  const optional = (index: number): Expression | null => {
    const value = node.inputs[index] ?? '';
    if (value === '') return null;
    return values.get(value) ?? refuse(`this ${node.op} reads ${value}, which is computed nowhere before it`);
  };
  const input = (index: number): Expression => optional(index) ?? refuse(`this ${node.op} lacks its input ${index}`);
  const numbers = (index: number): Numbers | null => {
    const value = optional(index);
    if (value === null) return null;
    if (value.operator !== 'constant')
      refuse(`input ${index} of this ${node.op} is computed, where a constant is expected`);
    return numbersOf(value, 'data');
  };
  const call: Call = {
    table,
    node,
    opset,
    input,
    optional,
    integers: (index) => {
      const found = numbers(index);
      return found && Array.from(found);
    },
    scalar: (index) => {
      const found = numbers(index);
      if (found && found.length !== 1)
        refuse(`input ${index} of this ${node.op} has ${found.length} values, expected one`);
      return found ? (found[0] ?? null) : null;
    },
    int: (key, otherwise) => typed(key, otherwise, asInt),
    ints: (key) => typed(key, null, asInts),
    float: (key, otherwise) => typed(key, otherwise, asFloat),
    text: (key, otherwise) => typed(key, otherwise, asString),
    attribute,
    refuse,
    get shape() {
      return input(0).shape;
    },
  };
  const checkAttributes = (): void => {
    const unknown = Object.keys(node.attributes).find((key) => !asked.has(key));
    if (unknown !== undefined) refuse(`attribute ${unknown} of this ${node.op} is not known here`);
  };
  return { call, checkAttributes };
}

/** What a node computes: its first output. */
export type Rule = (call: Call) => Expression;
