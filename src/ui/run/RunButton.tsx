import { runServiceOf } from '../../state/run/runService';
import { useApp } from '../app/useApp';
import { useRun } from '../app/useStudio';
import { Button } from '../kit/controls/Button';
import { PlayIcon, StopIcon } from '../kit/icons';
import { useWhyNotRun } from './useWhyNotRun';

/** Starts and stops a run; disabled, with the reason, where the network cannot take the chosen input. */
export function RunButton() {
  const runService = runServiceOf(useApp());
  const working = useRun(({ status }) => (status.kind === 'working' ? status.purpose : null));
  const why = useWhyNotRun();
  const onCamera = useRun(({ settings }) => settings.input.kind === 'camera');
  return working === 'run' || working === 'camera' ? (
    <Button style={{ width: 88 }} leftSection={<StopIcon />} onClick={() => runService.cancel()}>
      {working === 'camera' ? 'Stop' : 'Cancel'}
    </Button>
  ) : (
    <Button
      style={{ width: 88 }}
      variant="filled"
      leftSection={<PlayIcon />}
      disabled={why !== null}
      title={why ?? undefined}
      onClick={() => void runService.run()}
    >
      {onCamera ? 'Start' : 'Run'}
    </Button>
  );
}
