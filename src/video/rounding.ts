/** The nearest whole number, halves to the even one, as numpy's `round` and OpenCV's `cvRound` do. */
export function roundHalfToEven(x: number): number {
  const floor = Math.floor(x);
  const over = x - floor;
  if (over !== 0.5) return over < 0.5 ? floor : floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}
