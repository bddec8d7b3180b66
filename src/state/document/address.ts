import { sameValue } from '../../design/sameValue';
import { linkText, readLink, type Shared } from '../codes/linkCode';
import { type Activity, isActivity } from '../explore/explore';
import type { Lessons } from '../learn/lessons';
import type { Input } from '../run/runStore';
import { stopAll } from '../stopAll';
import { type FaceId, isFace } from '../view/face';
import type { Session } from '../view/session';
import { whenRested } from '../whenRested';
import type { Screen } from './screen';
import { currentlyShared, openLink } from './share';

/**
 * The browser's history and address as the app uses them. Every face, lesson and step of a lesson that a person turns to,
 * and every file or link that is opened, is an entry of the history, so that Back shows the view before. The address
 * always holds what is on the screen, as a link that opens it. The design changes with Back only between entries with
 * an opened file or link between them, and then as one step of undo: no work is lost.
 */

/** What one entry of the history shows. */
interface HistoryView {
  readonly face: FaceId;
  readonly room: Lessons['room'];
  /** Name of the open lesson. */
  readonly lesson: string | null;
  /** Its step, from 0; null without a lesson. */
  readonly step: number | null;
  /** What the explorer shows. */
  readonly activity: Activity;
  /** Files and links that this tab had opened by then: what each shows is a view of its own. */
  readonly opened: number;
}

/** A view, as `history.state` keeps it. */
interface Entry extends HistoryView {
  readonly app: typeof APP;
  /** Names the entry: its number within one page load, and when that load began. */
  readonly id: string;
  /** What was on the screen when the entry was last written. */
  readonly link: string;
}

/** A view, all that a link to it holds, and what only this tab knows of it. */
interface OnScreen {
  readonly view: HistoryView;
  readonly shared: Shared;
  readonly around: Around;
}

/** What opening a file changes besides the design: Back brings it back. */
interface Around extends Pick<Session, 'dockTab' | 'sheet'> {
  /** What runs are fed with. */
  readonly input: Input;
}

const APP = 'x3d-studio';

/** The link to what a new visitor sees. Its address is the plain one. */
const FIRST_LINK = 'v=1&from=S';

/** How long the screen rests before the address follows it, in ms. Safari allows 100 changes in 30 s. */
const REST = 400;

/** True for the state of a history entry that this app wrote: its address is what was on the screen, not a link to open. */
export function isOwnEntry(state: unknown): boolean {
  return readEntry(state) !== null;
}

export function nowOnScreen(screen: Screen): OnScreen {
  const shared = currentlyShared(screen);
  const { lesson } = shared;
  const { activity } = screen.explore.getState();
  const { opened, dockTab, sheet } = screen.session.getState();
  return {
    view: {
      face: shared.face,
      room: shared.room,
      lesson: lesson?.name ?? null,
      step: lesson?.step ?? null,
      activity,
      opened,
    },
    // A lesson's own scene needs no design in the address: the lesson's name says it.
    shared:
      lesson && screen.lessons.isSceneOnScreen()
        ? { ...shared, ...PLAIN, lesson: { ...lesson, ownDesign: true } }
        : shared,
    around: { dockTab, sheet, input: screen.runStore.getState().settings.input },
  };
}

const PLAIN = { selected: null, level: 'blocks', measure: 'kind' } as const;

/**
 * Ties history and address to what is on the screen. To be called once the first view is there.
 * @param before what the app showed before a link in its first address opened another view; Back leads there, before it
 *   leaves the page
 * @returns how to stop
 */
export function followHistory(screen: Screen, before: OnScreen | null = null): () => void {
  /** The entry on the screen, and its number. */
  let [current, id] = [nowOnScreen(screen), freshEntry(0)];
  /** What each entry of this page load showed last: the browser's own copy of one that is left may be REST behind. */
  const last = new Map<string, OnScreen>();
  const rested = whenRested(REST);
  let awaited = false;

  const write = (how: 'pushState' | 'replaceState', onScreen: OnScreen): void => {
    rested.cancel();
    if (how === 'pushState') id = freshEntry(last.size);
    last.set(id, onScreen);
    const link = linkText(onScreen.shared);
    const entry: Entry = { app: APP, id, ...onScreen.view, link };
    const address = location.pathname + location.search + (link === FIRST_LINK ? '' : `#${link}`);
    try {
      history[how](entry, '', address);
    } catch {
      // The browser takes no more changes for a moment. The next one writes all of it.
    }
  };

  const follow = (): void => {
    awaited = false;
    // What may be refused is no view yet, and the one before it keeps what it showed.
    if (screen.session.getState().opening > 0) return;
    const now = nowOnScreen(screen);
    if (sameValue(now.view, current.view)) {
      current = now;
      last.set(id, now);
      rested(() => write('replaceState', current));
      return;
    }
    // The view that is left keeps what it showed last.
    write('replaceState', current);
    current = now;
    write('pushState', current);
  };
  /** Waits for all that changes together: a lesson is opened by changes of three stores. */
  const changed = (): void => {
    if (awaited) return;
    awaited = true;
    queueMicrotask(follow);
  };

  const onPop = ({ state }: PopStateEvent): void => {
    const entry = readEntry(state);
    // A link that was typed or pasted into the address: `hashchange` comes next.
    if (!entry) return;
    const known = last.get(entry.id);
    show(screen, entry, current.view, known?.shared ?? readLink(entry.link)?.shared, known?.around);
    id = entry.id;
    current = nowOnScreen(screen);
    write('replaceState', current);
  };
  const onHash = (): void => {
    if (isOwnEntry(history.state)) return;
    const link = readLink(location.hash);
    if (link) {
      screen.session.countOpened();
      openLink(screen, link);
    }
    // The browser has made the entry already.
    id = freshEntry(last.size);
    current = nowOnScreen(screen);
    write('replaceState', current);
  };

  if (before && !sameValue({ ...before.view, opened: current.view.opened }, current.view)) {
    write('replaceState', before);
    write('pushState', current);
  } else write('replaceState', current);
  window.addEventListener('popstate', onPop);
  window.addEventListener('hashchange', onHash);
  const stores = [screen.document, screen.session, screen.lessons, screen.explore];
  return stopAll([
    rested.cancel,
    ...stores.map((store) => store.subscribe(changed)),
    screen.train.onChoice(changed),
    screen.runStore.subscribe(({ settings }, before) => settings.input !== before.settings.input && changed()),
    () => window.removeEventListener('popstate', onPop),
    () => window.removeEventListener('hashchange', onHash),
  ]);
}

const freshEntry = (count: number): string => `${performance.timeOrigin}-${count}`;

/** Shows the view of another entry, which had `shared` on the screen, and `around` it. */
function show(
  { document, session, lessons, explore, runStore }: Screen,
  { face, room, lesson, step, activity, opened }: Entry,
  from: HistoryView,
  shared: Shared | undefined,
  around: Around | undefined,
): void {
  if (lesson === null && from.lesson !== null) lessons.leave();
  if (lesson !== null && (lesson !== from.lesson || step !== from.step)) {
    if (lesson !== from.lesson) lessons.begin(lesson);
    if (step !== null) lessons.openStep(lesson, step);
    if (face === 'learn') void lessons.showOpenStep(lesson, true);
  }
  const another = shared && !shared.lesson?.ownDesign && !sameValue(shared.design, document.getState().design);
  if (opened !== from.opened && another) document.open(shared);
  if (opened !== from.opened && around) {
    const { dockTab, sheet, input } = around;
    session.setState({ dockTab, sheet });
    if (input !== runStore.getState().settings.input)
      runStore.setState(({ settings }) => ({ settings: { ...settings, input } }));
  }
  if (activity !== from.activity) explore.setState({ activity });
  lessons.openRoom(room);
  session.setState({ face, opened });
}

/** The entry in a history's state; null for a state that is not the app's, or of another version of it. */
function readEntry(state: unknown): Entry | null {
  if (typeof state !== 'object' || state === null) return null;
  const { app, id, face, room, lesson, step, activity, opened, link } = state as Readonly<Record<keyof Entry, unknown>>;
  if (app !== APP || typeof link !== 'string' || typeof opened !== 'number' || typeof id !== 'string') return null;
  return {
    app,
    id,
    face: typeof face === 'string' && isFace(face) ? face : 'design',
    room: room === 'glossary' ? room : 'lessons',
    lesson: typeof lesson === 'string' ? lesson : null,
    step: typeof step === 'number' ? step : null,
    activity: typeof activity === 'string' && isActivity(activity) ? activity : 'family',
    opened,
    link,
  };
}
