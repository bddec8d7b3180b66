import { harmless } from '../text/harmless';
import type { PickleValue } from './pickleValue';

/** A value of a pickle in a word or two, whatever it holds: nothing of it is walked, since it may hold itself. */
export function pickleText(value: PickleValue): string {
  if (value === null) return 'None';
  if (typeof value === 'string') return `'${harmless(value, 60)}'`;
  if (typeof value !== 'object') return harmless(String(value), 60);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (value instanceof Map) return `a dict of ${value.size}`;
  if (value instanceof Set) return `a set of ${value.size}`;
  return value instanceof Uint8Array ? `${value.length} bytes` : `a ${value.kind}`;
}
