/**
 * A function of an object that keeps its answers about the objects it was last asked of, `most` at most. For answers much
 * larger than what they are about, where `memoised` would keep as many as there are objects: of every step of an undo, say.
 */
export function recent<K extends object, V>(most: number, compute: (key: K) => V): (key: K) => V {
  const known = new Map<K, { readonly value: V }>();
  return (key) => {
    const found = known.get(key) ?? { value: compute(key) };
    // A map keeps the order of insertion: what was asked last goes to its end.
    known.delete(key);
    known.set(key, found);
    const [oldest] = known.keys();
    if (known.size > most && oldest !== undefined) known.delete(oldest);
    return found.value;
  };
}
