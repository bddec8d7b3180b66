/**
 * A slow function that keeps its newest answer only: asked for the same again, it answers at once. What failed is tried
 * again.
 * @param keyOf what decides the answer: the same object, or an equal text
 */
export function newest<A, V>(
  compute: (asked: A) => Promise<V>,
  keyOf: (asked: A) => unknown = (asked) => asked,
): (asked: A) => Promise<V> {
  let known: { readonly key: unknown; readonly value: Promise<V> } | null = null;
  return (asked) => {
    const key = keyOf(asked);
    if (known !== null && known.key === key) return known.value;
    const answer = { key, value: compute(asked) };
    known = answer;
    answer.value.catch(() => {
      if (known === answer) known = null;
    });
    return answer.value;
  };
}
