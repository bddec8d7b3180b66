import { useStore } from 'zustand';
import { type Classes, classesStore } from '../../state/classes/classes';

/** A part of the state of one's own classes. */
export function useClasses<T>(pick: (state: Classes) => T): T {
  return useStore(classesStore, pick);
}
