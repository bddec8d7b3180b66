import { openCamera } from '../../video/camera';
import { pageApp } from '../pageApp';
import { training } from '../train/browserTrainRuns';
import { workersOf } from '../workers';
import { createCameraHub } from './cameraHub';
import { classesStore } from './classes';
import { createClipKeeper } from './clipKeeper';
import { createCollection } from './collection';
import { browserKeyValues } from './keyValues';
import { createLearning } from './learning';
import { createLearntNetwork } from './learntNetwork';
import { createLiveLabels } from './liveLabels';
import { createRecorder } from './recorder';
import { createTakeHome } from './takeHome';
import { createVideoLabels } from './videoLabels';

const { studio, runner } = workersOf(pageApp);

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

const network = createLearntNetwork(studio, runner);

/** The learnt network on the page's camera. */
export const liveLabels = createLiveLabels({ studio, network, camera });

/** The learnt network on an opened video. */
export const videoLabels = createVideoLabels(studio, network);

/** What is taken away of it. */
export const takeHome = createTakeHome({ keeper, studio, network, collection });

async function browserSpace() {
  try {
    const { usage, quota } = await navigator.storage.estimate();
    return usage === undefined || quota === undefined ? null : { used: usage, quota };
  } catch {
    return null;
  }
}
