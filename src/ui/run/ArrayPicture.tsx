import { useCallback } from 'react';
import { type ClipArray, readClipArray, whyNotTaken } from '../../state/run/clipArray';
import { useDocument } from '../app/useStudio';
import { ClipPicture } from '../kit/ClipPicture';
import { useAnswer } from '../kit/useAnswer';

/** Sides and frames above which a clip is not played here. */
const MOST = { pixels: 256 ** 2, frames: 64 } as const;

/** The first clip of an array as it plays; nothing for one that is no picture, too large, or that the network cannot take. */
export function ArrayPicture({ array }: { array: ClipArray }) {
  const design = useDocument(({ legal }) => legal);
  const taken = !whyNotTaken(array, design);
  const [, channels = 0, t = 0, h = 0, w = 0] = array.shape;
  const plays = taken && channels === 3 && h * w <= MOST.pixels && t <= MOST.frames;
  const read = useCallback(() => readClipArray(array, design, 0), [array, design]);
  const { current: clip } = useAnswer(plays ? read : null);
  if (!clip) return null;
  return (
    <div style={{ width: 96 }}>
      <ClipPicture clip={clip} alt={`The clip ${array.file.name}`} />
    </div>
  );
}
