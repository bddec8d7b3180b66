import { createStore } from 'zustand/vanilla';
import { isGroup, partsByPath } from '../../architecture/walk';
import type { Origin } from '../../codec/designCode';
import { sameValue } from '../../design/sameValue';
import type { Scene } from '../../lessons/lesson';
import { isRecord, recordOf } from '../../text/json';
import { architectureOf } from '../document/derived';
import type { DocumentStore } from '../document/document';
import { browserStorage, keysUnder, onOtherTab, readJson } from '../storage';
import { openedPaths } from '../view/openedPaths';
import type { PointingStore } from '../view/pointing';
import type { Session, SessionStore } from '../view/session';

/** How far a person is in one lesson. */
export interface LessonProgress {
  /** The step that is open, from 0; behind the last one is the end. */
  readonly step: number;
  /** What was answered, by step: one number, or several. A step with an answer shows the app's. */
  readonly guesses: Readonly<Record<number, number | readonly number[]>>;
  readonly finished: boolean;
}

/** What one learns, and where one is: kept from visit to visit, but for the room. */
export interface Lessons {
  readonly progress: Readonly<Record<string, LessonProgress>>;
  /** What the face shows while no lesson is open. */
  readonly room: 'lessons' | 'glossary';
  /** The term that is looked up; null for the whole glossary. */
  readonly term: string | null;
  /** The learner's own design, and how it was looked at, while a lesson shows others; saved with the draft. */
  readonly own: OriginalWork | null;
  /** The lesson's scene that was last put on the screen. */
  readonly scene: Scene | null;
}

/** How the network is looked at: what a lesson changes besides the design. */
export type NetworkView = Pick<Session, 'selected' | 'level' | 'toggled' | 'unfolded' | 'measure'>;

/** What a learner had on the screen before a lesson. */
export interface OriginalWork extends Origin {
  readonly look: NetworkView;
}

/** Each lesson's progress is saved under a key of its own, so that two tabs never write over each other's. */
const PREFIX = 'x3d-studio.lesson.';
/** Answers of version 1 were to other questions. */
const VERSION = 2;
const FRESH: LessonProgress = { step: 0, guesses: {}, finished: false };

export function progressIn({ progress }: Pick<Lessons, 'progress'>, lesson: string): LessonProgress {
  return (Object.hasOwn(progress, lesson) ? progress[lesson] : undefined) ?? FRESH;
}

/** The lesson that is open, what was answered in every one, and what opens, answers and leaves them. */
export type LessonStore = ReturnType<typeof createLessons>;

/** What lessons put on the screen, and bring back. */
interface Screen {
  readonly document: DocumentStore;
  readonly session: SessionStore;
  readonly pointing: PointingStore;
}

/** Makes the state of learning, with the progress of earlier visits. */
export function createLessons({ document, session, pointing }: Screen) {
  const store = createStore<Lessons>()(() => ({
    progress: savedProgress(),
    room: 'lessons',
    term: null,
    own: null,
    scene: null,
  }));

  const keep = (lesson: string, change: (progress: LessonProgress) => LessonProgress): void => {
    const next = change(progressIn(store.getState(), lesson));
    store.setState(({ progress }) => ({ progress: { ...progress, [lesson]: next } }));
    browserStorage.setItem(PREFIX + lesson, JSON.stringify({ version: VERSION, ...next }));
  };

  /** Opens what is around a part and the part itself, and selects it. */
  const openAt = (path: string): void => {
    const architecture = architectureOf(document.getState().legal);
    const part = partsByPath(architecture).get(path);
    if (!part) return;
    session.goTo(architecture, path);
    if (isGroup(part) && !openedPaths(architecture, session.getState()).has(path)) session.toggleOpen(path);
  };

  /** Puts a scene on the screen: its design as one step of undo, if it is another one, and the way to look at it. */
  const showScene = (scene: Scene): void => {
    const { design, preset, level, measure, at } = scene;
    store.setState({ scene });
    if (!sameValue(design, document.getState().design)) document.open({ design, preset });
    session.setState({ level, measure, toggled: new Set(), unfolded: new Set(), selected: null });
    if (at !== null) openAt(at);
  };

  return Object.assign(store, {
    /** Opens a lesson where one left it. What is on the screen is the learner's own: it is put aside until the end. */
    begin(lesson: string): void {
      const { design, preset } = document.getState();
      const { selected, level, toggled, unfolded, measure } = session.getState();
      const look = { selected, level, toggled, unfolded, measure };
      store.setState(({ own }) => ({ own: own ?? { design, preset, look } }));
      session.setState({ lesson, face: 'learn' });
    },
    /** Leaves the lesson: the learner's own design comes back, as one step of undo, and is looked at as it was. */
    leave(): void {
      const { own } = store.getState();
      session.setState({ lesson: null, ...own?.look });
      store.setState({ own: null, scene: null });
      pointing.light([]);
      if (own && !sameValue(own.design, document.getState().design)) document.open(own);
    },
    showScene,
    /**
     * Puts the scene of a lesson's open step on the screen, once the lessons' texts are here.
     * @param always false where a link brought a design of its own: then only a scene of that design is looked at
     */
    async showOpenStep(lesson: string, always: boolean): Promise<void> {
      const loading = Promise.all([import('../../lessons/lessons'), import('../../lessons/sceneOf')]);
      // Where they cannot be had, the face says so.
      const loaded = await loading.catch(() => null);
      if (!loaded) return;
      const [{ lessonNamed }, { sceneOf }] = loaded;
      const steps = lessonNamed(lesson)?.steps ?? [];
      const { step, guesses } = progressIn(store.getState(), lesson);
      const at = steps[Math.min(step, steps.length - 1)];
      if (!at || session.getState().lesson !== lesson) return;
      const scene = sceneOf(at, guesses[step]);
      if (always || sameValue(document.getState().design, scene.design)) showScene(scene);
    },
    /** True while a lesson's scene is on the screen, and nothing of it was changed but by opening parts. */
    isSceneOnScreen(): boolean {
      const { scene } = store.getState();
      const { level, measure, selected } = session.getState();
      const asShown = scene && level === scene.level && measure === scene.measure && selected === scene.at;
      return Boolean(asShown && sameValue(scene.design, document.getState().design));
    },
    openStep: (lesson: string, step: number): void => keep(lesson, (progress) => ({ ...progress, step })),
    /** Keeps a guess, which shows the answer. */
    guess: (lesson: string, step: number, value: number | readonly number[]): void =>
      keep(lesson, (progress) => ({ ...progress, guesses: { ...progress.guesses, [step]: value } })),
    /** Keeps that a lesson was taken to its end. */
    finish: (lesson: string): void => keep(lesson, (progress) => ({ ...progress, finished: true })),
    /** Forgets a lesson's guesses, so that it can be taken again. */
    startOver: (lesson: string): void => keep(lesson, () => FRESH),
    /** Forgets every lesson's answers. Returns how to bring them back. */
    startAllOver(): () => void {
      const { progress } = store.getState();
      for (const lesson of Object.keys(progress)) browserStorage.removeItem(PREFIX + lesson);
      store.setState({ progress: {} });
      return () => {
        for (const [lesson, known] of Object.entries(progress)) keep(lesson, () => known);
      };
    },
    /** Shows the lessons, or the glossary at a term. An open lesson stays open. */
    openRoom: (room: Lessons['room'], term: string | null = null): void => store.setState({ room, term }),
    /** Looks at what is saved again whenever another tab changes it. Returns how to stop. */
    follow: (): (() => void) => onOtherTab(PREFIX, () => store.setState({ progress: savedProgress() })),
  });
}

function savedProgress(): Readonly<Record<string, LessonProgress>> {
  return Object.fromEntries(
    keysUnder(PREFIX).flatMap((key) => {
      const progress = readProgress(readJson(key));
      return progress ? [[key.slice(PREFIX.length), progress] as const] : [];
    }),
  );
}

/** What was saved, as far as it can be used; null for anything else. */
function readProgress(saved: unknown): LessonProgress | null {
  if (!isRecord(saved)) return null;
  const { version, step, guesses, finished } = saved;
  if (version !== VERSION) return finished === true ? { ...FRESH, finished } : null;
  return {
    step: typeof step === 'number' && Number.isInteger(step) && step >= 0 ? step : 0,
    guesses: Object.fromEntries(
      Object.entries(recordOf(guesses) as LessonProgress['guesses']).filter(
        ([at, value]) => Number.isInteger(Number(at)) && [value].flat().every(Number.isFinite),
      ),
    ),
    finished: finished === true,
  };
}
