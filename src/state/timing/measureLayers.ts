import { costsByPath } from '../../analysis/costs';
import { build } from '../../architecture/build';
import { singleClip } from '../../design/singleClip';
import { layerTimes } from '../../timing/layerTimes';
import { detectWarmUp } from '../../timing/warmUp';
import { clipFor, type Measurement, openContender, sum } from './measuredRun';
import type { Contender } from './measurements';

/** How much a measurement may take. */
export type Effort = 'thorough' | 'brief';

/** Profiled runs: these at most, and once this many are there no more than this long, in ms. */
const PROFILED_RUNS: Readonly<Record<Effort, { most: number; least: number; budget: number }>> = {
  thorough: { most: 25, least: 6, budget: 4000 },
  brief: { most: 8, least: 3, budget: 1200 },
};

/** Profiles a network and maps its kernels to layers. @throws Error where the runtime gave no profile */
export async function measureLayers(measurement: Measurement, of: Contender, effort: Effort): Promise<void> {
  const { measurements, studio, attention, signal, onProgress } = measurement;
  const { most, least, budget } = PROFILED_RUNS[effort];
  // Aborting a run ends the session worker and all that is open in it.
  const hard = effort === 'brief' ? null : signal;
  const clip = await clipFor(measurement, of.design);
  const model = await openContender(measurement, of, { profiling: true, signal: hard });
  const wall: number[] = [];
  while (wall.length < most) {
    if (wall.length >= least && sum(wall) > budget) break;
    onProgress('run', Math.max(wall.length / most, Math.min(1, sum(wall) / budget)));
    await attention.present(signal);
    signal.throwIfAborted();
    wall.push((await model.run(clip, { signal: hard ?? undefined })).ms);
  }
  const kernels = await model.profile();
  const { backend, chosen, prepared } = model;
  if (kernels.length === 0) throw new Error('onnxruntime-web gave no profile of these runs. Measure again.');
  const { weights, form } = of;
  const design = singleClip(of.design);
  const census = await studio().request(
    'census',
    { design, weights, form, target: backend.provider, outputs: [], chosen },
    { signal },
  );
  const { origins } = prepared;
  const costs = costsByPath(build(design));
  const graph = { origins, macsOf: (path: string) => costs.get(path)?.macs ?? 0 };
  const times = layerTimes(kernels, wall, graph, detectWarmUp(wall).runs);
  measurements.setState({ layers: { of, backend, times, wall, kernels, origins, loweredMacs: census.macs } });
}
