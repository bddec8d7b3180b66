import { useEffect } from 'react';
import { useStore } from 'zustand';
import { type LessonProgress, type Lessons, progressIn } from '../../state/learn/lessons';
import { useApp } from './useApp';

/** A part of the state of learning. */
export function useLessons<T>(pick: (lessons: Lessons) => T): T {
  const app = useApp();
  useEffect(() => app.lessons.follow(), [app]);
  return useStore(app.lessons, pick);
}

/** How far one is in a lesson. */
export function useProgress(lesson: string): LessonProgress {
  return useLessons((lessons) => progressIn(lessons, lesson));
}
