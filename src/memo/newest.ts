/**
 * A slow function of an object that keeps its newest answer only: the next question about the same object is answered at
 * once. What failed is tried again.
 */
export function newest<K extends object, V>(compute: (key: K) => Promise<V>): (key: K) => Promise<V> {
  let known: { readonly key: K; readonly value: Promise<V> } | null = null;
  return (key) => {
    if (known?.key === key) return known.value;
    const asked = { key, value: compute(key) };
    known = asked;
    asked.value.catch(() => {
      if (known === asked) known = null;
    });
    return asked.value;
  };
}
