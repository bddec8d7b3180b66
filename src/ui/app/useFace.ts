import { useStore } from 'zustand';
import type { FaceId } from '../../state/view/face';
import { useApp } from './useApp';

/** The face of the app that is shown. */
export function useFace(): FaceId {
  const app = useApp();
  return useStore(app.session, ({ face }) => face);
}
