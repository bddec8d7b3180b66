import { createStore } from 'zustand/vanilla';
import { CONVENTIONS, type ConventionName } from '../../analysis/conventions';
import type { Architecture } from '../../architecture/architecture';
import { around, runId } from '../../diagram/diagram';
import { recordOf } from '../../text/json';
import { keepInBrowser } from '../storage';
import { BREAKPOINTS } from './breakpoints';
import type { FaceId } from './face';
import type { Level } from './level';
import { openedPaths } from './openedPaths';
import { runsAt } from './runsAt';

/** What colours graph, table and bars: one choice for the whole screen. */
export type Measure = (typeof MEASURE_NAMES)[number];
const MEASURE_NAMES = [
  'kind',
  'parameters',
  'macs',
  'activations',
  'receptiveField',
  'time',
  'learning',
  'difference',
] as const;

/** Which way the network flows. */
type Direction = 'horizontal' | 'vertical';

/** The choice of a person, who may leave it to the system. */
export type Theme = 'light' | 'dark' | 'auto';

/** The parts of the screen around the graph that fold away. */
export type Panel = 'design' | 'inspector' | 'dock';

/** What may lie over everything: command palette, list of keys, designs put aside, export, a link for a class. */
type Overlay = 'palette' | 'keys' | 'designs' | 'export' | 'teach';

/** How one person looks at the design just now: neither undone nor shared. */
export interface Session {
  /** Which face is shown. A link and a reload bring it back. */
  readonly face: FaceId;
  /** Path of the selected group or layer. */
  readonly selected: string | null;
  readonly level: Level;
  /**
   * Groups and folded runs opened or closed by hand: those that do not follow the level. Kept as exceptions, so that
   * blocks which appear when gamma_d grows look like their neighbours. `openedPaths` makes the set to draw.
   */
  readonly toggled: ReadonlySet<string>;
  /**
   * Runs of repeated blocks that do not follow the level either, by the path of their first block: folded where it
   * shows layers, spread out where it shows less.
   */
  readonly unfolded: ReadonlySet<string>;
  readonly measure: Measure;
  /** How arithmetic is counted, everywhere on the screen. */
  readonly convention: ConventionName;
  readonly direction: Direction;
  readonly theme: Theme;
  readonly panels: Readonly<Record<Panel, boolean>>;
  /** Width of the side panels and height of the dock, in CSS pixels. */
  readonly sizes: Readonly<Record<Panel, number>>;
  /** The panel shown as a sheet where the screen is too narrow for panels; null shows the graph alone. */
  readonly sheet: Panel | null;
  /** Id of the dock's tab on top. */
  readonly dockTab: string;
  /** What lies over everything; null most of the time. */
  readonly overlay: Overlay | null;
  /** What was typed since the palette was called; null once its field has the focus. */
  readonly typedAhead: string | null;
  /** Name of the lesson that is open, given by a link; null outside lessons. */
  readonly lesson: string | null;
  /** Lessons of a class in their order, given by a link; empty outside of a course. */
  readonly course: readonly string[];
  /** The page is shown to a room: large type, and only the network and the lesson. */
  readonly presenting: boolean;
  /** The line that says what the app is was read and put away. */
  readonly welcomed: boolean;
  /** Whether letters and signs alone are keys of the page; those with Ctrl always are. */
  readonly letterKeys: boolean;
  /** Files and links that this tab has opened. What each of them shows is a view of its own: Back shows the design before it. */
  readonly opened: number;
  /** Inputs that are being opened, and may be refused: until then there is no new view. */
  readonly opening: number;
  /** Controls a teacher's link hides, by name: a panel (`dock`), a section of the form (`training`), a tab (`table`). */
  readonly hidden: readonly string[];
}

/** Smallest and largest size of each panel, in CSS pixels. */
export const PANEL_LIMITS: Readonly<Record<Panel, readonly [min: number, max: number]>> = {
  design: [240, 420],
  inspector: [240, 480],
  dock: [120, 560],
};

function isMiddling(): boolean {
  return globalThis.matchMedia?.(BREAKPOINTS.middling).matches ?? false;
}

/** The dock's height, at most two fifths of the window: above it the whole of X3D-S is to be seen. */
function dockHeight(): number {
  return Math.min(352, Math.round(0.39 * (globalThis.innerHeight || 900)));
}

/** The session as a new visitor finds it. */
function freshSession(): Session {
  return {
    face: 'design',
    selected: null,
    level: 'blocks',
    toggled: new Set(),
    unfolded: new Set(),
    measure: 'kind',
    convention: 'macs',
    direction: 'horizontal',
    theme: 'auto',
    // On a middling screen the graph needs the room more; a press of ] or the header's button brings it.
    panels: { design: true, inspector: !isMiddling(), dock: true },
    sizes: { design: 296, inspector: 320, dock: dockHeight() },
    sheet: null,
    dockTab: 'run',
    overlay: null,
    typedAhead: null,
    lesson: null,
    course: [],
    presenting: false,
    opened: 0,
    opening: 0,
    welcomed: false,
    letterKeys: true,
    hidden: [],
  };
}

/** Smaller than this no panel ever was, in CSS pixels. */
const LEAST_SIZE = 100;

/** How the design is looked at. */
export type SessionStore = ReturnType<typeof createSession>;

/** Makes the session. What a person arranged once (theme, panels, direction) survives a reload. */
export function createSession() {
  const fresh = freshSession();
  const store = createStore<Session>()(() => fresh);
  keepInBrowser(store, 'x3d-studio.session', {
    read: (saved) => arranged(saved, fresh),
    kept: ({ theme, direction, panels, sizes, dockTab, convention, letterKeys, welcomed }) => ({
      theme,
      direction,
      panels: {
        ...panels,
        // What was neither folded nor opened by hand, the next visit's screen decides.
        inspector: panels.inspector === fresh.panels.inspector ? undefined : panels.inspector,
      },
      sizes,
      dockTab,
      convention,
      letterKeys,
      welcomed,
    }),
  });

  /** Opens a closed group or run, closes an open one. */
  const toggleOpen = (id: string): void =>
    store.setState(({ toggled }) => {
      const next = new Set(toggled);
      if (!next.delete(id)) next.add(id);
      return { toggled: next };
    });

  /** Spreads out runs of repeated blocks, or folds them. */
  const setSpread = (runs: readonly string[], spread: boolean): void =>
    store.setState(({ level, unfolded }) => {
      const next = new Set(unfolded);
      for (const run of runs) {
        if (spread === (level === 'layers')) next.delete(run);
        else next.add(run);
      }
      return { unfolded: next };
    });

  return Object.assign(store, {
    /** Counts a file or a link that was opened. */
    countOpened: (): void => store.setState(({ opened }) => ({ opened: opened + 1 })),
    /** Tells that an input is being opened; what it returns tells whether it was. Later calls of that change nothing. */
    beginOpening(): (opened: boolean) => void {
      store.setState(({ opening }) => ({ opening: opening + 1 }));
      let ended = false;
      return (done) => {
        if (ended) return;
        ended = true;
        store.setState(({ opening, opened }) => ({ opening: opening - 1, opened: opened + (done ? 1 : 0) }));
      };
    },
    toggleOpen,
    setSpread,
    /** Shows the whole network at one level again. */
    setLevel: (level: Level): void => store.setState({ level, toggled: new Set(), unfolded: new Set() }),
    /** Selects a part of the network and opens what is around it, so that the graph shows it. */
    goTo(architecture: Architecture, path: string): void {
      const { groups, run, once } = around(architecture, path);
      const session = store.getState();
      const opened = openedPaths(architecture, session);
      for (const group of groups) if (!opened.has(group)) toggleOpen(group);
      if (run !== null && !isSpread(session, run)) {
        const open = (session.level === 'layers') !== session.toggled.has(runId(run));
        if (!(once && open)) setSpread([run], true);
      }
      store.setState({ selected: path });
    },
    /**
     * Folds what repeats around the selection, or unfolds it where some of it is folded: the run the selection lies in,
     * all runs of a selected stage, and every run there is where nothing that repeats is selected.
     */
    foldHere(architecture: Architecture): void {
      const session = store.getState();
      const runs = runsAt(architecture, session.selected);
      setSpread(
        runs,
        runs.some((run) => !isSpread(session, run)),
      );
    },
    /** Shows or folds away a panel. */
    showPanel: (panel: Panel, shown: boolean): void =>
      store.setState(({ panels }) => ({ panels: { ...panels, [panel]: shown } })),
    /** Resizes a panel, within its limits. */
    resizePanel(panel: Panel, size: number): void {
      const [min, max] = PANEL_LIMITS[panel];
      store.setState(({ sizes }) => ({ sizes: { ...sizes, [panel]: Math.round(Math.min(max, Math.max(min, size))) } }));
    },
    /** Brings a tab of the dock to the top, and the dock with it; on a narrow screen as a sheet. */
    openDockTab: (tab: string): void =>
      store.setState(({ panels }) => ({ dockTab: tab, panels: { ...panels, dock: true }, sheet: 'dock' })),
  });
}

/** True where a run of repeated blocks is drawn block by block. `run` is the path of its first block. */
function isSpread({ level, unfolded }: Pick<Session, 'level' | 'unfolded'>, run: string): boolean {
  return (level === 'layers') !== unfolded.has(run);
}

/** What was arranged in an earlier visit, as far as it can be used: each value of the sort it is here. */
function arranged(saved: unknown, fresh: Session): Partial<Session> {
  const { theme, direction, panels, sizes, dockTab, convention, letterKeys, welcomed } = recordOf(saved);
  const inPanels = <T>(values: unknown, fresh: Readonly<Record<Panel, T>>, fits: (value: unknown) => value is T) => {
    const given = recordOf(values);
    const at = (panel: Panel): T => (fits(given[panel]) ? given[panel] : fresh[panel]);
    return { design: at('design'), inspector: at('inspector'), dock: at('dock') };
  };
  return {
    theme: theme === 'light' || theme === 'dark' ? theme : fresh.theme,
    direction: direction === 'vertical' ? direction : fresh.direction,
    panels: inPanels(panels, fresh.panels, (value) => typeof value === 'boolean'),
    sizes: inPanels(
      sizes,
      fresh.sizes,
      (value): value is number => Number.isFinite(value) && Number(value) >= LEAST_SIZE,
    ),
    dockTab: typeof dockTab === 'string' ? dockTab : fresh.dockTab,
    convention: CONVENTIONS.find(({ name }) => name === convention)?.name ?? fresh.convention,
    letterKeys: letterKeys !== false,
    welcomed: welcomed === true,
  };
}

export function isMeasure(name: string): name is Measure {
  return MEASURE_NAMES.some((measure) => measure === name);
}
