import { judgedClips, stillVerdict, type Verdict } from '../../dataset/judgedClips';
import { clipsOf, type Library } from '../../dataset/library';
import { splitLibrary } from '../../dataset/splits';
import type { Design } from '../../design/design';
import { sameValue } from '../../design/sameValue';
import { float32 } from '../../tensor/tensor';
import { counted } from '../../text/counted';
import { sentenceOf } from '../../text/sentence';
import { DEFAULT_RECIPE, type Recipe } from '../../training/recipe';
import type { Runner, Studio } from '../../worker/client';
import type { HeadFit, HeadLearning, HeadLearnt, HeadProgress } from '../../worker/messages';
import type { App } from '../app';
import { createTaskSlot } from '../task';
import { backboneHash } from './backboneHash';
import type { Classes, Learnt } from './classes';
import type { ClipKeeper } from './clipKeeper';
import { featuresOf, type LookFeatures } from './features';
import { type Look, looksAt, windowFor } from './looks';

/** Teaches the network on the screen the classes of the data set. What comes of it goes to the classes' store. */
export interface Learning {
  /** Computes the features that are missing, fits the head and judges it. Goes on where it was paused. */
  start(): Promise<void>;
  pause(): void;
  /** Reads what was learnt before. */
  load(): Promise<void>;
  /** Forgets what was learnt. */
  forget(): Promise<void>;
}

/** What learning needs. */
interface LearningPlace extends Pick<App, 'classes' | 'document' | 'runStore' | 'checkpoint'> {
  readonly keeper: ClipKeeper;
  readonly studio: () => Studio;
  readonly runner: () => Promise<Runner>;
  readonly learnHead: (
    learning: HeadLearning,
    options: { readonly signal: AbortSignal; readonly onProgress: (progress: HeadProgress) => void },
  ) => Promise<HeadLearnt>;
}

/** Clips in a batch of a fit. */
const BATCH = 16;

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

/** A learning service; nothing is opened before it is started. */
export function createLearning(place: LearningPlace): Learning {
  const { classes: store, document, runStore, keeper, studio, runner, learnHead } = place;
  const slot = createTaskSlot();
  const tell = (change: Partial<Classes>): void => store.setState(change);

  const learn = async (signal: AbortSignal): Promise<Learnt> => {
    const { library, choice } = store.getState();
    const problem = whyNotLearn(library);
    if (problem) throw new Error(problem);
    tell({ phase: { kind: 'opening' }, steps: [] });
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
    const model = await (await runner()).open({ design, weights, outputs: [], provider: 'auto' }, { signal });
    const looks = looksAt(library, window, choice);
    let features: LookFeatures;
    try {
      features = await featuresOf(looks, {
        ...{ keeper, studio: studio(), model, network: networkName(network, design), window, signal },
        pool: design.head?.spatial_type ?? 'avg',
        clip: design.clip,
        channels: design.reference.in_channels === 1 ? 1 : 3,
        onProgress: (done, total, perSecond) => tell({ phase: { kind: 'features', done, total, perSecond } }),
      });
    } finally {
      await model.close();
    }
    const known = looks.filter((look) => features.of.has(look));
    const split = splitLibrary(libraryOf(library, known), 0);
    const rows = new Map(known.map((look, row) => [look, row]));
    const { fits, asks } = fitsFor(known, rows, split.folds);
    const recipe = headRecipe(choice.updates);
    const fitted = await learnHead(
      {
        ...{ design, start, recipe, seed: 0, fits, labels: known.map(({ label }) => label) },
        features: joined(known.map((look) => features.of.get(look) as Float32Array)),
        provenance: provenanceOf(library, known, recipe),
      },
      {
        signal,
        onProgress: ({ done, total, fit, steps }) =>
          store.setState((state) => ({
            phase: { kind: 'fitting', done, total, fit, fits: fits.length },
            steps: fit === fits.length - 1 ? [...state.steps, ...steps] : [],
          })),
      },
    );
    const verdicts = verdictsOf(asks.whole, fitted, 0);
    const stills = verdictsOf(asks.still, fitted, split.folds.length);
    const { classes } = library;
    return {
      ...{ design, from, window, split, verdicts, file: fitted.file },
      names: classes.map(({ name }) => name),
      classIds: classes.map(({ id }) => id),
      judged: judgedClips(verdicts, classes.length),
      still: stills.length > 0 ? stillVerdict(verdicts, stills, classes.length) : null,
      steps: store.getState().steps,
      clipIds: [...new Set(known.map(({ clip }) => clip.id))],
      refused: features.refused,
      featuresPerSecond: features.perSecond,
      when: Date.now(),
    };
  };

  return {
    async start() {
      const outcome = await slot.start(async (signal) => {
        const learnt = await learn(signal);
        tell({ learnt, phase: { kind: 'none' } });
        await keeper.keepLearnt(learnt);
        tell({ whyNotLasting: keeper.whyNotLasting() });
      });
      const { phase } = store.getState();
      if (outcome?.kind === 'failed') tell({ phase: { kind: 'failed', message: sentenceOf(outcome.error) } });
      if (outcome?.kind !== 'cancelled') return;
      const began = phase.kind === 'features' || phase.kind === 'fitting';
      tell({ phase: began ? { kind: 'paused', done: phase.done, total: phase.total } : { kind: 'none' } });
    },
    pause: slot.cancel,
    async load() {
      const kept = await keeper.learnt();
      if (isLearnt(kept)) tell({ learnt: kept });
    },
    async forget() {
      slot.cancel();
      tell({ learnt: null, phase: { kind: 'none' }, steps: [] });
      await keeper.keepLearnt(null);
    },
  };
}

/** The network on the screen with a class for each of the data set's. */
function designFor(legal: Design, { classes }: Library): Design {
  const { head } = legal;
  if (!head) throw new Error('The network on the screen has no head; give it one under Head.');
  return { ...legal, clip: { ...legal.clip, n: 1 }, head: { ...head, num_classes: classes.length } };
}

/** What the network on the screen starts from, in words. */
export function startText({ runStore, checkpoint }: Pick<App, 'runStore' | 'checkpoint'>): string {
  const { weights } = runStore.getState().settings;
  if (weights.kind === 'checkpoint') return checkpoint.getState().file?.name ?? 'an opened checkpoint';
  return weights.kind === 'named' ? 'named weights' : 'fresh weights';
}

/** Adam with a cosine: a head starts from small random weights and is through in a few hundred updates. */
function headRecipe(updates: number): Recipe {
  return {
    ...DEFAULT_RECIPE,
    optimizer: { type: 'Adam', betas: [0.9, 0.999], eps: 1e-8, weightDecay: 1e-4 },
    schedule: {
      rate: 3e-3,
      warmUp: { steps: Math.max(1, Math.round(updates / 20)), startFactor: 0.1 },
      course: { kind: 'cosine', floor: 0 },
    },
    steps: updates,
    batch: BATCH,
    scope: 'head',
  };
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

/** The data set without clips that could not be read. */
function libraryOf(library: Library, known: readonly Look[]): Library {
  const ids = new Set(known.map(({ clip }) => clip.id));
  return { ...library, clips: library.clips.filter(({ id }) => ids.has(id)) };
}

/** A fit a fold on whole clips, a fit a fold on single frames, and one to all clips: its head is kept. */
function fitsFor(
  known: readonly Look[],
  rows: ReadonlyMap<Look, number>,
  folds: ReturnType<typeof splitLibrary>['folds'],
): { readonly fits: readonly HeadFit[]; readonly asks: Record<'whole' | 'still', readonly (readonly Look[])[]> } {
  const rowsOf = (looks: readonly Look[]) => looks.map((look) => rows.get(look) as number);
  const sides = folds.map(({ held, train }) => ({ held: new Set(held), train: new Set(train) }));
  const fold = (use: (look: Look) => boolean, asked: Look['use']) =>
    sides.map(({ held, train }) => {
      const ask = known.filter((look) => look.use === asked && held.has(look.clip.id));
      return {
        ask,
        fit: { train: rowsOf(known.filter((look) => use(look) && train.has(look.clip.id))), ask: rowsOf(ask) },
      };
    });
  const whole = fold(({ use }) => use !== 'still', 'judge');
  const still = fold(({ use }) => use === 'still', 'still');
  const all = { train: rowsOf(known.filter(({ use }) => use !== 'still')), ask: [] };
  return {
    fits: [...whole.map(({ fit }) => fit), ...still.map(({ fit }) => fit), all],
    asks: { whole: whole.map(({ ask }) => ask), still: still.map(({ ask }) => ask) },
  };
}

function verdictsOf(asks: readonly (readonly Look[])[], { answers }: HeadLearnt, first: number): Verdict[] {
  return asks.flatMap((looks, fold) =>
    looks.map(({ clip, label }, at) => {
      const probabilities = answers[first + fold]?.[at] ?? [];
      return { clipId: clip.id, label, probabilities, answer: probabilities.indexOf(Math.max(...probabilities)) };
    }),
  );
}

function joined(features: readonly Float32Array[]) {
  const length = features[0]?.length ?? 0;
  const all = new Float32Array(features.length * length);
  features.forEach((values, row) => {
    all.set(values, row * length);
  });
  return float32([features.length, length], all);
}

function provenanceOf(library: Library, known: readonly Look[], recipe: Recipe): ReadonlyMap<string, string> {
  const clips = new Set(known.map(({ clip }) => clip.id)).size;
  const data = `${counted(clips, 'clip')} of ${counted(library.classes.length, 'class', 'classes')} of one's own`;
  return new Map([
    ['class_names', JSON.stringify(library.classes.map(({ name }) => name))],
    ['trained', JSON.stringify({ recipe, data, steps: recipe.steps })],
  ]);
}

function isLearnt(value: unknown): value is Learnt {
  const { design, file, names, verdicts, judged } = (value ?? {}) as Partial<Learnt>;
  return Boolean(design && judged && file instanceof Blob && Array.isArray(names) && Array.isArray(verdicts));
}
