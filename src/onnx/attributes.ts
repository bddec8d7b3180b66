import type { Attribute, OnnxNode } from './graph';

/** An INT attribute, or `otherwise` where the node leaves it out. @throws Error when it is of another type. */
export function intOf<D>(node: OnnxNode, name: string, otherwise: D): number | D {
  const value = node.attributes[name];
  if (value === undefined) return otherwise;
  return typeof value === 'number' ? value : wrongType(node, name, 'an INT', value);
}

/** An INTS attribute, or `otherwise` where the node leaves it out. @throws Error when it is of another type. */
export function intsOf<D>(node: OnnxNode, name: string, otherwise: D): readonly number[] | D {
  const value = node.attributes[name];
  if (value === undefined) return otherwise;
  return isInts(value) ? value : wrongType(node, name, 'INTS', value);
}

/** A FLOAT attribute, or `otherwise` where the node leaves it out. @throws Error when it is of another type. */
export function floatOf<D>(node: OnnxNode, name: string, otherwise: D): number | D {
  const value = node.attributes[name];
  if (value === undefined) return otherwise;
  return typeof value === 'object' && 'float' in value ? value.float : wrongType(node, name, 'a FLOAT', value);
}

/** A STRING attribute, or `otherwise` where the node leaves it out. @throws Error when it is of another type. */
export function stringOf<D>(node: OnnxNode, name: string, otherwise: D): string | D {
  const value = node.attributes[name];
  if (value === undefined) return otherwise;
  return typeof value === 'string' ? value : wrongType(node, name, 'a STRING', value);
}

/** INTS is the only attribute that is a plain list. */
function isInts(value: Attribute): value is readonly number[] {
  return Array.isArray(value);
}

function wrongType(node: OnnxNode, name: string, expected: string, found: Attribute): never {
  throw new Error(`${node.op} ${node.name}: attribute ${name} must be ${expected}, found ${JSON.stringify(found)}.`);
}
