import { motionClip } from '../../motion/clips';
import { LEVELS } from '../../motion/knobs';
import { type MotionClass, TASKS } from '../../motion/tasks';
import { npyFile } from '../../tensor/npy';
import { float32 } from '../../tensor/tensor';
import type { Share } from '../../training/interval';
import { opener } from '../files/browserOpener';

import { pageApp } from '../pageApp';
import { bench } from '../run/browserBench';
import { openClipArray } from '../run/clipArray';

/** The trained network that comes with the app, as its card says: `npm run train:bundled` makes both. */
const NAME = 'nine-motions';
const TASK = 'nine';
const SIZE = { t: 8, h: 32, w: 32 } as const;

/** What the network was never wrong about by much: 97 to 99 % of held-out clips, each. */
const SHOWN: readonly MotionClass[] = ['left', 'right', 'up', 'down'];

/** Clips shown so far: each press makes another. */
let shown = 0;

/** Opens the trained network, makes a clip of a motion it knows, and runs it. */
export async function runTrained(): Promise<void> {
  if (pageApp.checkpoint.getState().file?.name !== `${NAME}.safetensors`) {
    await opener.openAddress(`trained/${NAME}.safetensors`);
    // What went wrong is said where every file's fault is.
    if (pageApp.checkpoint.getState().file?.name !== `${NAME}.safetensors`) return;
  }
  pageApp.session.openDockTab('run');
  pageApp.labels.setState({ labels: { file: `${NAME}.json`, names: TASKS[TASK].classes } });
  const motion = SHOWN[shown % SHOWN.length] ?? 'left';
  const world = { task: TASKS[TASK], knobs: LEVELS.medium };
  const data = motionClip(motion, world, SIZE, { seed: 1, index: 3 + shown, backwards: false });
  shown += 1;
  const bytes = npyFile(float32([1, 3, SIZE.t, SIZE.h, SIZE.w], data));
  const array = await openClipArray(new File([bytes], `something moves ${motion}.npy`), true);
  await bench.configure({ input: { kind: 'array', array } });
  await bench.run();
}

/** What the trained network was tested on, and how well it did: all classes, the best and the worst. */
export interface TrainedCard {
  readonly sentence: string;
  readonly accuracy: Share;
  readonly best: readonly [name: string, share: Share] | undefined;
  readonly worst: readonly [name: string, share: Share] | undefined;
}

/** What the trained network's card says of its held-out clips; null where it cannot be read. */
export async function trainedCard(): Promise<TrainedCard | null> {
  try {
    const { test, sentence } = (await (await fetch(`trained/${NAME}.json`)).json()) as {
      readonly test: { readonly accuracy: Share; readonly perClass: Readonly<Record<string, Share>> };
      readonly sentence: string;
    };
    const ranked = Object.entries(test.perClass).toSorted(([, a], [, b]) => b.share - a.share);
    return { accuracy: test.accuracy, sentence, best: ranked.at(0), worst: ranked.at(-1) };
  } catch {
    pageApp.notices.notify('The card of the trained network did not load.');
    return null;
  }
}

/** True where the file that stands open is the trained network that comes with the app. */
export function isTrained(file: { readonly name: string } | null): boolean {
  return file?.name === `${NAME}.safetensors`;
}
