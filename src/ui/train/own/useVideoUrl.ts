import { useEffect, useState } from 'react';
import { ownClassesOf } from '../../../state/classes/ownClasses';
import { useApp } from '../../app/useApp';

/** The address of a take's video while it is shown; null until it is read, or where it is gone. */
export function useVideoUrl(takeId: string): string | null {
  const { collection } = ownClassesOf(useApp());
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    let left = false;
    let made = '';
    void collection.video(takeId).then((video) => {
      if (left || !video) return;
      made = URL.createObjectURL(video);
      setUrl(made);
    });
    return () => {
      left = true;
      URL.revokeObjectURL(made);
    };
  }, [collection, takeId]);
  return url;
}
