// @vitest-environment jsdom
/**
 * Several tabs of one browser, each a page of its own, whose steps, locks and news of each other's storage come in any
 * order: none loses or takes away what another is working on, and what broke a page is not opened again.
 */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type App, createApp } from '../../../src/state/app';
import { runs } from '../../setup/runs';

type Page = Pick<App, 'autosave' | 'document'>;

type Work = (lock: object | null) => unknown;

/** A tab: what it keeps for itself, and what it is told, late. */
interface Tab {
  readonly session: Map<string, string>;
  readonly listeners: Map<string, Set<(event: unknown) => void>>;
  /** Answers and news on their way to it. */
  readonly news: (() => void)[];
  timers: { readonly id: number; readonly at: number; readonly run: () => void }[];
  page: Page | null;
  isDrawn: boolean;
  isGone: boolean;
}

const DRAFT = 'x3d-studio.draft.';
const ASIDE = 'x3d-studio.aside.';
const NOTE = 'x3d-studio.opening.';

let tabs: Tab[] = [];
/** The tab whose script runs. */
let current: Tab;
let clock = 0;
let timerCount = 0;
/** Locks by name, with the tab that holds each. */
let held = new Map<string, Tab>();
/** Who waits for a lock. */
let waiting: { readonly name: string; readonly tab: Tab; readonly take: () => void }[] = [];
let stored: Record<string, string> = {};

const living = () => tabs.filter(({ isGone }) => !isGone);

/** Runs what one tab's script does next, up to where it waits for something. */
async function inTab(tab: Tab, run: () => void): Promise<void> {
  current = tab;
  run();
  for (let turns = 0; turns < 60; turns++) await Promise.resolve();
}

const storage = (of: () => Record<string, string>, changed: (key: string) => void) => ({
  getItem: (key: string) => (Object.hasOwn(of(), key) ? of()[key] : null),
  setItem(key: string, text: string) {
    of()[key] = `${text}`;
    changed(key);
  },
  removeItem(key: string) {
    delete of()[key];
    changed(key);
  },
});

const locks = {
  request(name: string, { ifAvailable, signal }: { ifAvailable?: boolean; signal?: AbortSignal }, work: Work) {
    const tab = current;
    return new Promise<void>((ended, refused) => {
      const take = () => {
        held.set(name, tab);
        tab.news.push(() => {
          void Promise.resolve(work({})).then(() => release(name, tab));
          ended();
        });
      };
      if (!held.has(name)) take();
      else if (ifAvailable) tab.news.push(() => void work(null));
      else {
        const place = { name, tab, take };
        waiting.push(place);
        signal?.addEventListener('abort', () => {
          if (!waiting.includes(place)) return;
          waiting = waiting.filter((each) => each !== place);
          refused(signal.reason);
        });
      }
    });
  },
};

function release(name: string, by: Tab): void {
  if (held.get(name) !== by) return;
  held.delete(name);
  const next = waiting.find((place) => place.name === name && !place.tab.isGone);
  waiting = waiting.filter((place) => place !== next);
  next?.take();
}

beforeEach(() => {
  [tabs, clock, held, waiting, stored] = [[], 0, new Map(), [], {}];
  const tell = (key: string) => {
    for (const tab of living()) {
      if (tab !== current) tab.news.push(() => emit(tab, 'storage', { key }));
    }
  };
  const local = new Proxy(storage(() => stored, tell) as object, {
    ownKeys: () => Object.keys(stored),
    getOwnPropertyDescriptor: (_, key) => ({ value: stored[key as string], enumerable: true, configurable: true }),
  });
  vi.stubGlobal('localStorage', local);
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => current.session.get(key) ?? null,
    setItem: (key: string, text: string) => void current.session.set(key, text),
    removeItem: (key: string) => void current.session.delete(key),
  });
  vi.stubGlobal('navigator', { ...navigator, locks });
  vi.stubGlobal('setTimeout', (run: (...given: unknown[]) => void, ms = 0, ...given: unknown[]) => {
    const id = ++timerCount;
    current.timers.push({ id, at: clock + ms, run: () => run(...given) });
    return id;
  });
  vi.stubGlobal('clearTimeout', (id: number) => {
    current.timers = current.timers.filter((timer) => timer.id !== id);
  });
  vi.spyOn(window, 'addEventListener').mockImplementation((type: string, listener: unknown) => {
    const known = current.listeners.get(type) ?? new Set();
    current.listeners.set(type, known.add(listener as () => void));
  });
  vi.spyOn(window, 'removeEventListener').mockImplementation((type: string, listener: unknown) => {
    current.listeners.get(type)?.delete(listener as () => void);
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

function emit(tab: Tab, type: string, event: unknown = {}): void {
  for (const listener of [...(tab.listeners.get(type) ?? [])]) listener(event);
}

/** Opens a tab at the plain address. Its page has begun when locks have been answered. */
async function open(session: ReadonlyMap<string, string> = new Map()): Promise<Tab> {
  const tab: Tab = {
    session: new Map(session),
    listeners: new Map(),
    news: [],
    timers: [],
    page: null,
    isDrawn: false,
    isGone: false,
  };
  tabs.push(tab);
  current = tab;
  history.replaceState(null, '', '/');
  const app = createApp();
  await inTab(tab, () => {
    void app.autosave.start().then(() => {
      tab.page = app;
    });
  });
  return tab;
}

/** Brings a tab the first of what is on its way to it. */
const deliver = (tab: Tab) => inTab(tab, () => tab.news.shift()?.());

async function deliverAll(): Promise<void> {
  while (living().some(({ news }) => news.length > 0)) for (const tab of living()) await deliver(tab);
}

async function pass(ms: number): Promise<void> {
  clock += ms;
  for (const tab of living()) {
    for (const due of tab.timers.filter(({ at }) => at <= clock)) {
      if (!tab.timers.includes(due)) continue;
      tab.timers = tab.timers.filter((timer) => timer !== due);
      await inTab(tab, due.run);
    }
  }
}

/** Ends a page: `orderly` as a reload or a closed tab does, else as a browser ends a page that hangs. */
async function end(tab: Tab, orderly: boolean): Promise<void> {
  if (orderly) await inTab(tab, () => emit(tab, 'pagehide'));
  tab.isGone = true;
  for (const [name, holder] of [...held]) if (holder === tab) release(name, tab);
}

const draw = (tab: Tab) => inTab(tab, () => tab.page?.autosave.firstDrawn());
const type = (tab: Tab, width: number) => inTab(tab, () => tab.page?.document.edit({ reference: { gamma_w: width } }));
const idOf = ({ session }: Tab) => session.get('x3d-studio.tab') ?? '';
const widthOn = ({ page }: Tab) => page?.document.getState().design.reference.gamma_w;
const asideTexts = () => Object.entries(stored).flatMap(([key, text]) => (key.startsWith(ASIDE) ? [text] : []));
/** The width that a draft ends with; undefined where there is none. */
const widthIn = (text: string | undefined) => text && Number(/"now":\{"code":"[^"]*&w=([\d.]+)/.exec(text)?.[1] ?? 1);

/** Opens a tab and waits until its page has begun and stands. */
async function openAndDraw(session?: ReadonlyMap<string, string>): Promise<Tab> {
  const tab = await open(session);
  await deliverAll();
  await draw(tab);
  return tab;
}

describe('a tab opened beside another', () => {
  test('takes a copy of what that one is at', async () => {
    const first = await openAndDraw();
    await type(first, 2);
    await pass(400);
    const second = await openAndDraw();
    expect(widthOn(second)).toBe(2);
    expect(idOf(second)).not.toBe(idOf(first));
    expect(widthIn(stored[DRAFT + idOf(second)])).toBe(2);
    expect(asideTexts()).toEqual([]);
  });

  test.each(['new', 'duplicated'])(
    'a %s one leaves alone what the other is just about to draw, and takes a copy once it is drawn',
    async (which) => {
      const before = await openAndDraw();
      await type(before, 2);
      await pass(400);
      await end(before, true);
      const first = await open(before.session);
      await deliverAll();
      expect(stored[NOTE + idOf(first)]).toBeDefined();
      const second = await openAndDraw(which === 'new' ? undefined : first.session);
      await pass(500);
      await deliverAll();
      expect([widthOn(second), widthIn(stored[DRAFT + idOf(first)]), asideTexts()]).toEqual([1, 2, []]);
      await draw(first);
      await pass(1600);
      await deliverAll();
      expect([widthOn(second), widthIn(stored[DRAFT + idOf(second)])]).toEqual([2, 2]);
      expect(idOf(second)).not.toBe(idOf(first));
    },
  );

  test('does not take it where something has been begun meanwhile', async () => {
    const before = await openAndDraw();
    await type(before, 2);
    await end(before, true);
    const first = await open(before.session);
    await deliverAll();
    const second = await openAndDraw();
    await type(second, 3);
    await draw(first);
    await pass(1600);
    await deliverAll();
    expect(widthOn(second)).toBe(3);
  });
});

const ACTS = [
  ...['open', 'open', 'duplicate', 'draw', 'draw', 'draw', 'edit', 'edit', 'edit'],
  ...['deliver', 'deliver', 'deliver', 'deliver', 'pass', 'pass', 'reload', 'close', 'kill', 'crash'],
] as const;
const STEP = fc.record({ act: fc.constantFrom(...ACTS), which: fc.nat(3), ms: fc.constantFrom(50, 250, 350, 1600) });

test('in any order of steps no tab’s work is taken away or lost, and what hung a tab is not opened again', async () => {
  await fc.assert(
    fc
      .asyncProperty(fc.array(STEP, { minLength: 12, maxLength: 40 }), async (steps) => {
        let width = 1;
        /** What each draft ended with when it was seen last. */
        const seen = new Map<string, number>();
        const setAside = new Set<number>();
        /** Drafts with which a page ended that had not stood. */
        const hung = new Map<string, number>();
        const check = () => {
          const open = living().filter(({ page }) => page);
          expect(new Set(open.map(idOf)).size).toBe(open.length);
          for (const [id, last] of seen) {
            const now = widthIn(stored[DRAFT + id]);
            if (now !== undefined) continue;
            expect(open.map(idOf), 'the draft of a living tab').not.toContain(id);
            expect(asideTexts().map(widthIn), 'what is no draft any more').toContain(last);
            setAside.add(last);
            seen.delete(id);
          }
          for (const [key, text] of Object.entries(stored)) {
            const last = widthIn(text);
            if (key.startsWith(DRAFT) && last) seen.set(key.slice(DRAFT.length), last);
          }
          for (const last of setAside) expect(asideTexts().map(widthIn)).toContain(last);
          for (const tab of open) expect(hung.get(idOf(tab)), 'what hung a tab').not.toBe(widthOn(tab));
        };
        for (const { act, which, ms } of steps) {
          const tab = living()[which % Math.max(1, living().length)];
          if (act === 'open') {
            if (living().length < 3) await open();
          } else if (act === 'pass') await pass(ms);
          else if (tab && act === 'duplicate') {
            if (living().length < 3) await open(tab.session);
          } else if (tab && act === 'deliver') await deliver(tab);
          else if (tab && act === 'draw' && tab.page && !tab.isDrawn) {
            tab.isDrawn = true;
            await draw(tab);
          } else if (tab && act === 'edit' && tab.isDrawn) {
            width += 0.125;
            await type(tab, width);
          } else if (tab && ['reload', 'close', 'kill', 'crash'].includes(act)) {
            const id = idOf(tab);
            const isOrderly = act === 'reload' || act === 'close';
            const last = widthIn(stored[DRAFT + id]);
            if (!isOrderly && tab.page && stored[NOTE + id] && last) hung.set(id, last);
            await end(tab, isOrderly);
            if (act === 'reload' || act === 'crash') await open(tab.session);
          }
          check();
        }
        await deliverAll();
        check();
      })
      .beforeEach(() => {
        [tabs, clock, held, waiting, stored] = [[], 0, new Map(), [], {}];
      }),
    runs(80),
  );
});
