/** What of a map is needed to keep answers: each in an object, so that `undefined` is an answer too. */
interface Answers<K, V> {
  get(key: K): { readonly value: V } | undefined;
  set(key: K, answer: { readonly value: V }): unknown;
}

/** A function that looks an answer up in a map before working it out, and keeps it there. */
export function answersIn<K, V>(known: Answers<K, V>, compute: (key: K) => V): (key: K) => V {
  return (key) => {
    const found = known.get(key);
    if (found) return found.value;
    const value = compute(key);
    known.set(key, { value });
    return value;
  };
}
