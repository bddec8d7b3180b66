// biome-ignore lint/suspicious/noApproximativeNumericConstant: digits here are ours, as in weights/generator.ts
const LN_2 = 0.6931471805599453;
const TWO_PI = 6.283185307179586;

/** Cosine and sine of an angle. */
export interface Rotation {
  readonly cos: number;
  readonly sin: number;
}

/**
 * Cosine and sine of an angle in turns (1 is 360°), by + − × ÷ alone: Math.sin and Math.cos may differ in their last
 * digit between engines, and clips must not. The angle is brought within an eighth of a turn of a quarter, then the
 * Taylor series are cut after x^18, whose next term is below 1e-19.
 */
export function rotation(turns: number): Rotation {
  const quarter = Math.round(4 * turns);
  const x = (turns - quarter / 4) * TWO_PI;
  const square = x * x;
  let [cos, sin] = [0, 0];
  for (let term = 18; term >= 2; term -= 2) {
    cos = ((1 + cos) * -square) / (term * (term - 1));
    sin = ((1 + sin) * -square) / (term * (term + 1));
  }
  [cos, sin] = [1 + cos, x * (1 + sin)];
  switch (((quarter % 4) + 4) % 4) {
    case 0:
      return { cos, sin };
    case 1:
      return { cos: -sin, sin: cos };
    case 2:
      return { cos: -cos, sin: -sin };
    default:
      return { cos: sin, sin: -cos };
  }
}

/**
 * 2 to the power `exponent`, by + − × ÷ alone: the whole part by doubling, the rest, at most a half, by the series of
 * e^(x ln 2) cut after the 16th term (below 1e-21).
 */
export function powerOfTwo(exponent: number): number {
  const whole = Math.round(exponent);
  const x = (exponent - whole) * LN_2;
  let power = 1;
  for (let term = 16; term >= 1; term--) power = 1 + (power * x) / term;
  for (let doubled = 0; doubled < whole; doubled++) power *= 2;
  for (let halved = 0; halved > whole; halved--) power /= 2;
  return power;
}
