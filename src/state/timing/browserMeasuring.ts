import { runner, studio } from '../browserStudio';
import { pageApp } from '../pageApp';
import { bench } from '../run/browserBench';
import { createMeasuring } from './measure';
import { timeAfterRuns } from './timeAfterRuns';

/** The page's measuring. It and the bench use one session worker, so each stops the other when it begins. */
export const measuring = createMeasuring({
  studio,
  runner,
  takeOver: () => bench.cancel(),
  attention: pageAttention(),
});

pageApp.runStore.subscribe(({ status }) => {
  if (status.kind === 'working' && status.purpose !== 'preview') measuring.cancel();
});

timeAfterRuns(measuring);

function pageAttention() {
  let absences = document.hidden ? 1 : 0;
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) absences++;
  });
  return {
    absences: () => absences,
    present: (signal: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        if (!document.hidden) return resolve();
        const done = new AbortController();
        const settle = (act: () => void) => () => {
          if (document.hidden && !signal.aborted) return;
          done.abort();
          act();
        };
        document.addEventListener('visibilitychange', settle(resolve), { signal: done.signal });
        signal.addEventListener(
          'abort',
          settle(() => reject(signal.reason)),
          { signal: done.signal },
        );
      }),
  };
}
