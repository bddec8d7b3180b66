import { useEffect, useState } from 'react';
import { ownClassesOf } from '../../../state/classes/ownClasses';
import { useApp } from '../../app/useApp';
import { useObjectUrl } from '../../kit/useObjectUrl';

/** The address of a take's video while it is shown; null until it is read, or where it is gone. */
export function useVideoUrl(takeId: string): string | null {
  const { collection } = ownClassesOf(useApp());
  const [read, setRead] = useState<{ readonly takeId: string; readonly video: Blob } | null>(null);
  useEffect(() => {
    let left = false;
    void collection.video(takeId).then((video) => {
      if (!left && video) setRead({ takeId, video });
    });
    return () => {
      left = true;
    };
  }, [collection, takeId]);
  return useObjectUrl(read?.takeId === takeId ? read.video : null);
}
