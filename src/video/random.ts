/** A stream of random whole numbers that is the same for the same seed on every machine. */
export interface RandomIntegers {
  /** The next 32 random bits, 0 … 2³² − 1. */
  bits(): number;
  /** A whole number in 0 … bound − 1, every one equally likely. `bound` is 1 … 2³². */
  below(bound: number): number;
}

/**
 * Marsaglia's 32-bit xorshift (Journal of Statistical Software 8(14), 2003; shifts 13, 17, 5), started from the seed
 * spread by Murmur3's finaliser, since xorshift cannot leave zero and near seeds start alike. Integer arithmetic only,
 * so no rounding of any machine can change it.
 */
export function randomIntegers(seed: number): RandomIntegers {
  let state = spread(seed | 0) || 0x9e3779b9;

  const bits = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };

  const below = (bound: number) => {
    // Draws from the incomplete last round of `bound` are thrown away: keeping them would favour small numbers.
    const whole = 2 ** 32 - (2 ** 32 % bound);
    let draw = bits();
    while (draw >= whole) draw = bits();
    return draw % bound;
  };

  return { bits, below };
}

function spread(seed: number): number {
  let h = seed ^ 0x5bd1e995;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) | 0;
}
