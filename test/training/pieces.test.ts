import fc from 'fast-check';
import { expect, test } from 'vitest';
import { check } from '../../src/architecture/problems';
import { completeDesign } from '../../src/design/complete';
import { npyFile } from '../../src/tensor/npy';
import { NpyError, readNpy } from '../../src/tensor/npyReader';
import { float32 } from '../../src/tensor/tensor';
import { clipSet } from '../../src/training/clipSet';
import { TOO_HIGH, WATCHED, watchDivergence } from '../../src/training/divergence';
import { withinPairs } from '../../src/training/evaluation';
import { wilson } from '../../src/training/interval';
import { motionDataset, varied } from '../../src/training/motionData';
import { RecipeError, readRecipe } from '../../src/training/readRecipe';
import { DEFAULT_RECIPE } from '../../src/training/recipe';
import { RECIPES, stretched } from '../../src/training/recipes';
import { tinyDesign } from '../../src/training/tinyDesign';

test('Wilson’s interval holds the share, lies within 0 and 1, and agrees with published values', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0, max: 1, noNaN: true }), (trials, q) => {
      const successes = Math.round(q * trials);
      const { share, low, high } = wilson(successes, trials);
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeLessThanOrEqual(1);
      expect(low).toBeLessThanOrEqual(share + 1e-12);
      expect(high).toBeGreaterThanOrEqual(share - 1e-12);
      // It turns about a half.
      expect(wilson(trials - successes, trials).low).toBeCloseTo(1 - high, 12);
    }),
  );
  // Newcombe 1998, Statistics in Medicine 17, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
  const published = [
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ] as const;
  for (const [successes, trials, low, high] of published) {
    expect(wilson(successes, trials).low).toBeCloseTo(low, 4);
    expect(wilson(successes, trials).high).toBeCloseTo(high, 4);
  }
  expect(wilson(0, 0)).toMatchObject({ low: 0, high: 1 });
});

test('a run is stopped by what is no number, and by a mean of twenty losses above three times the first', () => {
  for (const [loss, norm] of [
    [Number.NaN, 1],
    [Infinity, 1],
    [1, Number.NaN],
    [1, Infinity],
  ] as const)
    expect(watchDivergence().see(loss, norm, 4)).toContain('step 5');
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 9, noNaN: true }), { minLength: 1, maxLength: 60 }), (rest) => {
      const losses = [1, ...rest];
      const watch = watchDivergence();
      losses.forEach((loss, step) => {
        // One that was taken up from what the other remembered answers alike.
        const taken = watchDivergence(structuredClone(watch.memory()));
        const said = watch.see(loss, 1, step);
        expect(taken.see(loss, 1, step)).toBe(said);
        const last = losses.slice(Math.max(0, step + 1 - WATCHED), step + 1);
        const mean = last.reduce((a, b) => a + b) / last.length;
        expect(said !== null).toBe(last.length === WATCHED && mean > TOO_HIGH);
      });
    }),
  );
});

test('weights that were learnt before begin near a loss of 0: a run from them stops where it says less than a guess', () => {
  const saidOf = (later: number) => {
    const watch = watchDivergence();
    return [0.01, ...Array.from({ length: WATCHED }, () => later)].map((loss, step) => watch.see(loss, 1, step)).at(-1);
  };
  expect(saidOf(0.1)).toBeNull();
  expect(saidOf(2)).toBeNull();
  expect(saidOf(2.2)).toContain('guessing between two classes costs, 0.69');
});

test('a recipe is read back as it was written, presets too', () => {
  for (const { recipe, initStd } of Object.values(RECIPES))
    expect(readRecipe(JSON.parse(JSON.stringify({ ...recipe, initStd })))).toEqual({ recipe, initStd });
  expect(readRecipe({})).toEqual({ recipe: DEFAULT_RECIPE, initStd: 0.01 });
  expect(readRecipe({ name: 'adam', batch: 8 }).recipe).toEqual({ ...RECIPES.adam.recipe, batch: 8 });
});

test.each([
  [{ steps: 1.5 }, 'steps: expected a whole number; found 1.5.'],
  [{ batch: 0 }, 'batch: expected a number from 1 to 4096; found 0.'],
  [{ rate: 1 }, 'the recipe has no rate; it has name, '],
  [{ optimizer: { type: 'sgd' } }, 'optimizer.type: expected SGD, Adam, AdamW; found "sgd".'],
  [{ optimizer: { type: 'SGD', lr: 1 } }, 'optimizer has no lr; it has type, momentum'],
  [{ optimizer: { type: 'Adam', betas: [1, 0.9] } }, 'optimizer.betas: expected a number from 0 to 0.999999; found 1.'],
  [{ schedule: { course: { kind: 'step' } } }, 'schedule.course.at: expected a list of steps'],
  [{ schedule: { warmUp: {} } }, 'schedule.warmUp.steps: expected a number from 1 to 10000000; found nothing.'],
  [{ scope: 'fc' }, 'scope: expected "all", "head" or'],
  [{ name: 'toString' }, 'name: expected quick, small, sgd'],
  [[], 'the recipe: expected an object; found [].'],
])('a recipe that is none is refused at its field: %j', (raw, sentence) => {
  expect(() => readRecipe(raw)).toThrow(RecipeError);
  expect(() => readRecipe(raw)).toThrow(sentence);
});

test('a recipe over other steps keeps the share of its warm-up', () => {
  const { recipe } = RECIPES.small;
  expect(stretched(recipe, 800).schedule.warmUp?.steps).toBe(2 * (recipe.schedule.warmUp?.steps ?? 0));
  expect(stretched(recipe, 1).schedule.warmUp?.steps).toBe(1);
  expect(stretched(stretched(recipe, 800), recipe.steps)).toEqual(recipe);
});

const CLIPS = fc
  .record({ classes: fc.integer({ min: 1, max: 5 }), each: fc.integer({ min: 1, max: 12 }), seed: fc.nat() })
  .map(({ classes, each, seed }) => {
    const n = classes * each;
    return {
      seed,
      each,
      set: {
        clips: float32(
          [n, 1, 1, 1, 1],
          Float32Array.from({ length: n }, (_, clip) => clip),
        ),
        labels: Array.from({ length: n }, (_, clip) => clip % classes),
        classes: Array.from({ length: classes }, (_, label) => `class ${label}`),
      },
    };
  });

test('own clips are split once and for all: no held-out clip is ever trained on, and each epoch has every other once', async () => {
  await fc.assert(
    fc.asyncProperty(CLIPS, async ({ set, seed, each }) => {
      const dataset = clipSet(set, seed);
      const all = async (split: 'train' | 'validation' | 'test', first: number) =>
        dataset.counts[split] === 0 ? [] : [...(await dataset.batch(split, first, dataset.counts[split])).clips.data];
      const { train } = dataset.counts;
      const [one, two] = [await all('train', 0), await all('train', train)];
      expect(two.toSorted()).toEqual(one.toSorted());
      const held = [...(await all('validation', 0)), ...(await all('test', 0))];
      expect([...one, ...held].toSorted((a, b) => a - b)).toEqual([...set.clips.data]);
      expect(held.length === 0).toBe(each < 3);
      const { clips, labels } = await dataset.batch('train', 1, 5);
      expect(labels).toEqual([...clips.data].map((clip) => set.labels[clip]));
    }),
    { numRuns: 50 },
  );
});

test('clips without their labels, or with strange ones, are refused', () => {
  const clips = float32([2, 1, 1, 1, 1]);
  expect(() => clipSet({ clips, labels: [0], classes: ['a'] }, 0)).toThrow('2 clips and 1 labels');
  expect(() => clipSet({ clips, labels: [0, 1], classes: ['a'] }, 0)).toThrow('A label is 1');
});

test('clips played backwards are labelled as the partner, shuffled ones as they were', async () => {
  const dataset = motionDataset({ task: 'nine', knobs: 'easy', seed: 1 }, { t: 4, h: 8, w: 8 });
  const batch = await dataset.batch('test', 0, 9);
  const names = (labels: readonly number[]) => labels.map((label) => dataset.classes[label]);
  const partners: Record<string, string> = { left: 'right', up: 'down', still: 'still', approaching: 'receding' };
  names(varied(batch, 'backwards', dataset.partners, 0).labels).forEach((name, clip) => {
    const partner = partners[names(batch.labels)[clip] ?? ''];
    if (partner) expect(name).toBe(partner);
  });
  expect(varied(batch, 'shuffled', dataset.partners, 0).labels).toEqual(batch.labels);
});

test.each([1, 2, 3, 4])('frames of clips with %i channels are put in another order, clip by clip', (channels) => {
  const [count, t, plane] = [3, 5, 4];
  // Each value is the number of its clip, channel and frame.
  const data = Float32Array.from({ length: count * channels * t * plane }, (_, at) => Math.floor(at / plane));
  const batch = { clips: float32([count, channels, t, 2, 2], data), labels: [0, 1, 2] };
  const framesOf = (variation: Parameters<typeof varied>[1]) => {
    const { data } = varied(batch, variation, null, 7).clips;
    return Array.from({ length: count * channels }, (_, row) =>
      Array.from({ length: t }, (_, frame) => (data[(row * t + frame) * plane] as number) - row * t),
    );
  };
  const all = Array.from({ length: t }, (_, frame) => frame);
  expect(framesOf('backwards').every((row) => String(row) === String(all.toReversed()))).toBe(true);
  expect(
    framesOf('one frame')
      .flat()
      .every((frame) => frame === t >> 1),
  ).toBe(true);
  const rows = framesOf('shuffled');
  for (const row of rows) expect(row.toSorted()).toEqual(all);
  // The channels of a clip stay together.
  expect(rows).toEqual(rows.map((_, at) => rows[at - (at % channels)]));
});

test('within pairs only answers of the pair count', () => {
  const partners = [1, 0, 2];
  expect(withinPairs({ labels: [0, 0, 1, 1, 2, 0], answers: [0, 1, 1, 2, 2, 2] }, partners)).toMatchObject({
    successes: 2,
    trials: 3,
  });
});

test('the tiny design is legal at all sizes it is offered for, and its head is small', () => {
  for (const [t, side] of [
    [4, 24],
    [8, 32],
    [16, 64],
  ] as const) {
    const { architecture } = check(tinyDesign(9, { t, h: side, w: side }));
    expect(architecture).not.toBeNull();
  }
  expect(completeDesign(tinyDesign(2, { t: 8, h: 32, w: 32 })).head?.mid_channels).toBe(256);
});

test('an .npy file is read as NumPy writes it, and refused with a reason', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 5 }), (shape) => {
      const count = shape.reduce((a, b) => a * b, 1);
      const tensor = float32(
        shape,
        Float32Array.from({ length: count }, (_, at) => at / 7),
      );
      expect(readNpy(npyFile(tensor))).toEqual({ tensor, levels: false });
      expect(() => readNpy(npyFile(tensor).subarray(0, -1))).toThrow(NpyError);
    }),
  );
  const with_ = (from: string, to: string) => {
    const file = npyFile(float32([2, 2]));
    const text = new TextDecoder('latin1').decode(file).replace(from, to);
    return Uint8Array.from(text, (character) => character.charCodeAt(0));
  };
  expect(() => readNpy(with_("'<f4'", "'>f4'"))).toThrow("its values are >f4; save float32 ('<f4')");
  expect(() => readNpy(with_('False', 'True '))).toThrow('columns come first');
  expect(() => readNpy(new Uint8Array(3))).toThrow('does not begin');
});
