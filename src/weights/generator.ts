/** FNV-1a, 32 bits, of a string's UTF-8 bytes (Fowler, Noll, Vo). */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/** Uniform draws from [0, 1), 32 bits each. Integer arithmetic only, so every engine draws the same. */
export type Uniform = () => number;

/** mulberry32 (Tommy Ettinger, public domain). */
export function mulberry32(seed: number): Uniform {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let z = Math.imul(state ^ (state >>> 15), state | 1);
    z = (z + Math.imul(z ^ (z >>> 7), z | 61)) ^ z;
    return ((z ^ (z >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

/**
 * sfc32 (Chris Doty-Humphrey, PractRand, public domain): 128 bits of state, so that the streams of a network's many
 * tensors do not run into each other, as they would on mulberry32's single cycle of 2^32.
 */
export function sfc32(seedA: number, seedB: number): Uniform {
  // In an array of its own: engines box integers of 32 bits that a closure keeps in variables, at every draw.
  const state = Int32Array.of(seedA, seedB, 0x9e3779b9, 1);
  const next: Uniform = () => {
    const [a, b, c, counter] = [state[0] as number, state[1] as number, state[2] as number, state[3] as number];
    const sum = (((a + b) | 0) + counter) | 0;
    state[3] = counter + 1;
    state[0] = b ^ (b >>> 9);
    state[1] = c + (c << 3);
    state[2] = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 0x1_0000_0000;
  };
  // PractRand's own seeding discards the first outputs, which still show the seed.
  for (let discarded = 0; discarded < 12; discarded++) next();
  return next;
}

/** Items in a drawn order (Fisher and Yates). */
export function inDrawnOrder<T>(items: readonly T[], uniform: Uniform): readonly T[] {
  const order = [...items];
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(uniform() * (last + 1));
    [order[last], order[other]] = [order[other] as T, order[last] as T];
  }
  return order;
}

/** Draws from the standard normal distribution: Marsaglia's polar method. */
export function standardNormal(uniform: Uniform): () => number {
  let spare: number | null = null;
  return () => {
    if (spare !== null) {
      const kept = spare;
      spare = null;
      return kept;
    }
    for (;;) {
      const x = 2 * uniform() - 1;
      const y = 2 * uniform() - 1;
      const square = x * x + y * y;
      if (square > 0 && square < 1) {
        const scale = Math.sqrt((-2 * logarithm(square)) / square);
        spare = y * scale;
        return x * scale;
      }
    }
  };
}

// biome-ignore lint/suspicious/noApproximativeNumericConstant: the standard only calls Math.SQRT1_2 approximate; digits here are ours
const SQRT_HALF = 0.7071067811865476;
// biome-ignore lint/suspicious/noApproximativeNumericConstant: as above
const LN_2 = 0.6931471805599453;

/**
 * Natural logarithm of a number in (0, 1), by + − × ÷ alone: Math.log may differ in its last digit between engines,
 * and weights must not. The argument is doubled into [√½, √2), then ln m = 2 artanh((m − 1)/(m + 1)), whose series is
 * cut after z^19: |z| < 0.172, so the error is below 1e-16.
 */
export function logarithm(value: number): number {
  let [mantissa, doublings] = [value, 0];
  while (mantissa < SQRT_HALF) {
    mantissa *= 2;
    doublings += 1;
  }
  const z = (mantissa - 1) / (mantissa + 1);
  const square = z * z;
  let series = 0;
  for (let odd = 19; odd >= 1; odd -= 2) series = series * square + 1 / odd;
  return 2 * z * series - doublings * LN_2;
}
