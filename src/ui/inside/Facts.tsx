import { MOST_READ_BACK } from '../../state/run/lookInside';
import type { LayerOutput } from '../../state/run/runStore';
import { shapeText } from '../../tensor/shape';
import { byteLength } from '../../tensor/tensor';
import { compactText, plainText, roundText, timeText } from '../../text/numberText';
import { Button } from '../kit/controls/Button';
import { FigureList } from '../kit/FigureList';
import { Histogram } from '../kit/Histogram';
import { Note } from '../kit/Note';
import { saveNpy } from '../kit/saveNpy';

/** The statistics of one layer's output, and what it took to get it. */
export function Facts({ facts, look }: { facts: LayerOutput['facts']; look: LayerOutput }) {
  const { min, max, mean, deviation, zeros, dead, notFinite, energy, histogram } = facts;
  const { output, path, ms, opened } = look;
  const figures: readonly (readonly [string, string])[] = [
    ['min', roundText(min)],
    ['max', roundText(max)],
    ['mean', roundText(mean)],
    ['std', roundText(deviation)],
    ['zeros', percent(zeros)],
    ['dead channels', `${dead} of ${energy.length} (${percent(dead / energy.length)})`],
    ...(notFinite > 0 ? [['not finite', String(notFinite)] as const] : []),
  ];
  return (
    <>
      <h3>
        <code>{path}</code> {shapeText(output.shape)}
      </h3>
      <FigureList figures={figures.map(([name, text]) => ({ name, text }))} />
      <Histogram counts={histogram} min={min} max={max} label={`Histogram of ${path}`} />
      <Note>
        A dead channel is 0 everywhere in this clip. Read back: {compactText(byteLength(output))}B, this output alone;{' '}
        {compactText(MOST_READ_BACK)}B at most. The run took {timeText(ms)}
        {opened ? ', after a session with this output was opened on the same weights' : ''}.
      </Note>
      <div>
        <Button onClick={() => saveNpy(path, output)}>{path}.npy</Button>
      </div>
    </>
  );
}

function percent(share: number): string {
  return `${plainText(Number((100 * share).toPrecision(3)))} %`;
}
