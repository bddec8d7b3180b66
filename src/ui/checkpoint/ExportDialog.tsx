import { Modal } from '@mantine/core';
import { useApp } from '../app/useApp';
import classes from './ExportDialog.module.css';
import { OnnxExport } from './OnnxExport';
import { SourceExport } from './SourceExport';
import { WeightsExport } from './WeightsExport';
import { WeightsInUse } from './WeightsInUse';

/** Everything that leaves the app as a file others read: ONNX, checkpoints, source and configurations. */
export function ExportDialog() {
  const app = useApp();
  return (
    <Modal
      opened
      onClose={() => app.session.setState({ overlay: null })}
      title="Export the network on the screen"
      size={640}
      classNames={{ content: classes.dialog, header: classes.header, title: classes.title }}
    >
      <div className={classes.parts}>
        <WeightsInUse />
        <OnnxExport />
        <WeightsExport />
        <SourceExport />
      </div>
    </Modal>
  );
}
