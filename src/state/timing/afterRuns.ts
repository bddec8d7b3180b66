import type { StoreApi } from 'zustand/vanilla';
import type { RunReport, RunState } from '../run/runStore';

/** A run that took longer than this, in ms, is not followed by further ones in the background. */
const PATIENCE = 2500;

/**
 * Does something once after every run. Left out where runs are slow, and on an emulated GPU, whose times mean nothing.
 */
export function afterRuns(runStore: StoreApi<RunState>, follow: (report: RunReport) => void): void {
  let last: RunReport | null = null;
  runStore.subscribe(({ status, report, capabilities }, { status: before }) => {
    if (status.kind !== 'idle' || before.kind !== 'working' || before.purpose !== 'run') return;
    if (report === null || report === last || isSlow(report)) return;
    last = report;
    const emulated = capabilities?.webgpu.available === true && capabilities.webgpu.fallback;
    if (report.backend.provider === 'webgpu' && emulated) return;
    follow(report);
  });
}

function isSlow({ ms }: RunReport): boolean {
  return Math.min(ms.first, ...ms.following) > PATIENCE;
}
