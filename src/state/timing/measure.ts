import { memoised } from '../../memo/memoised';
import type { OpenModel } from '../../worker/client';
import type { App } from '../app';
import { runServiceOf } from '../run/runService';
import { createTask } from '../task';
import { workersOf } from '../workers';
import { measureComparison } from './measureComparison';
import { measureDevice } from './measureDevice';
import type { Measurement, MeasurePlace } from './measuredRun';
import { type Effort, measureLayers } from './measureLayers';
import type { Contender, MeasureProgress, MeasureTask, MeasureWork } from './measurements';
import { measureRuns } from './measureRuns';
import { pageAttention } from './pageAttention';
import { timeAfterRuns } from './timeAfterRuns';

/**
 * An app's measuring, made when it is first asked for; from then on it times the layers of what has run. It and the run service
 * use one session worker, so each stops the other when it begins.
 */
export const measuringOf = memoised((app: App) => {
  const takeOver = () => runServiceOf(app).cancel();
  const measuring = createMeasuring({ ...app, ...workersOf(app), takeOver, attention: pageAttention() });
  app.runStore.subscribe(({ status }) => {
    if (status.kind === 'working' && status.purpose !== 'preview') measuring.cancel();
  });
  timeAfterRuns(measuring, app);
  return measuring;
});

/** What the Time panel can ask for, one measurement at a time; no worker is started before it is needed. */
export function createMeasuring(place: MeasurePlace) {
  const task = createTask<MeasureWork, MeasureProgress>((status) => place.measurements.setState({ status }));
  const opened = new Set<OpenModel>();

  const work = async (kind: MeasureTask, measure: (measurement: Measurement) => Promise<void>): Promise<void> => {
    place.takeOver();
    await task.start({ task: kind }, (signal, tell) =>
      measure({
        ...place,
        signal,
        onProgress: (step, done = null, paused = false) => tell({ step, done, paused }),
        opened,
      }),
    );
    await Promise.all([...opened].map((model) => model.close().catch(() => {})));
    opened.clear();
  };

  return {
    /** Runs a network `count` times and states what they took. */
    timeRuns: (of: Contender, count: number): Promise<void> =>
      work('runs', (measurement) => measureRuns(measurement, of, count)),
    /**
     * Profiles a network and maps its kernels to layers. A brief look makes fewer runs, and when it is stopped it lets the
     * one under way end, so that the networks beside it stay open.
     */
    timeLayers: (of: Contender, effort: Effort = 'thorough'): Promise<void> =>
      work('layers', (measurement) => measureLayers(measurement, of, effort)),
    /** Runs two networks interleaved, in `blocks` blocks A B B A. */
    compare: (a: Contender, b: Contender, blocks: number): Promise<void> =>
      work('comparison', (measurement) => measureComparison(measurement, a, b, blocks)),
    /** Measures what this device can do at most. */
    measureDevice: (provider: 'webgpu' | 'wasm'): Promise<void> =>
      work('device', (measurement) => measureDevice(measurement, provider)),
    /** Stops; what came out so far stays. */
    cancel: task.cancel,
  };
}
