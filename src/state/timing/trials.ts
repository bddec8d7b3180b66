import type { StoreApi } from 'zustand/vanilla';
import { singleClip } from '../../design/singleClip';
import { memoised } from '../../memo/memoised';
import type { Runner } from '../../worker/client';
import type { App } from '../app';
import { runServiceOf } from '../run/runService';
import { createTask } from '../task';
import { workersOf } from '../workers';
import {
  addRow,
  type DeviceChoices,
  deviceChoicesOf,
  forgetDevice,
  rowsOf,
  type TrialProgress,
  type TrialSubject,
  type TrialWork,
} from './deviceChoices';
import { measuringOf } from './measure';
import { thisDevice } from './thisDevice';
import { trialAfterRuns } from './trialAfterRuns';

/** What trials need: the store they report to, and a runner. */
interface TrialPlace {
  readonly deviceChoices: StoreApi<DeviceChoices>;
  runner(): Promise<Runner>;
  /** Ends runs and measurements, which would disturb a trial that was asked for. */
  takeOver(): void;
}

/** Limits of a trial in the background, in ms: of its runs, and of all of it, loading and waiting for a busy machine included. */
const BRIEF = { runs: 3000, all: 12_000 };

/**
 * An app's trials, made when they are first asked for; from then on candidates are tried after runs. Whatever else runs
 * or is measured comes first, and ends them.
 */
export const trialsOf = memoised((app: App) => {
  const takeOver = () => {
    runServiceOf(app).cancel();
    measuringOf(app).cancel();
  };
  const trials = createTrials({ deviceChoices: deviceChoicesOf(app), ...workersOf(app), takeOver });
  trialAfterRuns(trials, app);
  return trials;
});

/** Trying what this device does best; no worker is started before one is needed. */
export function createTrials({ deviceChoices, runner, takeOver }: TrialPlace) {
  const trial = createTask<TrialWork, TrialProgress>((status) =>
    // Of a trial in the background nothing is said that goes wrong.
    deviceChoices.setState({ status: status.kind === 'failed' && !status.asked ? { kind: 'idle' } : status }),
  );
  const run = async ({ design, weights, target }: TrialSubject, asked: boolean): Promise<void> => {
    if (asked) takeOver();
    await trial.start({ asked }, async (signal, onProgress) => {
      onProgress({ at: null });
      const { capabilities, trial: tryOut } = await runner();
      const key = thisDevice(capabilities, target);
      if (asked) forgetDevice(deviceChoices, key);
      const began = performance.now();
      await tryOut(
        {
          design: singleClip(design),
          weights,
          target,
          known: rowsOf(deviceChoices.getState(), key),
        },
        {
          signal,
          goesOn: (spent) => asked || (spent < BRIEF.runs && performance.now() - began < BRIEF.all),
          onRow: (row) => !signal.aborted && addRow(deviceChoices, key, row),
          onProgress: (at) => onProgress({ at }),
        },
      );
    });
  };
  return {
    /** Tries all candidates for a network anew, however long that takes. */
    tryAll: (of: TrialSubject): Promise<void> => run(of, true),
    /** Tries what has no verdict yet, for a few seconds, and says nothing of what goes wrong. */
    tryBriefly: (of: TrialSubject): Promise<void> => run(of, false),
    cancel: trial.cancel,
  };
}
