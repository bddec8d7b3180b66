import type { Design } from '../design/design';
import { TASKS } from '../motion/tasks';
import { trainedFamily } from '../scaling/trainedFamily';
import { FAMILY_SEEDS, familyTask } from '../state/train/familyTraining';
import { knownOf, type Measured, type Measuring } from '../state/train/measuring';
import { countText, shareText } from '../text/numberText';
import { overSeeds, type SeedsShare } from '../training/overSeeds';

/** What a design reached on made clips: its runs, and their share. */
export interface MadeClips extends Measured, SeedsShare {
  /** It was trained in this page, not by the command line. */
  readonly here: boolean;
}

/** What is known of a design on made clips; null where no run of it is done. */
export function madeClipsOf(results: Measuring['results'], design: Design): MadeClips | null {
  const known = knownOf({ results }, design);
  if (known === null || known.runs.length === 0) return null;
  const share = overSeeds(
    known.runs.map(({ right }) => right),
    trainedFamily().recipe.clips,
  );
  return { ...known, ...share };
}

/** `71 %, 66 to 75`: the mean of the seeds and their span. */
export function shareSpanText({ share, low, high }: SeedsShare): string {
  return `${shareText(share)}, ${Math.round(100 * low)} to ${Math.round(100 * high)}`;
}

/** Chance of naming a clip rightly without having seen anything, 0 to 1. */
export function guessing(): number {
  return 1 / TASKS[familyTask()].classes.length;
}

/** What all accuracies on made clips share, in sentences. */
export function madeClipsSentences(): readonly string[] {
  const { level, steps, batch, clips } = trainedFamily().recipe;
  const { classes } = TASKS[familyTask()];
  return [
    `Made clips of something that moves ${classes.slice(0, -1).join(', ')} or ${classes.at(-1)} (${level}); they say nothing of Kinetics.`,
    `${countText(steps, 'update')} of ${batch} clips from each of ${countText(FAMILY_SEEDS.length, 'seed')}, then ${countText(clips, 'clip')} held out.`,
    `Bars span the seeds’ 95 % intervals; dashes are guessing, ${shareText(guessing())}.`,
  ];
}
