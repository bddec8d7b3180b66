/**
 * The faces of the app: where one designs, where one sees how designs scale, where a network learns, where
 * one is taught.
 */
export type FaceId = (typeof FACE_IDS)[number];
const FACE_IDS = ['design', 'explore', 'train', 'learn'] as const;

export function isFace(name: string): name is FaceId {
  return FACE_IDS.some((face) => face === name);
}
