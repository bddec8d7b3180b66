/**
 * The frames of a window, `[length]`: those shown at evenly spaced times over it. Before the first frame and after the last
 * these stay as they are.
 * @param times presentation times of all frames in seconds, ascending
 */
export function framesAt(times: Float64Array, start: number, window: number, length: number): readonly number[] {
  const began = times[0] ?? 0;
  const frames: number[] = [];
  let at = 0;
  for (let t = 0; t < length; t++) {
    // A hair later, so that a frame that begins at just this time is shown.
    const time = began + start + (t * window) / length + 1e-6;
    while (at + 1 < times.length && (times[at + 1] as number) <= time) at++;
    frames.push(at);
  }
  return frames;
}
