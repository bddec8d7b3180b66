import { motionClip } from '../../motion/clips';
import { LEVELS } from '../../motion/knobs';
import { type MotionClass, TASKS } from '../../motion/tasks';
import { npyFile } from '../../tensor/npy';
import { float32 } from '../../tensor/tensor';
import { opener } from '../files/browserOpener';
import { pageApp } from '../pageApp';
import { openClipArray } from '../run/clipArray';
import { benchOf } from '../run/run';
import { BUNDLED, BUNDLED_WEIGHTS, type TrainedCard, trainedCard } from './trainedCard';

/** What the trained network that comes with the app was taught, as its card says. */
const TASK = 'nine';
const SIZE = { t: 8, h: 32, w: 32 } as const;

/** What the network was never wrong about by much: 97 to 99 % of held-out clips, each. */
const SHOWN: readonly MotionClass[] = ['left', 'right', 'up', 'down'];

/** Clips shown so far: each press makes another. */
let shown = 0;

/** Opens the trained network, makes a clip of a motion it knows, and runs it. */
export async function runTrained(): Promise<void> {
  if (!(await opened())) return;
  const motion = SHOWN[shown % SHOWN.length] ?? 'left';
  const world = { task: TASKS[TASK], knobs: LEVELS.medium };
  const data = motionClip(motion, world, SIZE, { seed: 1, index: 3 + shown, backwards: false });
  shown += 1;
  const bytes = npyFile(float32([1, 3, SIZE.t, SIZE.h, SIZE.w], data));
  const array = await openClipArray(new File([bytes], `something moves ${motion}.npy`), true);
  await benchOf(pageApp).configure({ input: { kind: 'array', array } });
  await benchOf(pageApp).run();
}

/** Opens the trained network and shows the Run panel; false where it did not open, which is said where every fault is. */
async function opened(): Promise<boolean> {
  if (!isTrained(pageApp.checkpoint.getState().file)) {
    await opener.openAddress(BUNDLED_WEIGHTS);
    if (!isTrained(pageApp.checkpoint.getState().file)) return false;
  }
  pageApp.session.openDockTab('run');
  pageApp.labels.setState({ labels: { file: `${BUNDLED}.json`, names: TASKS[TASK].classes } });
  return true;
}

/** Runs the trained network on the camera: what is held up before it. */
export async function runTrainedOnCamera(): Promise<void> {
  if (!(await opened())) return;
  await benchOf(pageApp).configure({ input: { kind: 'camera' } });
  await benchOf(pageApp).run();
}

/** The trained network's card; null where it cannot be read. */
export function card(): Promise<TrainedCard | null> {
  return trainedCard(BUNDLED);
}

/** True where the file that stands open is the trained network that comes with the app. */
export function isTrained(file: { readonly name: string } | null): boolean {
  return file?.name === `${BUNDLED}.safetensors`;
}
