import { useCallback } from 'react';
import { ownClassesOf } from '../../../state/classes/ownClasses';
import { useApp } from '../../app/useApp';
import { useAnswer } from '../../kit/useAnswer';

/** A take's video; null until it is read, or where it is gone. */
export function useTakeVideo(takeId: string): Blob | null {
  const { collection } = ownClassesOf(useApp());
  return useAnswer(useCallback(() => collection.video(takeId), [collection, takeId])).current;
}
