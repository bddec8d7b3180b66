import { type ClipArray, whyNotTaken } from '../../state/run/clipArray';
import { countText } from '../../text/numberText';
import { useApp } from '../app/useApp';
import { useDocument } from '../app/useStudio';
import { Button } from '../kit/controls/Button';
import { Note } from '../kit/Note';
import { ArrayPicture } from './ArrayPicture';
import classes from './runPart.module.css';

/** The clips of a NumPy file: their shape, how they are taken, and whether the network can. */
export function ArrayView({ array }: { array: ClipArray }) {
  const app = useApp();
  const design = useDocument(({ legal }) => legal);
  const why = whyNotTaken(array, design);
  const [clips = 1, channels = 0, t = 0, h = 0, w = 0] = array.shape;
  return (
    <div className={classes.part}>
      <ArrayPicture array={array} />
      <Note>
        <strong>{array.file.name}</strong> {countText(clips, 'clip')} of {countText(channels, 'channel')}, {t} × {h} ×{' '}
        {w}. {array.levels ? 'Its levels are normalised as pictures are.' : 'Its numbers are taken as they are.'}
      </Note>
      {why && (
        <>
          <Note tone="warn">
            {why.what} {why.remedy}
          </Note>
          <div className={classes.row}>
            <Button onClick={() => app.document.edit({ reference: { in_channels: channels }, clip: { t, h, w } })}>
              Set the network to this clip
            </Button>
          </div>
        </>
      )}
    </div>
  );
}
