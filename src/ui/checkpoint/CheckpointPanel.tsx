import { useCheckpoint } from '../app/useStudio';
import { Columns, DockPanel } from '../kit/DockPanel';
import { Stack } from '../kit/Stack';
import { Text } from '../kit/Text';
import { useTouch } from '../kit/useTouch';
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
      <DockPanel label="Checkpoint">
        <Stack gap="1h" align="start" style={{ maxWidth: 560 }}>
          <Text tone="ink-2">
            {touch ? 'Open a checkpoint' : 'Drop a checkpoint anywhere'}: <code>.pth</code>, <code>.pyth</code>,{' '}
            <code>.pt</code>, <code>.safetensors</code> or <code>.onnx</code>, from mmaction2, SlowFast, pytorchvideo or
            from here. Its network is recognised, its weights are loaded, and every tensor that does not fit is named.
            The file stays on this computer.
          </Text>
          <OpenFileButton label="Open a checkpoint…" />
        </Stack>
      </DockPanel>
    );
  return (
    <DockPanel label="Checkpoint">
      <Columns>
        <Stack gap="1h">
          <FileFacts file={file} />
          <DifferencesView file={file} />
          <NonFiniteNote ledger={ledger} />
          <RecognitionView file={file} />
        </Stack>
        <LedgerView ledger={ledger} />
      </Columns>
    </DockPanel>
  );
}
