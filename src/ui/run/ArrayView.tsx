import { type ClipArray, whyNotTaken } from '../../state/run/clipArray';
import { countText } from '../../text/numberText';
import { useApp } from '../app/useApp';
import { useDocument } from '../app/useStudio';
import { Button } from '../kit/controls/Button';
import { Note } from '../kit/Note';
import { Stack } from '../kit/Stack';
import { ArrayPicture } from './ArrayPicture';

/** The clips of a NumPy file: their shape, how they are taken, and whether the network can. */
export function ArrayView({ array }: { array: ClipArray }) {
  const app = useApp();
  const design = useDocument(({ legal }) => legal);
  const why = whyNotTaken(array, design);
  const [clips = 1, channels = 0, t = 0, h = 0, w = 0] = array.shape;
  return (
    <Stack>
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
          <Stack row gap="half 1">
            <Button onClick={() => app.document.edit({ reference: { in_channels: channels }, clip: { t, h, w } })}>
              Set the network to this clip
            </Button>
          </Stack>
        </>
      )}
    </Stack>
  );
}
