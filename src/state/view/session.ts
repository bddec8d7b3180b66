import { createJSONStorage, persist, type StateStorage } from 'zustand/middleware';
import { createStore } from 'zustand/vanilla';
import { CONVENTIONS, type ConventionName } from '../../analysis/conventions';
import { browserStorage } from '../storage';

/** How much of the network the graph shows before anything is opened by hand. */
export type Level = (typeof LEVELS)[number];
const LEVELS = ['stages', 'blocks', 'layers'] as const;

/** What colours graph, table and bars: one choice for the whole screen. */
export type Measure = (typeof MEASURES)[number];
const MEASURES = [
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
export type Direction = 'horizontal' | 'vertical';

/** The choice of a person, who may leave it to the system. */
export type Theme = 'light' | 'dark' | 'auto';

/** The parts of the screen around the graph that fold away. */
export type Panel = 'design' | 'inspector' | 'dock';

/** What may lie over everything: command palette, list of keys, designs put aside, export, a link for a class. */
export type Overlay = 'palette' | 'keys' | 'designs' | 'export' | 'teach';

/** How one person looks at the design just now: neither undone nor shared. */
export interface Session {
  /** Path of the selected group or layer. */
  readonly selected: string | null;
  readonly level: Level;
  /**
   * Groups and folded runs opened or closed by hand: those that do not follow the level. Kept as exceptions, so that
   * blocks which appear when gamma_d grows look like their neighbours. `openedPaths` in derived.ts makes the set to draw.
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
  /** Controls a teacher's link hides, by name: a panel (`dock`), a section of the form (`training`), a tab (`table`). */
  readonly hidden: readonly string[];
}

/** Smallest and largest size of each panel, in CSS pixels. */
export const PANEL_LIMITS: Readonly<Record<Panel, readonly [min: number, max: number]>> = {
  design: [240, 420],
  inspector: [240, 480],
  dock: [120, 560],
};

/** Under this width, in CSS pixels, three panels leave the graph too little. */
const MIDDLING = 1180;

function isMiddling(): boolean {
  return globalThis.matchMedia?.(`(max-width: ${MIDDLING}px)`).matches ?? false;
}

/** The dock's height, at most two fifths of the window: above it the whole of X3D-S is to be seen. */
function dockHeight(): number {
  return Math.min(352, Math.round(0.39 * (globalThis.innerHeight || 900)));
}

const FRESH: Session = {
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
  lesson: null,
  course: [],
  presenting: false,
  welcomed: false,
  letterKeys: true,
  hidden: [],
};

/** Smaller than this no panel ever was, in CSS pixels. Stands before the store, which reads what was saved at once. */
const LEAST_SIZE = 100;

/** The session. What a person arranged once (theme, panels, direction) survives a reload. */
export const sessionStore = createStore<Session>()(
  persist((): Session => FRESH, {
    name: 'x3d-studio.session',
    version: 1,
    storage: createJSONStorage((): StateStorage => browserStorage),
    merge: (saved, fresh) => ({ ...fresh, ...wellFormed(saved) }),
    partialize: ({ theme, direction, panels, sizes, dockTab, convention, letterKeys, welcomed }) => ({
      theme,
      direction,
      panels: {
        ...panels,
        // Where nobody folded or opened it, the next visit's screen decides.
        inspector: panels.inspector === FRESH.panels.inspector ? undefined : panels.inspector,
      },
      sizes,
      dockTab,
      convention,
      letterKeys,
      welcomed,
    }),
  }),
);

/** What was saved, as far as it can be used: each value of the sort it is here. */
function wellFormed(saved: unknown): Partial<Session> {
  if (typeof saved !== 'object' || saved === null) return {};
  const { theme, direction, panels, sizes, dockTab, convention, letterKeys, welcomed } = saved as {
    readonly [name in keyof Session]?: unknown;
  };
  const inPanels = <T>(values: unknown, fresh: Readonly<Record<Panel, T>>, fits: (value: unknown) => value is T) => {
    const given = (values ?? {}) as Readonly<Record<string, unknown>>;
    const at = (panel: Panel): T => (fits(given[panel]) ? given[panel] : fresh[panel]);
    return { design: at('design'), inspector: at('inspector'), dock: at('dock') };
  };
  return {
    theme: theme === 'light' || theme === 'dark' ? theme : FRESH.theme,
    direction: direction === 'vertical' ? direction : FRESH.direction,
    panels: inPanels(panels, FRESH.panels, (value) => typeof value === 'boolean'),
    sizes: inPanels(
      sizes,
      FRESH.sizes,
      (value): value is number => Number.isFinite(value) && Number(value) >= LEAST_SIZE,
    ),
    dockTab: typeof dockTab === 'string' ? dockTab : FRESH.dockTab,
    convention: CONVENTIONS.find(({ name }) => name === convention)?.name ?? FRESH.convention,
    letterKeys: letterKeys !== false,
    welcomed: welcomed === true,
  };
}

/** Shows again what a link left out. */
export function showAll(): void {
  sessionStore.setState({ hidden: [] });
}

/** True for the name of a level. */
export function isLevel(name: string): name is Level {
  return LEVELS.some((level) => level === name);
}

/** True for the name of a measure. */
export function isMeasure(name: string): name is Measure {
  return MEASURES.some((measure) => measure === name);
}

/** Selects a group or layer; null selects nothing. */
export function select(path: string | null): void {
  sessionStore.setState({ selected: path });
}

/** Shows the whole network at one level again. */
export function setLevel(level: Level): void {
  sessionStore.setState({ level, toggled: new Set(), unfolded: new Set() });
}

/** Opens a closed group or run, closes an open one. */
export function toggleOpen(id: string): void {
  sessionStore.setState(({ toggled }) => {
    const next = new Set(toggled);
    if (!next.delete(id)) next.add(id);
    return { toggled: next };
  });
}

/** True where a run of repeated blocks is drawn block by block. `run` is the path of its first block. */
export function isSpread({ level, unfolded }: Pick<Session, 'level' | 'unfolded'>, run: string): boolean {
  return (level === 'layers') !== unfolded.has(run);
}

/** Spreads out runs of repeated blocks, or folds them. */
export function setSpread(runs: readonly string[], spread: boolean): void {
  sessionStore.setState(({ level, unfolded }) => {
    const next = new Set(unfolded);
    for (const run of runs) {
      if (spread === (level === 'layers')) next.delete(run);
      else next.add(run);
    }
    return { unfolded: next };
  });
}

/** Colours everything by another measure. */
export function setMeasure(measure: Measure): void {
  sessionStore.setState({ measure });
}

/** Counts arithmetic by another convention, everywhere. */
export function setConvention(convention: ConventionName): void {
  sessionStore.setState({ convention });
}

/** Turns the graph. */
export function setDirection(direction: Direction): void {
  sessionStore.setState({ direction });
}

/** Shows the page to a room, or ends that. */
export function setPresenting(presenting: boolean): void {
  sessionStore.setState({ presenting });
}

/** Puts the line away that says what the app is. */
export function endWelcome(): void {
  sessionStore.setState({ welcomed: true });
}

/** Gives letters and signs alone to the page, or takes them away: a screen reader or speech control may want them. */
export function setLetterKeys(letterKeys: boolean): void {
  sessionStore.setState({ letterKeys });
}

/** Chooses the colour scheme. */
export function setTheme(theme: Theme): void {
  sessionStore.setState({ theme });
}

/** Shows or folds away a panel. */
export function showPanel(panel: Panel, shown: boolean): void {
  sessionStore.setState(({ panels }) => ({ panels: { ...panels, [panel]: shown } }));
}

/** Shows a panel as a sheet on a narrow screen; null puts it away. */
export function showSheet(panel: Panel | null): void {
  sessionStore.setState({ sheet: panel });
}

/** Resizes a panel, within its limits. */
export function resizePanel(panel: Panel, size: number): void {
  const [min, max] = PANEL_LIMITS[panel];
  sessionStore.setState(({ sizes }) => ({
    sizes: { ...sizes, [panel]: Math.round(Math.min(max, Math.max(min, size))) },
  }));
}

/** Lays something over everything; null takes it away. */
export function showOverlay(overlay: Overlay | null): void {
  sessionStore.setState({ overlay });
}

/** Brings a tab of the dock to the top, and the dock with it; on a narrow screen as a sheet. */
export function openDockTab(tab: string): void {
  sessionStore.setState(({ panels }) => ({ dockTab: tab, panels: { ...panels, dock: true }, sheet: 'dock' }));
}
