import { useStore } from 'zustand';
import { type Explore, exploreStore } from '../../state/explore';
import { type FaceId, faceStore } from '../../state/face';

/** A part of the explorer's state. */
export function useExplore<T>(pick: (state: Explore) => T): T {
  return useStore(exploreStore, pick);
}

/** The face of the app that is shown. */
export function useFace(): FaceId {
  return useStore(faceStore, ({ face }) => face);
}
