import type { Design } from '../../design/design';
import type { MadeClips } from '../../present/madeClips';
import { FAMILY_SEEDS } from '../../state/train/familyTraining';
import type { OfferedStep } from './designPoints';

/** A candidate whose accuracy is known. */
interface MeasuredOffer {
  readonly offer: OfferedStep;
  readonly known: MadeClips;
}

/** The candidate that is best for its cost, and whether that is certain yet. */
export interface BestOffer extends MeasuredOffer {
  /** Every candidate that can be trained has a run of every seed. */
  readonly settled: boolean;
  /** Its interval lies above that of the design it comes from. */
  readonly toldApart: boolean;
  /** Others whose intervals overlap its own, and lie above the one it comes from: these runs do not choose between them. */
  readonly rivals: readonly OfferedStep[];
}

/**
 * The candidate that gains the most accuracy for each doubling of MACs; of candidates that shrink a design, which all land
 * on one target, the one with the most accuracy. Null while nothing is known, or nothing gains.
 * @param before the design the step begins at
 */
export function bestOffer(
  before: MadeClips | null,
  offers: readonly OfferedStep[],
  madeClips: (design: Design) => MadeClips | null,
): BestOffer | null {
  const candidates = offers.flatMap((offer) =>
    offer.candidate ? [{ offer, known: madeClips(offer.candidate.design) }] : [],
  );
  const measured = candidates.filter((one): one is MeasuredOffer => one.known !== null);
  const worth = ({ offer, known }: MeasuredOffer): number => {
    const factor = offer.candidate?.factor ?? 1;
    if (factor <= 1 || before === null) return known.share;
    return (known.share - before.share) / Math.log2(factor);
  };
  const [best] = measured.toSorted((a, b) => worth(b) - worth(a));
  if (best === undefined || worth(best) <= 0) return null;
  const settled = candidates.every(({ known }) => known !== null && isWhole(known));
  const isApart = ({ known }: MeasuredOffer) => before === null || known.low > before.high;
  const rivals = measured.filter((one) => one !== best && isApart(one) && one.known.high >= best.known.low);
  return { ...best, settled, toldApart: isApart(best), rivals: rivals.map(({ offer }) => offer) };
}

/** True where there is a run of every seed, or none to be had. */
export function isWhole({ runs, diverged }: MadeClips): boolean {
  return diverged !== null || FAMILY_SEEDS.every((seed) => runs.some((run) => run.seed === seed));
}
