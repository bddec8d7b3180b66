import type { Design } from '../design/design';
import { type PresetName, presetNamed } from '../design/presets';
import { validate } from '../design/validate';
import { compareStore, type Pinned } from './compare';
import { isLegal } from './derived';
import { decodeDesign, encodeDesign, type Origin, readPairs } from './designCode';
import { type Document, documentStore, historyStore } from './document';
import { lessonsStore } from './lessons';
import { isLevel, isMeasure, type Session, sessionStore } from './session';

/** How a person looks at the design: what a reload brings back beside the design itself. */
export type View = Pick<Session, 'selected' | 'level' | 'toggled' | 'unfolded' | 'measure' | 'lesson' | 'hidden'>;

/** What one tab is working on, with the way it came about. */
export interface Draft {
  /** When it was last saved, in milliseconds since 1970. */
  readonly at: number;
  readonly now: Document;
  /** Steps that can be undone, the oldest first, and those that were. */
  readonly past: readonly Document[];
  readonly future: readonly Document[];
  readonly view: View;
  readonly pinned: Pinned | null;
  /** The learner's own design, put aside while a lesson shows others. */
  readonly own: Origin | null;
}

const VERSION = 1;

/** Steps a draft keeps on either side: a hundred bytes each. */
const KEPT_STEPS = 200;

/** What is on the screen, as a draft. */
export function currentDraft(at: number): Draft {
  const { pastStates, futureStates } = historyStore.getState();
  const { selected, level, toggled, unfolded, measure, lesson, hidden } = sessionStore.getState();
  return {
    at,
    now: documentStore.getState(),
    past: pastStates.map(wholeDocument).slice(-KEPT_STEPS),
    future: futureStates.map(wholeDocument).slice(-KEPT_STEPS),
    view: { selected, level, toggled, unfolded, measure, lesson, hidden },
    pinned: compareStore.getState().pinned,
    own: lessonsStore.getState().own,
  };
}

/** Puts a draft on the screen, its steps of undo with it. */
export function putOnScreen({ now, past, future, view, pinned, own }: Draft): void {
  historyStore.getState().pause();
  documentStore.setState(now);
  historyStore.getState().resume();
  historyStore.setState({ pastStates: [...past], futureStates: [...future] });
  sessionStore.setState(view);
  compareStore.setState({ pinned });
  lessonsStore.setState({ own });
}

/** True where a person made nothing yet: a preset as it came. */
export function isUntouched({ now, past, future, pinned }: Draft): boolean {
  return past.length === 0 && future.length === 0 && pinned === null && now.design === presetNamed(now.preset).design;
}

/** A draft as text. */
export function draftText({ at, now, past, future, view, pinned, own }: Draft): string {
  return JSON.stringify({
    version: VERSION,
    at,
    now: stepOf(now),
    past: past.map(stepOf),
    future: future.map(stepOf),
    view: { ...view, toggled: [...view.toggled], unfolded: [...view.unfolded] },
    pinned: pinned && { title: pinned.title, code: encodeDesign(pinned) },
    own: own && { code: encodeDesign(own) },
  });
}

/** When a saved draft was saved, and the design it ends with: enough to list it. Null where nothing of it can be used. */
export function readDraftEnd(saved: unknown): Pick<Draft, 'at' | 'now'> | null {
  if (!isRecord(saved)) return null;
  const now = documentFrom(saved.now);
  return now && { at: typeof saved.at === 'number' ? saved.at : 0, now };
}

/** Reads a draft, as far as it can be used; null where nothing of it can. Never throws. */
export function readDraft(saved: unknown): Draft | null {
  const end = readDraftEnd(saved);
  if (!end || !isRecord(saved)) return null;
  return {
    at: end.at,
    now: withLegal(end.now.design, end.now.legal, end.now.preset),
    past: list(saved.past).flatMap((step) => documentFrom(step) ?? []),
    future: list(saved.future).flatMap((step) => documentFrom(step) ?? []),
    view: viewFrom(isRecord(saved.view) ? saved.view : {}),
    pinned: pinnedFrom(saved.pinned),
    own: documentFrom(saved.own),
  };
}

/** A document as a draft keeps it: the codes of its designs, one where they are the same. */
interface Step {
  readonly code: string;
  readonly legal?: string;
}

/** The step of a document is worked out once: a draft is saved often, and its past never changes. */
const steps = new WeakMap<Document, Step>();

function stepOf(document: Document): Step {
  const known = steps.get(document);
  if (known) return known;
  const { design, legal, preset } = document;
  const code = encodeDesign({ design, preset });
  const step = legal === design ? { code } : { code, legal: encodeDesign({ design: legal, preset }) };
  steps.set(document, step);
  return step;
}

function documentFrom(step: unknown): Document | null {
  if (!isRecord(step) || typeof step.code !== 'string') return null;
  const { design, preset } = decodeDesign(readPairs(step.code));
  // Building each of two hundred steps would take a second; their values alone say almost as much.
  if (typeof step.legal !== 'string' && hasLegalValues(design)) return { design, legal: design, preset };
  const legal = typeof step.legal === 'string' ? decodeDesign(readPairs(step.legal)).design : design;
  return { design, legal: hasLegalValues(legal) ? legal : presetNamed(preset).design, preset };
}

function hasLegalValues(design: Design): boolean {
  return validate(design).every(({ severity }) => severity !== 'error');
}

/** A document that can be drawn for certain. */
function withLegal(design: Design, legal: Design, preset: PresetName): Document {
  if (isLegal(design)) return { design, legal: design, preset };
  return { design, legal: isLegal(legal) ? legal : presetNamed(preset).design, preset };
}

function viewFrom(view: Readonly<Record<string, unknown>>): View {
  const { selected, level, measure, lesson } = view;
  return {
    selected: typeof selected === 'string' ? selected : null,
    level: typeof level === 'string' && isLevel(level) ? level : 'blocks',
    measure: typeof measure === 'string' && isMeasure(measure) ? measure : 'kind',
    lesson: typeof lesson === 'string' ? lesson : null,
    toggled: new Set(names(view.toggled)),
    unfolded: new Set(names(view.unfolded)),
    hidden: names(view.hidden),
  };
}

function pinnedFrom(pinned: unknown): Pinned | null {
  if (!isRecord(pinned) || typeof pinned.code !== 'string' || typeof pinned.title !== 'string') return null;
  const { design, preset } = decodeDesign(readPairs(pinned.code));
  return isLegal(design) ? { title: pinned.title, design, preset } : null;
}

/** zundo types the states it keeps as parts of a document; here they are whole. */
function wholeDocument(state: Partial<Document>): Document {
  return state as Document;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function names(value: unknown): readonly string[] {
  return list(value).filter((name) => typeof name === 'string');
}
