import { useStore } from 'zustand';
import { type PictureState, pictureStore } from '../../state/picture';

/** Part of what the graph on the screen is about to do. */
export function usePicture<T>(pick: (picture: PictureState) => T): T {
  return useStore(pictureStore, pick);
}
