import { expect, test } from 'vitest';
import { costsByPath } from '../../src/analysis/costs';
import { inferenceMemory } from '../../src/analysis/memory';
import { build } from '../../src/architecture/build';
import { presetNamed } from '../../src/design/presets';
import { type Sweep, sweepCsv, sweepMatrix } from '../../src/scaling/sweep';

const { design } = presetNamed('S');
const sweep: Sweep = {
  design,
  x: { parameter: 'gamma_w', values: [0.5, 1, 2] },
  y: { parameter: 'gamma_s', values: [64, 96] },
  measure: 'macs',
  device: null,
};

test('each cell is the measure of the design with both numbers set', () => {
  const expected = sweep.y.values.map((side) =>
    sweep.x.values.map((gamma_w) => {
      const cell = {
        ...design,
        reference: { ...design.reference, gamma_w },
        clip: { ...design.clip, h: side, w: side },
      };
      return costsByPath(build(cell)).get('')?.macs;
    }),
  );
  expect(sweepMatrix(sweep)).toEqual(expected);
});

test('any number of the design may vary, one set by hand too, against any measure', () => {
  const byHand: Sweep = {
    ...sweep,
    x: { parameter: 'overrides.layer3.stride', values: [1, 2] },
    y: { parameter: 'clip.t', values: [4] },
    measure: 'peakLive',
  };
  const peak = (stride: number) =>
    inferenceMemory(build({ ...design, clip: { ...design.clip, t: 4 }, overrides: { layer3: { stride } } })).peakBytes;
  expect(sweepMatrix(byHand)).toEqual([[peak(1), peak(2)]]);
});

test('illegal designs are holes, in the matrix and in the CSV', () => {
  const holes: Sweep = { ...sweep, x: { parameter: 'reference.gamma_b', values: [0.001, 2.25] } };
  const matrix = sweepMatrix(holes);
  expect(matrix.map((row) => Number.isNaN(row[0]))).toEqual([true, true]);
  const [head, first] = sweepCsv(holes, matrix).split('\n');
  expect(head).toBe('macs: gamma_s \\ reference.gamma_b,0.001,2.25');
  expect(first).toBe(`64,,${matrix[0]?.[1]}`);
  expect(sweepMatrix({ ...sweep, x: { parameter: 'reference.se_ratio', values: [-1] } })[0]?.[0]).toBeNaN();
});
