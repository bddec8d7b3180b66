import { memoised } from '../../memo/memoised';
import { motionClip } from '../../motion/clips';
import { LEVELS } from '../../motion/knobs';
import { ballClip } from '../../motion/strokeClip';
import { type MotionClass, TASKS } from '../../motion/tasks';
import { npyFile } from '../../tensor/npy';
import { float32 } from '../../tensor/tensor';
import type { App } from '../app';
import { openerOf } from '../files/opener';
import { openClipArray } from '../run/clipArray';
import { runServiceOf } from '../run/runService';
import type { Input } from '../run/runStore';
import { BALLS, MOTIONS, type TrainedNetwork, trainedIn, weightsOf } from './trainedCard';

const SIZE = { t: 8, h: 32, w: 32 } as const;

/** Seed of the clips that are shown. */
const SEED = 1;

/** Shown of a network in turn: opposites beside each other. */
const SHOWN: readonly MotionClass[] = ['left', 'right', 'up', 'down'];

/** Runs the trained networks that come with the app. */
export const trainedOf = memoised((app: App) => {
  /** Clips shown so far. */
  let shown = 0;
  const openNow = () => trainedIn(app.checkpoint.getState().file);

  /**
   * Opens a network and shows the Run panel, the one for balls where none is named or open; false where it did not open,
   * which is said where every fault is.
   */
  const open = async (network: TrainedNetwork = openNow() ?? BALLS): Promise<boolean> => {
    const used = app.runStore.getState().settings.weights.kind === 'checkpoint';
    if (openNow() !== network || !used) await openerOf(app).openAddress(weightsOf(network));
    if (openNow() !== network) return false;
    app.session.openDockTab('run');
    app.labels.setState({ labels: { file: `${network.name}.json`, names: TASKS[network.task].classes } });
    return true;
  };

  const runOn = async (input: Input): Promise<void> => {
    await runServiceOf(app).configure({ input });
    await runServiceOf(app).run();
  };

  return {
    open,
    /** Opens it, makes a clip of a motion it knows, and runs it: another clip each time. */
    async run(): Promise<void> {
      if (!(await open())) return;
      const network = openNow() ?? BALLS;
      const motion = SHOWN[shown % SHOWN.length] ?? 'left';
      const ball = network === BALLS ? ballClip(motion, SIZE, { seed: SEED, index: shown }) : null;
      const data = ball ?? thingThatMoves(network, motion, shown);
      shown += 1;
      const bytes = npyFile(float32([1, 3, SIZE.t, SIZE.h, SIZE.w], data));
      const name = ball ? `a ball rolls ${motion}` : `something moves ${motion}`;
      const array = await openClipArray(new File([bytes], `${name}.npy`), true);
      await runOn({ kind: 'array', array });
    },
    /** Opens the one for real pixels and runs it on the camera: what is held up before it. */
    async runOnCamera(): Promise<void> {
      if (await open(MOTIONS)) await runOn({ kind: 'camera' });
    },
  };
});

/** A clip `[3, T, H, W]` of a task's world at the level medium. */
function thingThatMoves({ task }: TrainedNetwork, motion: MotionClass, index: number): Float32Array {
  const world = { task: TASKS[task], knobs: LEVELS.medium };
  return motionClip(motion, world, SIZE, { seed: SEED, index: 3 + index, backwards: false });
}
