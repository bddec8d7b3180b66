import { useEffect, useSyncExternalStore } from 'react';
import { workersOf } from '../../state/workers';
import { compactText } from '../../text/numberText';
import { useApp } from '../app/useApp';
import { useOfflineUse, useRun } from '../app/useStudio';
import { Button } from '../kit/controls/Button';
import { Note } from '../kit/Note';
import { Stack } from '../kit/Stack';

/** Whether runs work without a network, and what makes them; nothing where the browser keeps nothing, or all is kept. */
export function OfflineUse() {
  const app = useApp();
  const { runner } = workersOf(app);
  const use = useOfflineUse();
  const provider = useRun(({ settings }) => settings.provider);
  // A run keeps what it used.
  const ran = useRun(({ report }) => report?.backend.build);
  const online = useOnline();
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at again after a run.
  useEffect(() => void app.offlineUse.look(runner(), provider), [app, provider, ran]);
  if (use.kind === 'unknown') return null;
  if (use.kind === 'kept') return ran === undefined ? <Note>Runs work offline.</Note> : null;
  if (!online) {
    return (
      <Note tone="warn" role="status">
        <strong>Offline, and onnxruntime-web is not kept in this browser:</strong> a run needs it. Connect once, then
        run, or press Keep for offline use; all else works.
      </Note>
    );
  }
  return (
    <Stack row gap="half 1">
      <Button disabled={use.kind === 'keeping'} onClick={() => void app.offlineUse.keep(runner(), provider)}>
        {use.kind === 'keeping' ? 'Fetching' : 'Keep for offline use,'} {compactText(use.bytes)}B
      </Button>
      <Note inline role="status">
        {use.kind === 'failed' ? use.message : 'onnxruntime-web, which else comes with the first run.'}
      </Note>
    </Stack>
  );
}

/** What the browser knows of its network. */
function useOnline(): boolean {
  return useSyncExternalStore(
    (changed) => {
      window.addEventListener('online', changed);
      window.addEventListener('offline', changed);
      return () => {
        window.removeEventListener('online', changed);
        window.removeEventListener('offline', changed);
      };
    },
    () => navigator.onLine,
  );
}
