import { answersIn } from './answersIn';

/** A function of a number, a text or an object that works out each answer once, and keeps it as long as itself. */
export function byKey<K, V>(compute: (key: K) => V): (key: K) => V {
  return answersIn(new Map<K, { readonly value: V }>(), compute);
}
