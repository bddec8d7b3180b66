/** Over how many updates the weight of a value falls to 1/e. */
const SPAN = 12;

/** A curve without the noise of single batches: an exponential mean, its beginning corrected as Adam corrects its own. */
export function smoothed(points: readonly { readonly x: number; readonly y: number }[]) {
  const keep = 1 - 1 / SPAN;
  let [sum, weight] = [0, 0];
  return points.map(({ x, y }) => {
    sum = keep * sum + (1 - keep) * y;
    weight = keep * weight + (1 - keep);
    return { x, y: sum / weight };
  });
}
