import { describe, expect, test } from 'vitest';
import { inferenceMemory } from '../../src/analysis/memory';
import { receptiveFields } from '../../src/analysis/receptiveField';
import { build } from '../../src/architecture/build';
import { check, problemsOf } from '../../src/architecture/problems';
import { stageFacts } from '../../src/architecture/stages';
import { decodeDesign, encodeDesign, readPairs } from '../../src/codec/designCode';
import { mmaction2Config } from '../../src/configs/mmaction2Config';
import { designOfConfig, readConfig } from '../../src/configs/readConfig';
import { slowfastYaml } from '../../src/configs/slowfastYaml';
import { type Design, HEAD_DEFAULTS } from '../../src/design/design';
import { designJson } from '../../src/design/designJson';
import { presetNamed } from '../../src/design/presets';
import { pytorchModule } from '../../src/export/pytorch';
import { layered, peakLiveBytes } from '../../src/scaling/layered';
import { RECIPES } from '../../src/training/recipes';
import { trainingProblems } from '../../src/training/trainingProblems';

const base = presetNamed('S').design;
const under = (pool_window: readonly number[] | null): Design => ({
  ...base,
  head: { ...(base.head ?? HEAD_DEFAULTS), pool_window },
});

describe('a head’s pooling window', () => {
  test('travels in a link and in JSON', () => {
    const design = under([13, 4, 4]);
    const code = encodeDesign({ design, preset: 'S' });
    expect(code).toBe('from=S&hw=13,4,4');
    expect(decodeDesign(readPairs(code))).toEqual({ design, preset: 'S', dropped: [] });
    expect(encodeDesign({ design: under(null), preset: 'S' })).toBe('from=S');
    const read = readConfig(designJson({ design, preset: 'S' }), 'mine.json');
    expect(designOfConfig(read, { design: base, preset: 'S' })).toMatchObject({ design, dropped: [] });
  });

  test.each([
    [[13, 9, 4], 'a window of 13 × 9 × 4 does not fit a map of 13 × 5 × 5'],
    [[14, 1, 1], 'a window of 14 × 1 × 1 does not fit'],
    [[0, 1, 1], 'three whole numbers from 1 up (frames, rows, columns), found [0,1,1]'],
    [[1, 2], 'three whole numbers'],
    ['4,1,1', "found '4,1,1'"],
  ])('%j is refused where it stands', (window, words) => {
    const [problem] = problemsOf(under(window as readonly number[]));
    expect(problem).toMatchObject({ severity: 'error', field: 'head.pool_window' });
    expect(problem?.message).toContain(words);
    expect(check(problem?.mend?.design ?? base).architecture?.design).toEqual(base);
  });

  test('is said where nothing else can say it', () => {
    const architecture = build(under([13, 4, 4]));
    expect(mmaction2Config(architecture)).toEqual({
      reasons: ['The head pools under a window of 13 × 4 × 4; X3DHead always pools the whole map.'],
    });
    expect(slowfastYaml(architecture)).toMatchObject({ reasons: [expect.stringContaining('not one set by hand')] });
    expect(pytorchModule(architecture)).toContain('nn.AvgPool3d((13, 4, 4), stride=1)');
    const recipe = Object.values(RECIPES)[0];
    if (!recipe) throw new Error('no recipe');
    expect(trainingProblems(under([13, 4, 4]), recipe.recipe)).toMatchObject([{ field: 'head.pool_window' }]);
    expect(trainingProblems(base, recipe.recipe)).toEqual([]);
  });

  test('takes the memory of its positions, counted with and without building, and sees its window of the map', () => {
    const design = under([13, 4, 4]);
    const architecture = build(design);
    expect(peakLiveBytes(layered(design, stageFacts(design)))).toBe(inferenceMemory(architecture).peakBytes);
    const shapes = architecture.layers.flatMap(({ path, output }) => (path.startsWith('head.') ? [output] : []));
    expect(shapes).toEqual([[1, 432, 1, 2, 2], ...Array(3).fill([1, 2048, 1, 2, 2]), [1, 400, 1, 2, 2], [1, 400]]);
    expect(receptiveFields(architecture).get('head.mean')?.local).toBeNull();
  });
});
