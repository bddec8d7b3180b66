import { temporal } from 'zundo';
import { createStore } from 'zustand/vanilla';
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
import { isLegal } from './derived';

/** What is being designed: the part of the state that can be undone, saved and shared. */
export interface Document {
  /** The design as the form shows it; it may be illegal for a while. */
  readonly design: Design;
  /** The newest legal design on the way to it, which the graph draws. The same object as `design` while that is legal. */
  readonly legal: Design;
  /** The preset the design started from. */
  readonly preset: PresetName;
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

/** The document. Change it through the functions below, which keep legality and history right. */
export const documentStore = createStore<Document>()(
  temporal((): Document => startingFrom('S'), { limit: HISTORY_LIMIT, equality: sameValue }),
);

/** The steps behind and ahead, for buttons that undo and redo. */
export const historyStore = documentStore.temporal;

/** The last edit, from one legal design to another: a whole drag is one, an undo is one. What was opened since is none. */
export const lastEditStore = createStore<{ readonly from: Design | null; readonly to: Design | null }>()(() => ({
  from: null,
  to: null,
}));

/** Starts over from a preset: one step. */
export function choosePreset(preset: PresetName): void {
  asEdit(() => documentStore.setState(startingFrom(preset)));
}

/**
 * Replaces the design: one step, or part of the running gesture's step. One that is a preset is called by its name.
 * @param from the preset it is to be called after where it is none; without it, the one before stays
 */
export function setDesign(design: Design, from?: PresetName): void {
  const named = PRESETS.find((preset) => sameValue(preset.design, design))?.name ?? from;
  asEdit(() =>
    documentStore.setState(({ legal, preset }) => ({
      design,
      legal: isLegal(design) ? design : legal,
      preset: named ?? preset,
    })),
  );
}

/** Opens a design that was made elsewhere (a snapshot, a link, a file): one step. */
export function openDesign({ design, preset }: Pick<Document, 'design' | 'preset'>): void {
  documentStore.setState({ design, preset, legal: isLegal(design) ? design : presetNamed(preset).design });
}

/** Changes some fields of the design: one step, or part of the running gesture's step. */
export function edit(patch: DesignPatch): void {
  setDesign(patched(documentStore.getState().design, patch));
}

/** A stage one can set things of by hand. */
export type StageName = keyof Overrides;

/** Sets something of a stage by hand, beyond what the reference has arguments for. `undefined` follows the rule again. */
export function setByHand(
  stage: StageName,
  change: { readonly [K in keyof StageOverride]: StageOverride[K] | undefined },
) {
  const { overrides } = documentStore.getState().design;
  const merged = Object.entries({ ...overrides[stage], ...change }).filter(([, value]) => value !== undefined);
  const { [stage]: _, ...others } = overrides;
  edit({ overrides: merged.length > 0 ? { ...others, [stage]: Object.fromEntries(merged) } : others });
}

/** A design with a patch applied. A patch of the head puts one on where there was none. */
export function patched(design: Design, { reference, clip, head, overrides }: DesignPatch): Design {
  return {
    reference: { ...design.reference, ...reference },
    clip: { ...design.clip, ...clip },
    head: head === null || (head === undefined && !design.head) ? null : { ...(design.head ?? HEAD_DEFAULTS), ...head },
    overrides: overrides ?? design.overrides,
  };
}

/** The document as it was when the pointer went down; null between gestures. */
let gestureStart: Document | null = null;

/** Begins a gesture (a drag): until `endGesture`, every edit belongs to one step. */
export function beginGesture(): void {
  if (gestureStart) return;
  gestureStart = documentStore.getState();
  historyStore.getState().pause();
}

/** Ends the gesture. One that changed nothing leaves no step. */
export function endGesture(): void {
  if (!gestureStart) return;
  const start = gestureStart;
  gestureStart = null;
  historyStore.getState().resume();
  if (sameValue(start, documentStore.getState())) return;
  historyStore.setState(({ pastStates }) => ({
    pastStates: [...pastStates.slice(1 - HISTORY_LIMIT), start],
    futureStates: [],
  }));
}

/** Takes the last step back; does nothing at the beginning. */
export function undo(): void {
  endGesture();
  asEdit(() => drawable(() => historyStore.getState().undo()));
}

/** Takes the last undone step again; does nothing when there is none. */
export function redo(): void {
  endGesture();
  asEdit(() => drawable(() => historyStore.getState().redo()));
}

/**
 * Takes a step whose network may turn out not to build: of steps that were saved only the values were looked at. Then
 * the graph goes on to show the network before.
 */
function drawable(step: () => void): void {
  const { legal: before } = documentStore.getState();
  step();
  const { design, legal } = documentStore.getState();
  if (isLegal(legal)) return;
  historyStore.getState().pause();
  documentStore.setState({ legal: isLegal(design) ? design : before });
  historyStore.getState().resume();
}

/** Makes a change and keeps what it led from and to, where it led to another legal design. */
function asEdit(change: () => void): void {
  const { legal } = documentStore.getState();
  change();
  const to = documentStore.getState().legal;
  if (to !== legal) lastEditStore.setState({ from: (gestureStart ?? { legal }).legal, to });
}

function startingFrom(preset: PresetName): Document {
  const { design } = presetNamed(preset);
  return { design, legal: design, preset };
}
