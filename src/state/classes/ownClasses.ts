import { memoised } from '../../memo/memoised';
import { openCamera } from '../../video/camera';
import type { App } from '../app';
import { browserKeyValues } from '../keyValues';
import { workersOf } from '../workers';
import { createCameraHub } from './cameraHub';
import { createClipKeeper } from './clipKeeper';
import { createCollection } from './collection';
import { createLearning } from './learning';
import { createLearntNetwork } from './learntNetwork';
import { createLiveLabels } from './liveLabels';
import { createRecorder } from './recorder';
import { createTakeHome } from './takeHome';
import { createVideoLabels } from './videoLabels';

/**
 * What works on an app's data set of one's own, made when it is first asked for: one camera, one store in the browser and
 * one learnt network between them.
 */
export const ownClassesOf = memoised((app: App) => {
  const { classes } = app;
  const { studio, runner, training } = workersOf(app);
  const keeper = createClipKeeper(browserKeyValues('x3d-classes'), () =>
    classes.setState({ whyNotLasting: keeper.whyNotLasting() }),
  );
  const camera = createCameraHub(classes, openCamera);
  const collection = createCollection({ ...app, keeper, studio, space: browserSpace });
  const network = createLearntNetwork(studio, runner);
  return {
    camera,
    collection,
    recorder: createRecorder({ classes, keeper, collection, camera }),
    learning: createLearning({ ...app, keeper, studio, runner, training }),
    liveLabels: createLiveLabels({ classes, studio, network, camera }),
    videoLabels: createVideoLabels({ classes, studio, network }),
    takeHome: createTakeHome({ classes, keeper, studio, network, collection }),
  };
});

async function browserSpace() {
  try {
    const { usage, quota } = await navigator.storage.estimate();
    return usage === undefined || quota === undefined ? null : { used: usage, quota };
  } catch {
    return null;
  }
}
