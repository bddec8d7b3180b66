import type { Studio } from '../../worker/client';
import type { CameraHub } from './cameraHub';
import type { ClassesStore } from './classes';
import type { ClipKeeper } from './clipKeeper';
import type { Collection } from './collection';
import type { LearntNetwork } from './learntNetwork';

/** What the services of one's own classes work with: the store they report to, and what they share. */
export interface OwnParts {
  readonly classes: ClassesStore;
  readonly keeper: ClipKeeper;
  readonly studio: () => Studio;
  readonly network: LearntNetwork;
  readonly camera: CameraHub;
  readonly collection: Collection;
}
