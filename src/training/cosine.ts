/**
 * cos(π·x) for 0 ≤ x ≤ 1, by + − × ÷ alone: Math.cos may differ in its last digit between engines, and the rates of a
 * run must not. Taylor's series on [0, ¼], where twelve terms leave less than 1e-17; the rest by symmetry and by
 * cos 2a = 2 cos² a − 1.
 */
export function cosineOfHalfTurns(x: number): number {
  if (x > 0.5) return -cosineOfHalfTurns(1 - x);
  if (x > 0.25) {
    const half = cosineOfHalfTurns(x / 2);
    return 2 * half * half - 1;
  }
  const angle = Math.PI * x;
  const square = angle * angle;
  let series = 1;
  for (let term = 12; term >= 1; term--) series = 1 - (series * square) / ((2 * term - 1) * (2 * term));
  return series;
}
