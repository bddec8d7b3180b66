import { countText } from '../text/numberText';
import { type Share, wilson } from '../training/interval';

/** What a network that did not learn from a clip, nor from its neighbours, says of it. */
export interface Verdict {
  readonly clipId: string;
  /** Number of its class, of the class the network names, and the probability of each class. */
  readonly label: number;
  readonly answer: number;
  readonly probabilities: readonly number[];
  /** Of all its scores together: low where no class has much for it. */
  readonly energy: number;
}

/** How well classes are told apart on clips that were held out. */
export interface JudgedClips {
  readonly accuracy: Share;
  readonly perClass: readonly Share[];
  /** Ids of the clips of each class (row) that were taken for each class (column). */
  readonly confusion: readonly (readonly (readonly string[])[])[];
  /** Guessing the most frequent class. */
  readonly chance: number;
}

/** Counts verdicts. A clip that several folds judged counts once, by the first. */
export function judgedClips(verdicts: readonly Verdict[], classes: number): JudgedClips {
  const once = [...new Map(verdicts.toReversed().map((verdict) => [verdict.clipId, verdict])).values()].toReversed();
  const confusion = Array.from({ length: classes }, (_, label) =>
    Array.from({ length: classes }, (_, answer) =>
      once.filter((each) => each.label === label && each.answer === answer).map(({ clipId }) => clipId),
    ),
  );
  const rows = confusion.map((row) => row.reduce((sum, cell) => sum + cell.length, 0));
  const right = confusion.map((row, label) => row[label]?.length ?? 0);
  return {
    accuracy: wilson(
      right.reduce((sum, one) => sum + one, 0),
      once.length,
    ),
    perClass: right.map((count, label) => wilson(count, rows[label] ?? 0)),
    confusion,
    chance: once.length === 0 ? Number.NaN : Math.max(0, ...rows) / once.length,
  };
}

/** Width of the interval of a class's share from which on it says too little. */
export const TOO_WIDE = 0.4;

/** Clips that a class needs beyond those it has, so that its interval becomes narrow enough; 0 where it is. */
export function clipsNeeded({ share, trials, low, high }: Share): number {
  if (trials === 0) return 5;
  if (high - low <= TOO_WIDE) return 0;
  let more = 1;
  while (more < 200) {
    const { low: below, high: above } = wilson(Math.round(share * (trials + more)), trials + more);
    if (above - below <= TOO_WIDE) break;
    more++;
  }
  return more;
}

/** `wave needs about 6 more clips: …`; null where the class is judged well enough. */
export function needText(name: string, own: Share): string | null {
  const more = clipsNeeded(own);
  if (more === 0) return null;
  const about = `${name} needs about ${countText(more, 'more clip', 'more clips')}`;
  if (own.trials === 0) return `${about}: none of its clips could be held out.`;
  const percent = (share: number) => `${Math.round(100 * share)} %`;
  return `${about}: ${own.successes} of ${own.trials} right may mean anything from ${percent(own.low)} to ${percent(own.high)}.`;
}

/** What single frames say beside whole clips. */
export interface StillVerdict {
  readonly clips: Share;
  readonly stills: Share;
  /** Probability of so large a lead of whole clips if both were as good (exact sign test on clips that one of them names rightly). */
  readonly p: number;
  /** `looks`: single frames do as well, and better than guessing: the network looks at what stands still. */
  readonly kind: 'moves' | 'looks' | 'unknown';
}

/** Leads that come about by chance less often than this are believed. */
const BELIEVED = 0.05;

/** Compares verdicts on whole clips with those on one frame of each clip, clip by clip. */
export function stillVerdict(whole: readonly Verdict[], still: readonly Verdict[], classes: number): StillVerdict {
  const stills = new Map(still.map((verdict) => [verdict.clipId, verdict]));
  const both = whole.flatMap((verdict) => {
    const other = stills.get(verdict.clipId);
    return other ? [{ whole: verdict.answer === verdict.label, still: other.answer === other.label }] : [];
  });
  const wins = both.filter((each) => each.whole && !each.still).length;
  const losses = both.filter((each) => each.still && !each.whole).length;
  const p = atLeast(wins, wins + losses);
  const [clips, alone] = [judgedClips(whole, classes).accuracy, judgedClips(still, classes)];
  const guessing = alone.accuracy.low <= alone.chance;
  const kind = p < BELIEVED ? 'moves' : guessing || both.length === 0 ? 'unknown' : 'looks';
  return { clips, stills: alone.accuracy, p, kind };
}

/** Probability of `wins` or more heads among `trials` throws of a fair coin. */
function atLeast(wins: number, trials: number): number {
  let [term, sum] = [0.5 ** trials, 0];
  for (let heads = 0; heads <= trials; heads++) {
    if (heads >= wins) sum += term;
    term *= (trials - heads) / (heads + 1);
  }
  return Math.min(1, sum);
}
