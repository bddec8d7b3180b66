import type { ComponentType } from 'react';
import type { FaceId } from '../../state/view/face';
import { DesignForm } from '../design/DesignForm';
import { Diagram, Explorer, Learn, Train } from './rooms';

/** A face of the app: one way to be with a design, over the whole page under the header. */
interface Face {
  readonly id: FaceId;
  readonly name: string;
  /** What it shows; null for the frame's own panels around the graph. */
  readonly Room: ComponentType | null;
}

/** The faces there are, in the order of the switch. */
export const FACES: readonly Face[] = [
  { id: 'design', name: 'Design', Room: null },
  { id: 'explore', name: 'Explore', Room: () => <Explorer graph={<Diagram />} /> },
  { id: 'train', name: 'Train', Room: () => <Train graph={<Diagram />} /> },
  { id: 'learn', name: 'Learn', Room: () => <Learn graph={<Diagram />} form={<DesignForm />} /> },
];

/** A face by id; the first one where there is none of that name yet. */
export function faceNamed(id: FaceId): Face {
  const face = FACES.find((candidate) => candidate.id === id) ?? FACES[0];
  if (!face) throw new Error('The app has no face.');
  return face;
}
