import type { Design } from '../../design/design';
import { sameValue } from '../../design/sameValue';
import { singleClip } from '../../design/singleClip';
import { TASKS, type TaskName } from '../../motion/tasks';
import { tinyDesign } from '../../training/tinyDesign';
import { architectureOf, isLegal, totalsOf } from '../document/derived';

/** The clip the small network learns on. */
const SMALL_CLIP = { t: 8, h: 32, w: 32 } as const;

/** MACs of one clip above which an update of 16 clips takes over about a second on one core. */
const LARGEST = 100e6;

/** The small network for a task, to be opened as a design. */
export function smallNetwork(task: TaskName): Design {
  return tinyDesign(TASKS[task].classes.length, SMALL_CLIP);
}

/** Why a design cannot learn a task here in minutes; null where it can. */
export function tooLarge(design: Design): { readonly macs: number } | null {
  if (!isLegal(design)) return null;
  const macs = macsOf(design);
  return macs > LARGEST ? { macs } : null;
}

/** MACs of one clip of a legal design. */
export function macsOf(design: Design): number {
  return totalsOf(architectureOf(design)).macs / design.clip.n;
}

/** A design as it learns a task: one clip at a time is counted, and the head has the task's classes. */
export function trainedDesign(design: Design, task: TaskName): Design {
  const classes = TASKS[task].classes.length;
  const head = design.head ?? smallNetwork(task).head;
  const fitted = { ...singleClip(design), head: head && { ...head, num_classes: classes } };
  return sameValue(fitted, design) ? design : fitted;
}
