import type { GraphRun } from '../../state/files/checkpoint';
import { openerOf } from '../../state/files/opener';
import { shapeText } from '../../tensor/shape';
import { useApp } from '../app/useApp';
import { useCheckpoint } from '../app/useStudio';
import { Button } from '../kit/controls/Button';
import { Note } from '../kit/Note';

/** What running an ONNX file's graph beside the network recognised in it came to: the proof that both are equal, tried. */
export function GraphRunView() {
  const opener = openerOf(useApp());
  const run = useCheckpoint((state) => state.graphRun);
  if (run === null) return null;
  const agrees = run.kind === 'done' && run.differences.length === 0;
  return (
    <Note as="section" tone={agrees ? 'good' : 'warn'} aria-label="Run beside the network">
      <p role="status">{sentenceOn(run)}</p>
      {run.kind === 'under way' && <Button onClick={() => opener.stopGraphRun()}>Stop comparing</Button>}
      {run.kind === 'not run' && run.mayBeTried && (
        <Button onClick={() => void opener.runGraph()}>Run both graphs</Button>
      )}
    </Note>
  );
}

function sentenceOn(run: GraphRun): string {
  switch (run.kind) {
    case 'under way':
      return 'Running the file’s graph and this network on one clip, to compare them…';
    case 'not run':
      return `The file’s graph and this network are proved equal and were not run beside each other${run.whyNot === null ? '.' : `: ${run.whyNot}`}`;
    case 'done':
      return `The file’s graph and this network were run on WASM, on a named clip of ${shapeText(run.clip)}: their outputs are ${run.largest.toExponential(1)} apart at most, ${run.distance.toExponential(1)} of the result (relative L2).`;
  }
}
