import { useEffect } from 'react';
import { useStore } from 'zustand';
import { followProgress, type LessonProgress, type Lessons, lessonsStore, progressIn } from '../../state/learn/lessons';

/** A part of the state of learning. */
export function useLessons<T>(pick: (lessons: Lessons) => T): T {
  useEffect(followProgress, []);
  return useStore(lessonsStore, pick);
}

/** How far one is in a lesson. */
export function useProgress(lesson: string): LessonProgress {
  return useLessons((lessons) => progressIn(lessons, lesson));
}
