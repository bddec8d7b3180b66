import type { App } from '../app';
import type { RunReport } from '../run/live';
import { type Contender, layersFor } from './measurements';

/** A first run that took longer than this, in ms, is not followed by more that nobody asked for. */
const PATIENCE = 2500;

/**
 * Times the layers of every network once it has run, so that whoever pressed Run sees where the time went; the graph
 * keeps its colours until somebody asks for those of the times. Left out where
 * it was measured already, where runs are slow, and on an emulated GPU, whose times mean nothing.
 */
export function timeAfterRuns(
  measuring: { timeLayers(of: Contender, effort: 'brief'): Promise<void> },
  { runStore, measurements }: Pick<App, 'runStore' | 'measurements'>,
): void {
  let last: RunReport | null = null;
  runStore.subscribe(({ status, report, capabilities }, { status: before }) => {
    if (status.kind !== 'idle' || before.kind !== 'working' || before.purpose !== 'run') return;
    if (report === null || report === last || !isComplete(report) || isSlow(report)) return;
    last = report;
    const { design, weights, backend } = report;
    const emulated = capabilities?.webgpu.available === true && capabilities.webgpu.fallback;
    if (backend.provider === 'webgpu' && emulated) return;
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

function isSlow({ ms }: RunReport): boolean {
  return Math.min(ms.first, ...ms.following) > PATIENCE;
}
