import type { Attribute, OnnxNode } from './graph';

/** The value of an INT attribute; undefined for one of another type. */
export const asInt = (value: Attribute) => (typeof value === 'number' ? value : undefined);

/** The values of an INTS attribute, the only one that is a plain list. */
export const asInts = (value: Attribute): readonly number[] | undefined => (Array.isArray(value) ? value : undefined);

/** The value of a FLOAT attribute; undefined for one of another type. */
export const asFloat = (value: Attribute) => (typeof value === 'object' && 'float' in value ? value.float : undefined);

/** The value of a STRING attribute; undefined for one of another type. */
export const asString = (value: Attribute) => (typeof value === 'string' ? value : undefined);

/**
 * Makes a function that reads attributes of one type: `intOf(node, name, otherwise)` gives the attribute, or `otherwise`
 * where the node leaves it out. @throws Error when it is of another type
 */
function reader<T>(expected: string, read: (value: Attribute) => T | undefined) {
  return <D>(node: OnnxNode, name: string, otherwise: D): T | D => {
    const value = node.attributes[name];
    if (value === undefined) return otherwise;
    const found = read(value);
    if (found !== undefined) return found;
    throw new Error(`${node.op} ${node.name}: attribute ${name} must be ${expected}, found ${JSON.stringify(value)}.`);
  };
}

export const intOf = reader('an INT', asInt);
export const intsOf = reader('INTS', asInts);
export const floatOf = reader('a FLOAT', asFloat);
export const stringOf = reader('a STRING', asString);
