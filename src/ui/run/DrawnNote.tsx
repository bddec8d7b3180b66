import { sameValue } from '../../design/sameValue';
import { singleClip } from '../../design/singleClip';
import { drawnText } from '../../present/drawnText';
import { countedTensors } from '../../state/files/checkpoint';
import { useApp } from '../app/useApp';
import { useArchitecture, useCheckpoint, useRun } from '../app/useStudio';
import { Button } from '../kit/controls/Button';
import { Note } from '../kit/Note';

/**
 * Before a run: how much of the network on the screen the open checkpoint does not give. Nothing where it gives all, or
 * where the result of that very network says it.
 */
export function DrawnNote() {
  const app = useApp();
  const inUse = useRun(({ settings }) => settings.weights.kind === 'checkpoint');
  const ledger = useCheckpoint((state) => state.ledger);
  const { design } = useArchitecture();
  const said = useRun(({ report, settings }) => {
    const ran = singleClip(design);
    return report !== null && sameValue(report.weights, settings.weights) && sameValue(report.design, ran);
  });
  if (!inUse || said || !ledger || ledger.drawn.length === 0) return null;
  return (
    <Note tone="warn" role="status">
      <strong>
        {ledger.drawn.length} of {countedTensors(design)} tensors will be random
      </strong>
      : {drawnText(ledger)}. The scores of such a network mean little.{' '}
      <Button
        onClick={() => {
          app.session.openDockTab('checkpoint');
          app.session.setState({ sheet: 'dock' });
        }}
      >
        Which ones
      </Button>
    </Note>
  );
}
