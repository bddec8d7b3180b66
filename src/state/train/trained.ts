import { memoised } from '../../memo/memoised';
import { motionClip } from '../../motion/clips';
import { LEVELS } from '../../motion/knobs';
import { type MotionClass, TASKS } from '../../motion/tasks';
import { npyFile } from '../../tensor/npy';
import { float32 } from '../../tensor/tensor';
import type { App } from '../app';
import { openerOf } from '../files/opener';
import { openClipArray } from '../run/clipArray';
import type { Input } from '../run/live';
import { benchOf } from '../run/run';
import { BUNDLED, BUNDLED_WEIGHTS, isTrained } from './trainedCard';

/** What the trained network that comes with the app was taught, as its card says. */
const TASK = 'nine';
const SIZE = { t: 8, h: 32, w: 32 } as const;

/** What the network was never wrong about by much: 97 to 99 % of held-out clips, each. */
const SHOWN: readonly MotionClass[] = ['left', 'right', 'up', 'down'];

/** Runs the trained network that comes with the app. */
interface Trained {
  /** Opens it, makes a clip of a motion it knows, and runs it: another clip each time. */
  run(): Promise<void>;
  /** Opens it and runs it on the camera: what is held up before it. */
  runOnCamera(): Promise<void>;
}

/** Runs an app's trained network. */
export const trainedOf: (app: App) => Trained = memoised((app) => {
  /** Clips shown so far. */
  let shown = 0;

  /** Opens the network and shows the Run panel; false where it did not open, which is said where every fault is. */
  const opened = async (): Promise<boolean> => {
    const isOpen = () => isTrained(app.checkpoint.getState().file);
    if (!isOpen()) await openerOf(app).openAddress(BUNDLED_WEIGHTS);
    if (!isOpen()) return false;
    app.session.openDockTab('run');
    app.labels.setState({ labels: { file: `${BUNDLED}.json`, names: TASKS[TASK].classes } });
    return true;
  };

  const runOn = async (input: Input): Promise<void> => {
    await benchOf(app).configure({ input });
    await benchOf(app).run();
  };

  return {
    async run() {
      if (!(await opened())) return;
      const motion = SHOWN[shown % SHOWN.length] ?? 'left';
      const world = { task: TASKS[TASK], knobs: LEVELS.medium };
      const data = motionClip(motion, world, SIZE, { seed: 1, index: 3 + shown, backwards: false });
      shown += 1;
      const bytes = npyFile(float32([1, 3, SIZE.t, SIZE.h, SIZE.w], data));
      const array = await openClipArray(new File([bytes], `something moves ${motion}.npy`), true);
      await runOn({ kind: 'array', array });
    },
    async runOnCamera() {
      if (await opened()) await runOn({ kind: 'camera' });
    },
  };
});
