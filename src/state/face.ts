import { createStore } from 'zustand/vanilla';

/** The faces of the app: where one designs, where one sees how designs scale, where one is taught. */
export type FaceId = 'design' | 'explore' | 'learn';

/** Which face is shown. Part of the session: neither undone nor shared with a design. */
export const faceStore = createStore<{ readonly face: FaceId }>()(() => ({ face: 'design' }));

/** Turns to a face of the app. */
export function showFace(face: FaceId): void {
  faceStore.setState({ face });
}
