import { presetNamed } from '../../src/design/presets';
import { type Limit, searchBudget } from '../../src/scaling/budget';
import { offers } from '../../src/scaling/double';
import { gridSize, WIDE_GRID } from '../../src/scaling/grid';
import type { MeasureName } from '../../src/scaling/measureNames';
import { MEASURES } from '../../src/scaling/measures';
import { sweepRows } from '../../src/scaling/sweep';
import { ASSUMED_DEVICE } from '../../src/state/explore/explore';
import { type Bench, interleave } from './bench';

const S = presetNamed('S').design;
const SIDES = Array.from({ length: 40 }, (_, step) => 64 + 8 * step);
const FRAMES = Array.from({ length: 25 }, (_, step) => 1 + step);

/** A sweep of 1 000 designs in every measure, six offers of a step, and a search's first answer and last. */
export const bench: Bench = {
  title: 'Scaling: 1 000 designs swept, a step’s six offers, a search of the wide grid',
  async run() {
    const sweep = (measure: MeasureName) => () => [
      ...sweepRows({
        design: S,
        x: { parameter: 'gamma_s', values: SIDES },
        y: { parameter: 'gamma_t', values: FRAMES },
        measure,
        device: ASSUMED_DEVICE,
      }),
    ];
    const alternatives: Record<string, () => unknown> = {
      ...Object.fromEntries(MEASURES.map(({ name, label }) => [`1 000 designs, ${label}`, sweep(name)])),
      'six offers to double X3D-S': () => offers(S, 2, ASSUMED_DEVICE),
      'first 64 designs of a search': () => budget().next(),
      [`all ${gridSize(WIDE_GRID)} designs of a search`]: () => [...budget()].length,
      'the same with at most 20 ms': () => [...budget(TIMELY)].length,
    };
    const timings = await interleave(alternatives, { rounds: 5 });
    return {
      columns: ['what', 'median, ms', 'quartiles, ms'],
      rows: Object.entries(timings).map(([name, { median, quartiles }]) => [
        name,
        median.toFixed(1),
        quartiles.map((value) => value.toFixed(1)).join(' – '),
      ]),
      note: 'In Node, one thread, as the worker runs them; messages are not counted. The search: at most 2 GMACs and 3 M parameters.',
    };
  },
};

const TIMELY: Limit = { measure: 'predictedTime', bound: 'at most', value: 20 };

function budget(...more: readonly Limit[]) {
  return searchBudget({
    base: S,
    grid: WIDE_GRID,
    limits: [
      { measure: 'macs', bound: 'at most', value: 2e9 },
      { measure: 'parameters', bound: 'at most', value: 3e6 },
      ...more,
    ],
    aims: [
      { measure: 'macs', better: 'more' },
      { measure: 'parameters', better: 'less' },
      { measure: 'convActivations', better: 'less' },
    ],
    device: ASSUMED_DEVICE,
  });
}
