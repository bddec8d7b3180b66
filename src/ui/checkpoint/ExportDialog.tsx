import { useApp } from '../app/useApp';
import { Dialog } from '../kit/controls/Dialog';
import { Stack } from '../kit/Stack';
import classes from './ExportDialog.module.css';
import { OnnxExport } from './OnnxExport';
import { SourceExport } from './SourceExport';
import { WeightsExport } from './WeightsExport';
import { WeightsInUse } from './WeightsInUse';

/** Everything that leaves the app as a file others read: ONNX, checkpoints, source and configurations. */
export function ExportDialog() {
  const app = useApp();
  return (
    <Dialog
      onClose={() => app.session.setState({ overlay: null })}
      title="Export the network on the screen"
      width={640}
    >
      <Stack gap="3" className={classes.parts}>
        <WeightsInUse />
        <OnnxExport />
        <WeightsExport />
        <SourceExport />
      </Stack>
    </Dialog>
  );
}
