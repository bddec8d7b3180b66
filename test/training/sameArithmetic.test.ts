import { expect, test } from 'vitest';
import { rateAt } from '../../src/training/rates';
import { DEFAULT_RECIPE } from '../../src/training/recipe';
import { readSources } from '../imports';

/** Rooms between a seed and trained weights. */
const ROOMS = ['weights/', 'training/', 'motion/'];

/** Functions whose last digit is left to the engine (ECMA-262, 21.3.2: "implementation-approximated"). */
const APPROXIMATE =
  /\bMath\s*\.\s*(a?cosh?|a?sinh?|a?tanh?|atan2|cbrt|exp|expm1|hypot|log|log10|log1p|log2|pow)\b|\bMath\s*\[/g;
/** A power is Math.pow, but for one of whole numbers, which the compiler works out. */
const POWER = /(?<!\d )\*\*(?!\/)/g;

const withoutComments = (text: string) => text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');

function approximations(text: string): readonly string[] {
  const code = withoutComments(text);
  return [...(code.match(APPROXIMATE) ?? []), ...(code.match(POWER) ?? [])];
}

test('from seed to weights nothing calls a function whose last digit differs between engines', () => {
  const sources = [...readSources(new URL('../../src/', import.meta.url))];
  const files = sources.filter(([path]) => ROOMS.some((room) => path.startsWith(room)));
  expect(files.length).toBeGreaterThan(30);
  expect(files.flatMap(([path, text]) => approximations(text).map((found) => `src/${path}: ${found}`))).toEqual([]);
});

test('such a call is found, and neither Math.sqrt nor a word in a comment is one', () => {
  expect(approximations('const y = Math.cos(x) + Math . exp(1) + x ** 2 + Math["sin"](x);')).toHaveLength(4);
  expect(approximations('/** Math.cos may differ */ const y = Math.sqrt(x) * 2 ** 16; // Math.log')).toEqual([]);
});

test('the cosine of a schedule is the cosine, to the last digits of float64', () => {
  const recipe = {
    ...DEFAULT_RECIPE,
    steps: 1000,
    schedule: { rate: 1, warmUp: null, course: { kind: 'cosine', floor: 0.1 } },
  } as const;
  for (let step = 0; step <= 1000; step++) {
    const truth = 0.1 + (0.9 * (1 + Math.cos((Math.PI * step) / 1000))) / 2;
    expect(Math.abs(rateAt(recipe, step) - truth)).toBeLessThan(1e-15);
  }
});

test('warm-up reaches the whole rate at its last step, and steps multiply', () => {
  const schedule = {
    rate: 0.4,
    warmUp: { steps: 3, startFactor: 0.1 },
    course: { kind: 'step', at: [5, 7], factor: 0.5 },
  };
  const recipe = { ...DEFAULT_RECIPE, schedule } as const;
  const rates = Array.from({ length: 8 }, (_, step) => rateAt(recipe as typeof DEFAULT_RECIPE, step));
  [0.04, 0.22, 0.4, 0.4, 0.4, 0.2, 0.2, 0.1].forEach((rate, step) => {
    expect(rates[step]).toBeCloseTo(rate, 12);
  });
});
