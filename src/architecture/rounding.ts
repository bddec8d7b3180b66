import type { Repeats, Rounding, Truncation } from './architecture';

/**
 * Width rounded to a multiple of 8, never under 8, one step up where rounding lost more than a tenth.
 * The reference has it twice (x3d.py): `X3D._round_width`, where a falsy multiplier leaves the width unchanged, and
 * `SEModule._round_width`, which has no such case.
 */
export function roundWidth(width: number, multiplier: number | null, falsyLeavesUnchanged = true): Rounding {
  const divisor = 8;
  const minimum = 8;
  const unchanged = falsyLeavesUnchanged && !multiplier;
  const raw = unchanged ? width : width * (multiplier ?? 0);
  const lower = Math.floor(raw / divisor) * divisor;
  const nearest = Math.max(minimum, Math.floor(Math.trunc(raw + divisor / 2) / divisor) * divisor);
  const bumped = !unchanged && nearest < 0.9 * raw;
  return {
    width,
    multiplier: multiplier ?? 0,
    raw,
    divisor,
    minimum,
    candidates: [lower, lower + divisor],
    nearest,
    bumped,
    unchanged,
    result: unchanged ? width : bumped ? nearest + divisor : nearest,
  };
}

/** The squeeze of an SE module: planes × se_ratio, rounded without the falsy case. */
export function roundSqueeze(planes: number, ratio: number): Rounding {
  return roundWidth(planes, ratio, false);
}

/** Blocks of a stage: ⌈multiplier × repeats⌉; a falsy multiplier leaves them unchanged (`X3D._round_repeats`). */
export function roundRepeats(repeats: number, multiplier: number | null): Repeats {
  const unchanged = !multiplier;
  const raw = unchanged ? repeats : repeats * multiplier;
  return {
    repeats,
    multiplier: multiplier ?? 0,
    raw,
    unchanged, // Adding 0 turns JavaScript's −0 into 0.
    result: unchanged ? repeats : Math.ceil(raw) + 0,
  };
}

/** Channels inside a bottleneck: `int(width * gamma_b)`, cut toward zero in float64 as Python does. */
export function truncateWidth(width: number, multiplier: number): Truncation {
  const raw = width * multiplier;
  return { width, multiplier, raw, result: Math.trunc(raw) };
}
