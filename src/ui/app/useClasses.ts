import { useStore } from 'zustand';
import type { Classes } from '../../state/classes/classes';
import { useApp } from './useApp';

/** A part of the state of one's own classes. */
export function useClasses<T>(pick: (state: Classes) => T): T {
  return useStore(useApp().classes, pick);
}
