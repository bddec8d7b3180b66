import { memoised } from '../../memo/memoised';
import { openCamera } from '../../video/camera';
import type { App } from '../app';
import { browserKeyValues } from '../keyValues';
import { workersOf } from '../workers';
import { type CameraHub, createCameraHub } from './cameraHub';
import { createClipKeeper } from './clipKeeper';
import { type Collection, createCollection } from './collection';
import { createLearning, type Learning } from './learning';
import { createLearntNetwork } from './learntNetwork';
import { createLiveLabels, type LiveService } from './liveLabels';
import { createRecorder, type Recorder } from './recorder';
import { createTakeHome, type TakeHome } from './takeHome';
import { createVideoLabels, type VideoLabels } from './videoLabels';

/** What works on a data set of one's own: one camera, one store in the browser and one learnt network between them. */
interface OwnClasses {
  /** For clips and live labels. */
  readonly camera: CameraHub;
  readonly collection: Collection;
  readonly recorder: Recorder;
  readonly learning: Learning;
  readonly liveLabels: LiveService;
  readonly videoLabels: VideoLabels;
  readonly takeHome: TakeHome;
}

/** What works on an app's own classes, made when it is first asked for. */
export const ownClassesOf: (app: App) => OwnClasses = memoised((app) => {
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
    learning: createLearning({
      ...{ ...app, keeper, studio, runner, training },
    }),
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
