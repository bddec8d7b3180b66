import { useCallback } from 'react';
import type { Clip } from '../../../dataset/library';
import { ownClassesOf } from '../../../state/classes/ownClasses';
import { useApp } from '../../app/useApp';
import { useAnswer } from '../../kit/useAnswer';
import { useObjectUrl } from '../../kit/useObjectUrl';

/** The strip of a clip: its address while it is shown. `gone` where its video is not there, or cannot be read any more. */
export function useStrip(clip: Clip) {
  const { collection } = ownClassesOf(useApp());
  const { id, takeId, from, to } = clip;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a clip is the same picture while its take and range are.
  const read = useCallback(() => collection.strip(clip), [collection, id, takeId, from, to]);
  const { value: strip, pending } = useAnswer(read);
  return { url: useObjectUrl(strip?.picture ?? null), strip, gone: strip === null && !pending };
}
