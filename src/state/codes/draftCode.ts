import { decodeDesign, encodeDesign, quoted, readPairs } from '../../codec/designCode';
import type { Design } from '../../design/design';
import { type PresetName, presetNamed } from '../../design/presets';
import { sameValue } from '../../design/sameValue';
import { validate } from '../../design/validate';
import { isRecord } from '../../text/json';
import type { Pinned } from '../document/comparison';
import { isLegal } from '../document/derived';
import type { Document, UndoStep } from '../document/document';
import type { Lessons, NetworkView, OriginalWork } from '../learn/lessons';
import { FRESH_CHOICE, type TrainChoice } from '../train/train';
import { type FaceId, isFace } from '../view/face';
import { isLevel } from '../view/level';
import { isMeasure, type Session } from '../view/session';
import { decodeView, type ExploreView, encodeView } from './exploreCode';
import { isFreshChoice, readTrainCode, TRAIN_KEY, trainCode } from './trainCode';

/** How a person looks at the design: what a reload brings back beside the design itself. */
type DraftView = NetworkView & Pick<Session, 'lesson' | 'course' | 'hidden'>;

/** Where in the app a person is: which face, and what it shows. */
interface ScreenPlace extends Pick<Lessons, 'room'> {
  readonly face: FaceId;
  readonly explorer: ExploreView;
  readonly training: TrainChoice;
}

/** What one tab is working on, with the way it came about. */
export interface Draft {
  /** When it was last saved, in milliseconds since 1970. */
  readonly at: number;
  /** Which save it was, of all that this browser made: a clock may be set back. 0 for one from before they were counted. */
  readonly order: number;
  readonly now: Document;
  /** Steps that can be undone, the oldest first, and those that were. */
  readonly past: readonly UndoStep[];
  readonly future: readonly UndoStep[];
  readonly view: DraftView;
  readonly place: ScreenPlace;
  readonly pinned: Pinned | null;
  /** What the learner had on the screen, put aside while a lesson shows other designs. */
  readonly own: OriginalWork | null;
}

const VERSION = 1;

/** True where a person made nothing yet: a preset as it came, looked at from where the app begins. */
export function isUntouched({ now, past, future, pinned, place }: Draft): boolean {
  const edited = past.length > 0 || future.length > 0 || now.design !== presetNamed(now.preset).design;
  return !edited && pinned === null && placeCode(place) === '';
}

export function draftText({ at, order, now, past, future, view, place, pinned, own }: Draft): string {
  return JSON.stringify({
    version: VERSION,
    at,
    order,
    now: storedOf(now),
    past: past.map(storedStep),
    future: future.map(storedStep),
    view: { ...view, ...looked(view) },
    place: placeCode(place),
    pinned: pinned && { title: pinned.title, code: encodeDesign(pinned) },
    own: own && { code: encodeDesign(own), look: looked(own.look) },
  });
}

/** A saved draft, as much of it as a list says. */
export interface DraftEnd extends Pick<Draft, 'at' | 'order' | 'now'> {
  /** Something was made of it: it is more than a preset that was looked at. */
  readonly edited: boolean;
}

/** When a saved draft was saved, and the design it ends with. Null where nothing of it can be used. */
export function readDraftEnd(saved: unknown): DraftEnd | null {
  if (!isRecord(saved)) return null;
  const now = documentFrom(saved.now);
  if (!now) return null;
  const steps = list(saved.past).length + list(saved.future).length;
  const edited = steps > 0 || saved.pinned != null || !sameValue(now.design, presetNamed(now.preset).design);
  return { at: numberOr0(saved.at), order: numberOr0(saved.order), now, edited };
}

/** Reads a draft, as far as it can be used; null where nothing of it can. Never throws. */
export function readDraft(saved: unknown): Draft | null {
  const end = readDraftEnd(saved);
  if (!end || !isRecord(saved)) return null;
  const place = placeFrom(saved.place);
  return {
    at: end.at,
    order: end.order,
    now: withLegal(end.now.design, end.now.legal, end.now.preset),
    past: stepsFrom(saved.past, place.training),
    future: stepsFrom(saved.future, place.training),
    view: viewFrom(isRecord(saved.view) ? saved.view : {}),
    place,
    pinned: pinnedFrom(saved.pinned),
    own: ownFrom(saved.own),
  };
}

/** A document as a draft keeps it: the codes of its designs, one where they are the same. */
interface StoredDocument {
  readonly code: string;
  readonly legal?: string;
}

/** The step of a document is worked out once: a draft is saved often, and its past never changes. */
const steps = new WeakMap<Document, StoredDocument>();

function storedOf(document: Document): StoredDocument {
  const known = steps.get(document);
  if (known) return known;
  const { design, legal, preset } = document;
  const code = encodeDesign({ design, preset });
  const step = legal === design ? { code } : { code, legal: encodeDesign({ design: legal, preset }) };
  steps.set(document, step);
  return step;
}

/** A step as a draft keeps it. */
function storedStep(step: UndoStep): StoredDocument & { readonly [TRAIN_KEY]: string } {
  return { ...storedOf(step), [TRAIN_KEY]: trainCode(step.training) };
}

/** @param chosen what is to be learnt now: steps of before told nothing of it, and do not change it */
function stepsFrom(steps: unknown, chosen: TrainChoice): readonly UndoStep[] {
  return list(steps).flatMap((step) => {
    const document = documentFrom(step);
    if (!document || !isRecord(step)) return [];
    const code = step[TRAIN_KEY];
    return { ...document, training: (typeof code === 'string' && readTrainCode(code)) || chosen };
  });
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

/** A look as JSON takes it. */
function looked({ toggled, unfolded, ...rest }: NetworkView) {
  return { ...rest, toggled: [...toggled], unfolded: [...unfolded] };
}

function lookFrom(look: Readonly<Record<string, unknown>>): NetworkView {
  const { selected, level, measure } = look;
  return {
    selected: typeof selected === 'string' ? selected : null,
    level: typeof level === 'string' && isLevel(level) ? level : 'blocks',
    measure: typeof measure === 'string' && isMeasure(measure) ? measure : 'kind',
    toggled: new Set(names(look.toggled)),
    unfolded: new Set(names(look.unfolded)),
  };
}

function viewFrom(view: Readonly<Record<string, unknown>>): DraftView {
  const { lesson, course, hidden } = view;
  return {
    ...lookFrom(view),
    lesson: typeof lesson === 'string' ? lesson : null,
    course: names(course),
    hidden: names(hidden),
  };
}

function ownFrom(own: unknown): OriginalWork | null {
  const document = documentFrom(own);
  if (!document || !isRecord(own)) return null;
  return { ...document, look: lookFrom(isRecord(own.look) ? own.look : {}) };
}

/** Where one is, as far as it is not where the app begins: `face=explore&chart=sweep`. */
function placeCode({ face, room, explorer, training }: ScreenPlace): string {
  return [
    ...(face === 'design' ? [] : [['face', face] as const]),
    ...(room === 'lessons' ? [] : [['room', room] as const]),
    ...encodeView(explorer),
    ...(isFreshChoice(training) ? [] : [[TRAIN_KEY, trainCode(training)] as const]),
  ]
    .map(([key, text]) => `${key}=${quoted(text)}`)
    .join('&');
}

function placeFrom(code: unknown): ScreenPlace {
  const pairs = readPairs(typeof code === 'string' ? code : '');
  const face = pairs.get('face') ?? '';
  return {
    face: isFace(face) ? face : 'design',
    room: pairs.get('room') === 'glossary' ? 'glossary' : 'lessons',
    explorer: decodeView(pairs).view,
    training: readTrainCode(pairs.get(TRAIN_KEY) ?? '') ?? FRESH_CHOICE,
  };
}

function pinnedFrom(pinned: unknown): Pinned | null {
  if (!isRecord(pinned) || typeof pinned.code !== 'string' || typeof pinned.title !== 'string') return null;
  const { design, preset } = decodeDesign(readPairs(pinned.code));
  return isLegal(design) ? { title: pinned.title, design, preset } : null;
}

function numberOr0(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function names(value: unknown): readonly string[] {
  return list(value).filter((name) => typeof name === 'string');
}
