import { useStore } from 'zustand';
import { type FaceId, faceStore } from '../../state/view/face';

/** The face of the app that is shown. */
export function useFace(): FaceId {
  return useStore(faceStore, ({ face }) => face);
}
