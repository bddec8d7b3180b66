import { judgedClips, stillVerdict } from '../../dataset/judgedClips';
import { clipsOf, type Library } from '../../dataset/library';
import { oddRule } from '../../dataset/oddRule';
import { splitLibrary } from '../../dataset/splits';
import type { Design } from '../../design/design';
import { sameValue } from '../../design/sameValue';
import { singleClip } from '../../design/singleClip';
import { joined } from '../../tensor/rows';
import { float32 } from '../../tensor/tensor';
import { countText } from '../../text/numberText';
import { isNamed, sentenceOf } from '../../text/sentence';
import type { Recipe } from '../../training/recipe';
import type { Runner, Studio } from '../../worker/client';
import { persistently, type Training } from '../../worker/training';
import type { App } from '../app';
import { createTaskSlot } from '../task';
import { backboneHash } from './backboneHash';
import type { Classes, Learnt } from './classes';
import type { ClipKeeper } from './clipKeeper';
import { featuresOf } from './features';
import { fitsFor, libraryOf, tuningFits, verdictsOf } from './fits';
import { headRecipe, tuningRecipe, updatesFor } from './learningRecipes';
import { type ClipLook, looksAt, windowFor } from './looks';
import { sha256 } from './sha256';
import { TUNING_RUN, type Tuned, tuned } from './tuning';

interface LearningPlace extends Pick<App, 'classes' | 'document' | 'runStore' | 'checkpoint' | 'train' | 'notices'> {
  readonly keeper: ClipKeeper;
  readonly studio: () => Studio;
  readonly runner: () => Promise<Runner>;
  readonly training: () => Pick<Training, 'learnHead' | 'open' | 'forgetRuns'>;
}

/** Why the data set cannot be learnt yet, in a sentence; null where it can. */
export function whyNotLearn(library: Library): string | null {
  const filled = library.classes.filter(({ id }) => clipsOf(library, id).length > 0);
  if (filled.length < 2) return 'Two classes with a few clips each are needed.';
  const empty = library.classes.find(({ id }) => clipsOf(library, id).length === 0);
  if (empty) return `${empty.name} has no clips: record or open some, or delete the class.`;
  return null;
}

/** Why the network on the screen cannot learn them, in a sentence; null where it can. */
export function whyNotWith({ reference, head }: Design): string | null {
  if (reference.in_channels !== 3 && reference.in_channels !== 1)
    return `A picture has three channels, or one; this network takes ${reference.in_channels}.`;
  if (head?.pool_window)
    return 'The head pools under a window set by hand; a head that pools the whole map can learn here.';
  return null;
}

/**
 * Teaches the network on the screen the classes of the data set; nothing is opened before it is started. What comes of it
 * goes to the classes' store.
 */
export function createLearning(place: LearningPlace) {
  const { classes: store, document, runStore, keeper, studio, runner, training, notices } = place;
  const slot = createTaskSlot();
  const tell = (change: Partial<Classes>): void => store.setState(change);

  const tellBroken = (): void => notices.notify(BROKEN);

  const learn = async (signal: AbortSignal): Promise<Learnt> => {
    const { library, choice } = store.getState();
    const problem = whyNotLearn(library);
    if (problem) throw new Error(problem);
    tell({ phase: { kind: 'opening' }, steps: [], along: [], changes: {} });
    const design = designFor(document.getState().legal, library);
    const unfit = whyNotWith(design);
    if (unfit) throw new Error(unfit);
    if (!sameValue(design, document.getState().legal)) document.setDesign(design);
    const { weights } = runStore.getState().settings;
    const from = startText(place);
    const window = choice.window ?? windowFor(design, library);
    const asked = { design, weights, format: 'safetensors', naming: 'mmaction2' } as const;
    const start = await studio().request('exportWeights', asked, { signal });
    const network = await backboneHash(start);
    const looks = looksAt(library, window, choice);
    const reading = {
      keeper,
      studio: studio(),
      window,
      signal,
      clip: design.clip,
      channels: design.reference.in_channels === 1 ? (1 as const) : (3 as const),
    };
    const computed = async (onGoing: () => void) => {
      const model = await (await runner()).open({ design, weights, outputs: [], provider: 'auto' }, { signal });
      try {
        return await featuresOf(looks, {
          ...reading,
          keeper,
          model,
          network: networkName(network, design),
          pool: design.head?.spatial_type ?? 'avg',
          onProgress: (done, total, perSecond) => {
            onGoing();
            tell({ phase: { kind: 'features', done, total, perSecond } });
          },
        });
      } finally {
        await model.close();
      }
    };
    const features = await persistently(computed, (error) => isNamed(error, 'WorkerCrash'), tellBroken);
    const known = looks.filter((look) => features.of.has(look));
    const split = splitLibrary(libraryOf(library, known), 0);
    const rows = new Map(known.map((look, row) => [look, row]));
    const { fits, asks } = fitsFor(known, rows, split.folds);
    const recipe = headRecipe(choice.updates ?? updatesFor(library.classes.length));
    const deeper = choice.scope !== 'head';
    const provenance = provenanceOf(library, known, recipe);
    const values = joined(known.map((look) => features.of.get(look) as Float32Array));
    const fitted = await training().learnHead(
      {
        design,
        start,
        recipe,
        seed: 0,
        fits,
        labels: known.map(({ label }) => label),
        features: float32([known.length, values.length / Math.max(1, known.length)], values),
        keep: deeper ? split.folds.map((_, fold) => fold) : [],
        provenance,
      },
      {
        signal,
        onBroken: tellBroken,
        onProgress: ({ done, total, fit, steps }) =>
          store.setState((state) => ({
            phase: { kind: 'fitting', done, total, fit, fits: fits.length },
            steps: fit === fits.length - 1 ? [...state.steps, ...steps] : [],
          })),
      },
    );
    const ofHead = verdictsOf(asks.whole, fitted, 0);
    const stills = verdictsOf(asks.still, fitted, split.folds.length);
    const strange = verdictsOf(asks.strange, fitted, 2 * split.folds.length);
    const { classes } = library;
    const names = classes.map(({ name }) => name);
    let through: Tuned | null = null;
    if (deeper) {
      const tuning = {
        design,
        classes: names,
        looks: known,
        recipe: tuningRecipe(choice.scope, choice.deeperUpdates),
        fits: tuningFits(known, asks.whole, split.folds, [...fitted.kept, fitted.file]),
        hash: await sha256(
          new TextEncoder().encode(
            JSON.stringify([
              network,
              window,
              choice,
              split,
              known.map(({ clip, name, label }) => [clip.id, name, label]),
            ]),
          ),
        ),
        metadata: new Map([['class_names', JSON.stringify(names)]]),
      };
      const { device } = place.train.getState();
      through = await tuned(tuning, {
        ...reading,
        training: training(),
        device,
        onBroken: tellBroken,
        onProgress: ({ fit, done, total, perSecond, ...came }) =>
          tell({ phase: { kind: 'tuning', done, total, fit, fits: tuning.fits.length, perSecond }, ...came }),
      });
    }
    const verdicts = through?.verdicts ?? ofHead;
    return {
      design,
      from,
      window,
      split,
      verdicts,
      names,
      scope: choice.scope,
      file: through?.file ?? fitted.file,
      classIds: classes.map(({ id }) => id),
      judged: judgedClips(verdicts, classes.length),
      headAlone: through ? judgedClips(ofHead, classes.length).accuracy : null,
      still: stills.length > 0 ? stillVerdict(ofHead, stills, classes.length) : null,
      // Of more than the head, what it makes of a class it had not learnt is not asked: each class would be a training.
      odd: through ? null : oddRule(ofHead, strange),
      steps: through?.steps ?? store.getState().steps,
      along: through?.along ?? [],
      clipIds: [...new Set(known.map(({ clip }) => clip.id))],
      refused: features.refused,
      featuresPerSecond: features.perSecond,
      when: Date.now(),
    };
  };

  return {
    /**
     * Computes the features that are missing, fits the head and judges it; then trains on from a stage, where that is chosen.
     * Goes on where it was paused.
     */
    async start(): Promise<void> {
      const outcome = await slot.start(async (signal) => {
        const learnt = await learn(signal);
        tell({ learnt, phase: { kind: 'none' } });
        await keeper.keepLearnt(learnt);
        tell({ whyNotLasting: keeper.whyNotLasting() });
      });
      const { phase } = store.getState();
      if (outcome?.kind === 'failed') tell({ phase: { kind: 'failed', message: sentenceOf(outcome.error) } });
      if (outcome?.kind !== 'cancelled') return;
      const began = phase.kind === 'features' || phase.kind === 'fitting' || phase.kind === 'tuning';
      tell({ phase: began ? { kind: 'paused', done: phase.done, total: phase.total } : { kind: 'none' } });
    },
    pause: slot.cancel,
    /** Reads what was learnt before. */
    async load(): Promise<void> {
      const kept = await keeper.learnt();
      // What was learnt before anything but a head could be says nothing of it.
      if (isLearnt(kept))
        tell({
          learnt: {
            ...kept,
            scope: kept.scope ?? 'head',
            headAlone: kept.headAlone ?? null,
            along: kept.along ?? [],
            odd: kept.odd ?? null,
          },
        });
    },
    /** Forgets what was learnt, and runs that were under way. */
    async forget(): Promise<void> {
      slot.cancel();
      tell({ learnt: null, phase: { kind: 'none' }, steps: [], along: [], changes: {} });
      await keeper.keepLearnt(null);
      await training().forgetRuns(TUNING_RUN);
    },
  };
}

/** What is said when a worker broke down and its work goes on. */
const BROKEN =
  'A part of the app broke down while it learnt. It was started again and goes on from what was kept; should it happen again and again, close other tabs.';

/** The network on the screen with a class for each of the data set's. */
function designFor(legal: Design, { classes }: Library): Design {
  const { head } = legal;
  if (!head) throw new Error('The network on the screen has no head; give it one under Head.');
  return { ...singleClip(legal), head: { ...head, num_classes: classes.length } };
}

/** What the network on the screen starts from, in words. */
export function startText({ runStore, checkpoint }: Pick<App, 'runStore' | 'checkpoint'>): string {
  const { weights } = runStore.getState().settings;
  if (weights.kind === 'checkpoint') return checkpoint.getState().file?.name ?? 'an opened checkpoint';
  return weights.kind === 'named' ? 'named weights' : 'fresh weights';
}

/** Features depend on backbone, clip size and pooling; the head may change. */
function networkName(hash: string, { reference, clip, overrides, head }: Design): string {
  const { t, h, w } = clip;
  return [hash.slice(0, 32), fnv(JSON.stringify([reference, overrides, t, h, w, head?.spatial_type]))].join('-');
}

function fnv(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(16);
}

function provenanceOf(library: Library, known: readonly ClipLook[], recipe: Recipe): ReadonlyMap<string, string> {
  const clips = new Set(known.map(({ clip }) => clip.id)).size;
  const data = `${countText(clips, 'clip')} of ${countText(library.classes.length, 'class', 'classes')} of one's own`;
  return new Map([
    ['class_names', JSON.stringify(library.classes.map(({ name }) => name))],
    ['trained', JSON.stringify({ recipe, data, steps: recipe.steps })],
  ]);
}

function isLearnt(value: unknown): value is Learnt {
  const { design, file, names, verdicts, judged } = (value ?? {}) as Partial<Learnt>;
  return Boolean(design && judged && file instanceof Blob && Array.isArray(names) && Array.isArray(verdicts));
}
