import type { App } from '../app';
import type { RunReport } from '../run/runStore';
import { afterRuns } from './afterRuns';
import { type Contender, layersFor } from './measurements';

/**
 * Times the layers of every network once it has run, so that a run shows where the time went; the graph
 * keeps its colours until those of the times are asked for. Left out where it was measured already.
 */
export function timeAfterRuns(
  measuring: { timeLayers(of: Contender, effort: 'brief'): Promise<void> },
  { runStore, measurements }: Pick<App, 'runStore' | 'measurements'>,
): void {
  afterRuns(runStore, (report) => {
    if (!isComplete(report)) return;
    const { design, weights, backend } = report;
    const known = layersFor(measurements.getState().layers, design);
    if (known?.backend.provider === backend.provider) return;
    // Chosen by the app, the backend is chosen by it again, so that the times keep why it is not WebGPU.
    const provider = backend.whyNotWebGpu === null ? backend.provider : 'auto';
    const of = { name: 'this network', design, weights, provider, form: 'lowered' } as const;
    void measuring.timeLayers(of, 'brief');
  });
}

function isComplete({ views, pooled }: RunReport): boolean {
  return pooled.length === views.planned;
}
