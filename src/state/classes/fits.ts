import type { Verdict } from '../../dataset/judgedClips';
import type { Library } from '../../dataset/library';
import type { Split } from '../../dataset/splits';
import type { HeadFit, HeadLearnt } from '../../worker/trainerProtocol';
import { type ClipLook, verdictOn } from './looks';
import type { TuningFit } from './tuning';

/** The data set without clips that could not be read. */
export function libraryOf(library: Library, known: readonly ClipLook[]): Library {
  const ids = new Set(known.map(({ clip }) => clip.id));
  return { ...library, clips: library.clips.filter(({ id }) => ids.has(id)) };
}

/** Classes that are left out at most, one after another, to see what is made of clips of a class that was not learnt. */
const MOST_LEFT_OUT = 5;

/**
 * A fit a fold on whole clips, a fit a fold on single frames, a fit for each class that is left out, and one to all clips:
 * its head is kept.
 */
export function fitsFor(
  known: readonly ClipLook[],
  rows: ReadonlyMap<ClipLook, number>,
  folds: Split['folds'],
): {
  readonly fits: readonly HeadFit[];
  readonly asks: Record<'whole' | 'still' | 'strange', readonly (readonly ClipLook[])[]>;
} {
  const rowsOf = (looks: readonly ClipLook[]) => looks.map((look) => rows.get(look) as number);
  const sides = folds.map(({ held, train }) => ({ held: new Set(held), train: new Set(train) }));
  const fold = (use: (look: ClipLook) => boolean, asked: ClipLook['use']) =>
    sides.map(({ held, train }) => {
      const ask = known.filter((look) => look.use === asked && held.has(look.clip.id));
      return {
        ask,
        fit: { train: rowsOf(known.filter((look) => use(look) && train.has(look.clip.id))), ask: rowsOf(ask) },
      };
    });
  const whole = fold(({ use }) => use !== 'still', 'judge');
  const still = fold(({ use }) => use === 'still', 'still');
  const moving = known.filter(({ use }) => use !== 'still');
  const strange = leftOut(known).map((label) => {
    const ofClass = new Set(
      known.filter((look) => look.use === 'judge' && look.label === label).map(({ clip }) => clip),
    );
    const ask = known.filter(({ use, clip }) => use === 'judge' && ofClass.has(clip));
    const train = moving.filter((look) => look.label !== label && !ofClass.has(look.clip));
    return { ask, fit: { train: rowsOf(train), ask: rowsOf(ask) } };
  });
  const parts = { whole, still, strange };
  return {
    fits: [...Object.values(parts).flatMap((part) => part.map(({ fit }) => fit)), { train: rowsOf(moving), ask: [] }],
    asks: {
      whole: whole.map(({ ask }) => ask),
      still: still.map(({ ask }) => ask),
      strange: strange.map(({ ask }) => ask),
    },
  };
}

/** Classes to be left out in turn, evenly chosen: none of fewer than three, as one alone is nothing to tell apart. */
function leftOut(known: readonly ClipLook[]): readonly number[] {
  const labels = [...new Set(known.filter(({ use }) => use === 'judge').map(({ label }) => label))];
  const count = labels.length < 3 ? 0 : Math.min(MOST_LEFT_OUT, labels.length);
  return Array.from({ length: count }, (_, at) => labels[Math.floor((at * labels.length) / count)] as number);
}

/** What fits said of the looks they were asked about, from the fit of this number on. */
export function verdictsOf(asks: readonly (readonly ClipLook[])[], { answers }: HeadLearnt, first: number): Verdict[] {
  return asks.flatMap((looks, fold) => looks.map((look, at) => verdictOn(look, answers[first + fold]?.[at])));
}

/** A fit a fold and one to all clips, each from the head that was learnt from the same clips. */
export function tuningFits(
  known: readonly ClipLook[],
  asks: readonly (readonly ClipLook[])[],
  folds: Split['folds'],
  starts: readonly Blob[],
): readonly TuningFit[] {
  const moving = known.filter(({ use }) => use !== 'still');
  const sides = [...folds.map(({ train }) => new Set(train)), null];
  return starts.map((start, fit) => {
    const train = sides[fit];
    return { start, train: train ? moving.filter(({ clip }) => train.has(clip.id)) : moving, ask: asks[fit] ?? [] };
  });
}
