import { useCheckpoint } from '../app/useStudio';
import { Stack } from '../kit/Stack';
import { useTouch } from '../kit/useTouch';
import classes from './CheckpointPanel.module.css';
import { DifferencesView } from './DifferencesView';
import { FileFacts } from './FileFacts';
import { LedgerView } from './LedgerView';
import { NonFiniteNote } from './NonFiniteNote';
import { OpenFileButton } from './OpenFileButton';
import { RecognitionView } from './RecognitionView';

/** The checkpoint in hand: what the file is, the design it stands for, and what became of every tensor. */
export function CheckpointPanel() {
  const file = useCheckpoint((state) => state.file);
  const ledger = useCheckpoint((state) => state.ledger);
  const touch = useTouch();
  if (file === null || ledger === null)
    return (
      <section className={classes.panel} aria-label="Checkpoint">
        <div className={classes.empty}>
          <p>
            {touch ? 'Open a checkpoint' : 'Drop a checkpoint anywhere'}: <code>.pth</code>, <code>.pyth</code>,{' '}
            <code>.pt</code>, <code>.safetensors</code> or <code>.onnx</code>, from mmaction2, SlowFast, pytorchvideo or
            from here. Its network is recognised, its weights are loaded, and every tensor that does not fit is named.
            The file stays on this computer.
          </p>
          <OpenFileButton label="Open a checkpoint…" />
        </div>
      </section>
    );
  return (
    <section className={classes.panel} aria-label="Checkpoint">
      <div className={classes.parts}>
        <Stack gap="1h">
          <FileFacts file={file} />
          <DifferencesView file={file} />
          <NonFiniteNote ledger={ledger} />
          <RecognitionView file={file} />
        </Stack>
        <LedgerView ledger={ledger} />
      </div>
    </section>
  );
}
