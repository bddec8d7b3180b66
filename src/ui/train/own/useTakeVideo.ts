import { useEffect, useState } from 'react';
import { ownClassesOf } from '../../../state/classes/ownClasses';
import { useApp } from '../../app/useApp';

/** A take's video; null until it is read, or where it is gone. */
export function useTakeVideo(takeId: string): Blob | null {
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
  return read?.takeId === takeId ? read.video : null;
}
