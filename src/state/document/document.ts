import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Origin } from '../../codec/designCode';
import {
  type Clip,
  type Design,
  HEAD_DEFAULTS,
  type Head,
  type Overrides,
  type Reference,
  type StageOverride,
} from '../../design/design';
import { PRESETS, type PresetName, presetNamed } from '../../design/presets';
import { sameValue } from '../../design/sameValue';
import { stopAll } from '../stopAll';
import type { TrainChoice, TrainStore } from '../train/train';
import { isLegal } from './derived';
import { createHistory, type Steps } from './history';

/** What is being designed. With what it is to learn it can be undone, saved and shared. */
export interface Document {
  /** The design as the form shows it; it may be illegal for a while. */
  readonly design: Design;
  /** The newest legal design on the way to it, which the graph draws. The same object as `design` while that is legal. */
  readonly legal: Design;
  /** The preset the design started from. */
  readonly preset: PresetName;
}

/** What one step of undo brings back: the document, and what was chosen to be learnt. */
export interface UndoStep extends Document {
  readonly training: TrainChoice;
}

/** A change of a design, section by section; what is left out stays. `head: null` takes the head off. */
export interface DesignPatch {
  readonly reference?: Partial<Reference>;
  readonly clip?: Partial<Clip>;
  readonly head?: Partial<Head> | null;
  readonly overrides?: Overrides;
}

/** Steps that can be undone. Undo keeps whole documents: a design is a few hundred bytes. */
const HISTORY_LIMIT = 500;

/** The last edit, from one legal design to another: a whole drag is one, an undo is one. What was opened since is none. */
interface LastEdit {
  readonly from: Design | null;
  readonly to: Design | null;
}

/** A stage one can set things of by hand. */
export type StageName = keyof Overrides;

/** The document, its history with that of what is learnt, and what changes it while legality and history stay right. */
export type DocumentStore = ReturnType<typeof createDocument>;

/** Makes the document of a new visitor: X3D-S, nothing to undo. What is chosen for `train` is undone with it. */
export function createDocument(train: TrainStore) {
  const store = createStore<Document>()(() => startingFrom('S'));
  const both = stepsOver(store, train);
  const history = createHistory(both, HISTORY_LIMIT);
  const lastEdit = createStore<LastEdit>()(() => ({ from: null, to: null }));

  /** Makes a change and keeps what it led from and to, where it led to another legal design. */
  const asEdit = (change: () => void): void => {
    const { legal } = store.getState();
    change();
    const to = store.getState().legal;
    if (to !== legal) lastEdit.setState({ from: (history.gestureStart() ?? { legal }).legal, to });
  };

  /**
   * Takes a step whose network may turn out not to build: of steps that were saved only the values were looked at. Then
   * the graph goes on to show the network before.
   */
  const drawable = (step: () => void): void => {
    const { legal: before } = store.getState();
    step();
    const { design, legal } = store.getState();
    if (!isLegal(legal)) history.unrecorded(() => store.setState({ legal: isLegal(design) ? design : before }));
  };

  /**
   * Replaces the design: one step, or part of the running gesture's step. One that is a preset is called by its name.
   * @param from the preset it is to be called after where it is none; without it, the one before stays
   */
  const setDesign = (design: Design, from?: PresetName): void => {
    const named = PRESETS.find((preset) => sameValue(preset.design, design))?.name ?? from;
    asEdit(() =>
      store.setState(({ legal, preset }) => ({
        design,
        legal: isLegal(design) ? design : legal,
        preset: named ?? preset,
      })),
    );
  };

  /** Changes some fields of the design: one step, or part of the running gesture's step. */
  const edit = (patch: DesignPatch): void => setDesign(patched(store.getState().design, patch));

  return Object.assign(store, {
    history,
    lastEdit,
    setDesign,
    edit,
    /** Starts over from a preset: one step. */
    choosePreset: (preset: PresetName): void => asEdit(() => store.setState(startingFrom(preset))),
    /** Opens a design that was made elsewhere (a snapshot, a link, a file): one step. */
    open: ({ design, preset }: Origin): void =>
      store.setState({ design, preset, legal: isLegal(design) ? design : presetNamed(preset).design }),
    /** Sets something of a stage by hand, beyond what the reference has arguments for. `undefined` follows the rule again. */
    setByHand(stage: StageName, change: { readonly [K in keyof StageOverride]: StageOverride[K] | undefined }): void {
      const { overrides } = store.getState().design;
      const merged = Object.entries({ ...overrides[stage], ...change }).filter(([, value]) => value !== undefined);
      const { [stage]: _, ...others } = overrides;
      edit({ overrides: merged.length > 0 ? { ...others, [stage]: Object.fromEntries(merged) } : others });
    },
    /** Takes the last step back; does nothing at the beginning. */
    undo: (): void => asEdit(() => drawable(history.undo)),
    /** Takes the last undone step again; does nothing when there is none. */
    redo: (): void => asEdit(() => drawable(history.redo)),
    /** Puts a document on the screen, what is to be learnt, and the steps around them, as they were saved. */
    restore(now: UndoStep, steps: Steps<UndoStep>): void {
      history.unrecorded(() => both.setState(now));
      history.setState(steps);
    },
  });
}

/** A document and what is chosen to be learnt as one state, of which every change is a step. */
function stepsOver(store: StoreApi<Document>, train: TrainStore) {
  const stepOf = (document: Document, { choice }: { readonly choice: TrainChoice }): UndoStep => ({
    ...document,
    training: choice,
  });
  return {
    getState: () => stepOf(store.getState(), train.getState()),
    setState({ training, ...document }: UndoStep): void {
      store.setState(document, true);
      train.take(training);
    },
    subscribe(listener: (now: UndoStep, before: UndoStep) => void): () => void {
      return stopAll([
        store.subscribe((now, before) => {
          const chosen = train.getState();
          listener(stepOf(now, chosen), stepOf(before, chosen));
        }),
        train.subscribe((now, before) => {
          // A run under way says much more often how far it is.
          if (now.choice !== before.choice) listener(stepOf(store.getState(), now), stepOf(store.getState(), before));
        }),
      ]);
    },
  };
}

/** A design with a patch applied. A patch of the head puts one on where there was none. */
function patched(design: Design, { reference, clip, head, overrides }: DesignPatch): Design {
  return {
    reference: { ...design.reference, ...reference },
    clip: { ...design.clip, ...clip },
    head: head === null || (head === undefined && !design.head) ? null : { ...(design.head ?? HEAD_DEFAULTS), ...head },
    overrides: overrides ?? design.overrides,
  };
}

function startingFrom(preset: PresetName): Document {
  const { design } = presetNamed(preset);
  return { design, legal: design, preset };
}
