import type { ExportStep } from '../../state/files/exporter';
import { Button } from '../kit/controls/Button';
import { Note } from '../kit/Note';
import { Stack } from '../kit/Stack';
import type { Saving } from './useSaving';

/** What each step is called while it lasts. */
const STEPS: Readonly<Record<ExportStep, string>> = {
  weights: 'Readying the weights',
  export: 'Writing the graph',
  lower: 'Changing its form',
  encode: 'Encoding the file',
};

/** Starts an export; while it lasts, says where it is and stops it. Below it, why the last one failed. */
export function SaveButton(props: { label: string; saving: Saving; onSave: () => void }) {
  const { label, saving, onSave } = props;
  return (
    <>
      <Stack row>
        {saving.step === null ? (
          <Button variant="filled" onClick={onSave}>
            {label}
          </Button>
        ) : (
          <>
            <Button onClick={saving.cancel}>Cancel</Button>
            <span role="status">{STEPS[saving.step]}…</span>
          </>
        )}
      </Stack>
      {saving.fault && (
        <Note tone="bad" role="alert">
          {saving.fault}
        </Note>
      )}
    </>
  );
}
