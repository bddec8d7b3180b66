import type { Verdict } from '../../dataset/judgedClips';
import type { Clip, Library } from '../../dataset/library';
import { mirroringOf } from '../../dataset/sides';
import { type ClipWindow, stillOf, viewsOf } from '../../dataset/views';
import type { Design } from '../../design/design';
import type { Recognised } from '../../training/evaluation';
import type { LearningChoice } from './classes';

/** A look at a clip, and what it is good for. */
export interface ClipLook {
  readonly clip: Clip;
  /** Names it among the clip's looks, wherever it was computed. */
  readonly name: string;
  readonly view: ClipWindow;
  /** Class that a look shows, from 0: a mirrored one may show the partner of its clip's. */
  readonly label: number;
  /** `judge`: the look by which the clip is judged; `more`: learnt from alone; `still`: one frame of the first. */
  readonly use: 'judge' | 'more' | 'still';
}

/** Frames a second that a design's interval counts, as Kinetics has them. */
const USUAL_RATE = 30;
/** The shortest and the longest window that is chosen by itself, in seconds. */
const SHORT_WINDOW = 0.5;
const LONG_WINDOW = 2;

/**
 * Seconds that a network looks over: its own frames and interval at 30 frames a second where that is a published clip's
 * reach, else the usual length of the clips.
 */
export function windowFor({ clip }: Design, library: Library): number {
  const own = (clip.t * clip.interval) / USUAL_RATE;
  if (clip.interval > 1) return own;
  const lengths = library.clips.map(({ from, to }) => to - from).toSorted((a, b) => a - b);
  const usual = lengths[Math.floor(lengths.length / 2)] ?? 1;
  return Math.round(10 * Math.min(LONG_WINDOW, Math.max(SHORT_WINDOW, own, usual))) / 10;
}

/** Whether mirrored looks are added: as chosen, else as far as names allow. */
export function mirrors({ classes }: Library, { mirror }: Pick<LearningChoice, 'mirror'>): boolean {
  return mirroringOf(classes).kind !== 'loses' && (mirror ?? true);
}

/** All looks at a data set's clips. */
export function looksAt(library: Library, window: number, choice: LearningChoice): readonly ClipLook[] {
  const mirroring = mirroringOf(library.classes);
  const labels = new Map(library.classes.map(({ id }, label) => [id, label]));
  const partner = (classId: string) =>
    mirroring.kind === 'swaps' ? (mirroring.partners.get(classId) ?? classId) : classId;
  const how = { window, views: choice.views, mirror: mirrors(library, choice), seed: 0 };
  return library.clips.flatMap((clip) => {
    const own = labels.get(clip.classId) ?? 0;
    const other = labels.get(partner(clip.classId)) ?? own;
    const views = viewsOf(clip, how);
    const [first] = views;
    const looks = views.map((view, at) => ({
      clip,
      view,
      name: nameOf(view, window),
      label: view.mirrored ? other : own,
      use: at === 0 ? ('judge' as const) : ('more' as const),
    }));
    if (!first) return looks;
    const still = stillOf(first);
    return [...looks, { clip, view: still, name: nameOf(still, window), label: own, use: 'still' as const }];
  });
}

function nameOf({ start, across, down, mirrored, still }: ClipWindow, window: number): string {
  const numbers = [start, window, across, down].map((value) => value.toFixed(3));
  return [...numbers, mirrored ? 'm' : '', still ? 's' : ''].join(' ');
}

/** What was said of a look: the most probable class is the answer. */
export function verdictOn({ clip, label }: ClipLook, said: Recognised | undefined): Verdict {
  const { probabilities, energy } = said ?? { probabilities: [], energy: 0 };
  return { clipId: clip.id, label, probabilities, energy, answer: probabilities.indexOf(Math.max(...probabilities)) };
}
