import { useEffect, useState } from 'react';
import type { Clip } from '../../../dataset/library';
import type { ClipPicture } from '../../../state/classes/collection';
import { ownClassesOf } from '../../../state/classes/ownClasses';
import { useApp } from '../../app/useApp';
import { useObjectUrl } from '../../kit/useObjectUrl';

/** The strip of a clip: its address while it is shown. `gone` where its video is not there, or cannot be read any more. */
export function useStrip(clip: Clip): {
  readonly url: string | null;
  readonly strip: ClipPicture | null;
  readonly gone: boolean;
} {
  const { collection } = ownClassesOf(useApp());
  const [strip, setStrip] = useState<ClipPicture | null>(null);
  const [gone, setGone] = useState(false);
  const { id, takeId, from, to } = clip;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a clip is the same picture while its take and range are.
  useEffect(() => {
    let left = false;
    collection.strip(clip).then(
      (strip) => {
        if (left) return;
        setGone(strip === null);
        if (strip) setStrip(strip);
      },
      () => !left && setGone(true),
    );
    return () => {
      left = true;
    };
  }, [id, takeId, from, to]);
  return { url: useObjectUrl(strip?.picture ?? null), strip, gone };
}
