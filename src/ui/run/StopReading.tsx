import { runServiceOf } from '../../state/run/runService';
import { useApp } from '../app/useApp';
import { useRun } from '../app/useStudio';
import { Button } from '../kit/controls/Button';
import { useLong } from './useLong';

/**
 * Ends the reading of the frames that comes before any run, once that has gone on for a second. A button of its own: Run
 * must not become another thing under the hand that is about to press it.
 */
export function StopReading() {
  const runService = runServiceOf(useApp());
  const reads = useRun(({ status }) => status.kind === 'working' && status.purpose === 'preview');
  return useLong(reads) ? <Button onClick={() => runService.cancel()}>Stop reading</Button> : null;
}
