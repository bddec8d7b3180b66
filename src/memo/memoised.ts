import { answersIn } from './answersIn';

/** A function of an object that works out each answer once, and keeps it as long as the object lives. */
export function memoised<K extends object, V>(compute: (key: K) => V): (key: K) => V {
  return answersIn(new WeakMap<K, { readonly value: V }>(), compute);
}
