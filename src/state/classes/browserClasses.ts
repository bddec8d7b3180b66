import { openCamera } from '../../video/camera';
import { runner, studio } from '../browserStudio';
import { training } from '../train/browserTrainRuns';
import { createCameraHub } from './cameraHub';
import { classesStore } from './classes';
import { createClipKeeper } from './clipKeeper';
import { createCollection } from './collection';
import { browserKeyValues } from './keyValues';
import { createLearning } from './learning';
import { createRecorder } from './recorder';

const keeper = createClipKeeper(browserKeyValues(), () =>
  classesStore.setState({ whyNotLasting: keeper.whyNotLasting() }),
);

/** The page's camera for clips and live labels. */
export const camera = createCameraHub(() => openCamera());

/** The page's data set of one's own clips. */
export const collection = createCollection({ keeper, studio, space: browserSpace });

/** Records clips from the page's camera. */
export const recorder = createRecorder({ keeper, collection, camera });

/** Teaches the network on the screen. */
export const learning = createLearning({
  keeper,
  studio,
  runner,
  learnHead: (params, options) => training().learnHead(params, options),
});

async function browserSpace() {
  try {
    const { usage, quota } = await navigator.storage.estimate();
    return usage === undefined || quota === undefined ? null : { used: usage, quota };
  } catch {
    return null;
  }
}
