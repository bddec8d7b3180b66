import type { App } from '../app';
import { whenRested } from '../whenRested';
import { afterRuns } from './afterRuns';
import { deviceChoicesOf, type TrialSubject } from './deviceChoices';

/** How long nothing must run or be measured before candidates are tried, in ms. */
const REST = 400;

/**
 * Tries candidates on the shapes of every network once it has run and all that follows a run is done; what has its
 * verdict is not tried again. A run or a measurement ends the trial at once; an edit does too, since a run is likely to
 * follow it, unless the trial was asked for. Left out where it was switched off, and
 * where the page is not looked at.
 */
export function trialAfterRuns(
  trials: { tryBriefly(of: TrialSubject): Promise<void>; cancel(): void },
  app: App,
): void {
  const { document: design, runStore, measurements } = app;
  const deviceChoices = deviceChoicesOf(app);
  let next: TrialSubject | null = null;
  const rested = whenRested(REST);

  const isTrying = (): boolean => deviceChoices.getState().status.kind === 'working';
  const isBusy = (): boolean => {
    const run = runStore.getState().status;
    return (run.kind === 'working' && run.purpose !== 'preview') || measurements.getState().status.kind === 'working';
  };
  const changed = (): void => {
    rested.cancel();
    if (isBusy()) {
      if (isTrying()) trials.cancel();
      return;
    }
    if (next === null) return;
    rested(() => {
      const subject = next;
      next = null;
      if (subject === null || isBusy() || document.hidden || isTrying()) return;
      if (deviceChoices.getState().background) void trials.tryBriefly(subject);
    });
  };
  afterRuns(runStore, ({ design, weights, backend }) => {
    next = { design, weights, target: backend.provider };
  });
  design.subscribe((now, before) => {
    if (now.legal === before.legal) return;
    next = null;
    const { status } = deviceChoices.getState();
    if (status.kind === 'working' && !status.asked) trials.cancel();
  });
  runStore.subscribe(({ status }, { status: before }) => {
    if (status !== before) changed();
  });
  measurements.subscribe(({ status }, { status: before }) => {
    if (status !== before) changed();
  });
}
