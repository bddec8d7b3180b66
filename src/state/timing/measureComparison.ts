import { compareTimes, interleaved } from '../../timing/comparison';
import { clipFor, type Measurement, openContender, runOnce } from './measuredRun';
import type { ComparisonReport, Contender } from './measurements';

/** Runs of each contender before the first block, so that neither compiles in it. */
const RUNS_BEFORE = 3;

/**
 * Runs two networks interleaved, in `blocks` blocks A B B A that count.
 * @throws Error where the two cannot be open beside each other, or WebGPU is not to be had
 */
export async function measureComparison(
  measurement: Measurement,
  a: Contender,
  b: Contender,
  blocks: number,
): Promise<void> {
  const { measurements, runner, onProgress } = measurement;
  const besideWebGpu = [a, b].some(({ provider }) => provider === 'webgpu');
  const { webgpu } = (await runner()).capabilities;
  if (besideWebGpu && !webgpu.available) throw new Error(webgpu.reason);
  const clips = { a: await clipFor(measurement, a.design), b: await clipFor(measurement, b.design) };
  const models = {
    a: await openContender(measurement, a, { besideWebGpu }),
    b: await openContender(measurement, b, { besideWebGpu }),
  };
  if (!models.a.isOpen()) throw new Error('The two do not stay open beside each other. Choose one backend by name.');
  for (const [which, { provider }] of [['a', a] as const, ['b', b] as const]) {
    const { backend } = models[which];
    if (provider === 'webgpu' && backend.provider !== 'webgpu') throw new Error(backend.whyNotWebGpu ?? '');
  }
  const one = (which: 'a' | 'b') =>
    runOnce(measurement, models[which], clips[which], () => onProgress('run', null, true));
  for (let index = 0; index < RUNS_BEFORE; index++) {
    onProgress('warm-up', index / RUNS_BEFORE);
    await one('a');
    await one('b');
  }
  const backends = [models.a.backend, models.b.backend] as const;
  let report = comparisonOf(a, b, backends, [], blocks);
  // A block left out as warm-up is made up for: at most half of them can be, so this ends.
  while (report.comparison.blocks < blocks) {
    for (const which of interleaved(1)) {
      const { runs, comparison } = report;
      onProgress('run', runs.length / (4 * (blocks + comparison.warmUpBlocks)));
      const { ms } = await one(which);
      report = comparisonOf(a, b, backends, [...runs, { which, ms }], blocks);
      measurements.setState({ comparison: report });
    }
  }
}

function comparisonOf(
  a: Contender,
  b: Contender,
  backends: ComparisonReport['backends'],
  runs: ComparisonReport['runs'],
  planned: number,
): ComparisonReport {
  const times = (wanted: 'a' | 'b') => runs.filter(({ which }) => which === wanted).map(({ ms }) => ms);
  return { a, b, backends, runs, comparison: compareTimes(times('a'), times('b')), planned };
}
