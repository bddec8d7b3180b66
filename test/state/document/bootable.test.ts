// @vitest-environment jsdom
/**
 * Whatever this browser has kept, a start puts a network on the screen that can be drawn; what cannot be used is set
 * aside and stays; the newest work is found whatever the clock said; and where nothing can be saved the app says so.
 */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createApp } from '../../../src/state/app';
import { architectureOf } from '../../../src/state/document/derived';
import { runs } from '../../setup/runs';

/** How to stop the page that was started last. */
let stop = () => {};

/** An app of its own; what browser and tab keep is there before it. The page before it was killed. */
async function start(hash = '') {
  stop();
  history.replaceState(null, '', `/${hash}`);
  const app = createApp();
  stop = await app.autosave.start();
  const legal = () => architectureOf(app.document.getState().legal);
  const said = () => app.notices.getState().notices.map(({ text }) => text);
  const aside = () => {
    app.drafts.follow()();
    return app.drafts.getState().aside;
  };
  const { edit, undo } = app.document;
  return { ...app.autosave, documentStore: app.document, edit, undo, legal, said, aside };
}

/** A reload or a closed tab, as the page hears of it. */
const leave = () => window.dispatchEvent(new Event('pagehide'));
/** What is left of a tab that was killed: a new one knows the browser's storage alone. */
const killTab = () => sessionStorage.clear();
const closeTab = () => {
  leave();
  killTab();
};

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  stop();
});

const draft = (code: string, order: number, at = 1) => JSON.stringify({ version: 1, at, order, now: { code } });

describe('whatever is stored', () => {
  const KEYS = ['draft.a', 'draft.b', 'snapshot.a', 'session', 'lesson.axes', 'labels', 'devices', 'saves', 'aside.a'];
  const NAMES = 'version at order now code legal past future view place pinned own title name state devices webgpu';
  const anyCode = fc.oneof(
    fc.constantFrom('from=S&w=1.5', 'from=S&nc=GN,num_groups:7', 'from=S&ac=constructor', 'from=__proto__', 'w=1e308'),
    fc.string({ unit: 'binary', maxLength: 40 }),
  );
  /** JSON of the words the app itself stores, in any order and of any type. */
  const anyStored: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
    stored: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom<unknown>(null, 1, -1, 1e308, true, '', 'design', [], {}),
      anyCode,
      fc.array(tie('stored'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...NAMES.split(' '), '__proto__', 'constructor'), tie('stored'), { maxKeys: 5 }),
      anyCode.map((code) => ({ version: 1, at: 1, now: { code }, past: [{ code }], own: { code } })),
    ),
  })).stored;
  const anyText = fc.oneof(
    fc.string({ maxLength: 20 }),
    anyStored.map((value) => JSON.stringify(value)),
    fc.constantFrom('['.repeat(100_000), `{"version":1,"now":{"code":"from=S&w=${'9'.repeat(500_000)}"}}`),
  );

  test('the plain address draws a network, by a reload and in a new tab', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.constantFrom(...KEYS), anyText, { maxKeys: 5 }),
        fc.boolean(),
        async (kept, own) => {
          localStorage.clear();
          sessionStorage.clear();
          for (const [key, text] of Object.entries(kept)) localStorage.setItem(`x3d-studio.${key}`, text);
          if (own) sessionStorage.setItem('x3d-studio.tab', 'a');
          const { legal, undo } = await start();
          expect(legal().layers.length).toBeGreaterThan(0);
          undo();
          expect(legal().layers.length).toBeGreaterThan(0);
          killTab();
          const { legal: inNewTab } = await start();
          expect(inNewTab().layers.length).toBeGreaterThan(0);
        },
      ),
      runs(150),
    );
  });
});

describe('a draft that broke the page', () => {
  test.each(['own', 'newest'])(
    '%s: noted before it is drawn, and after a hang set aside, not deleted, not opened twice',
    async (which) => {
      vi.stubGlobal('navigator', { ...navigator, locks: freeLocks });
      localStorage.setItem('x3d-studio.draft.a', draft('from=M&w=2', 5));
      if (which === 'own') sessionStorage.setItem('x3d-studio.tab', 'a');
      // The page opens it and hangs: nothing more is called, and the tab is killed.
      const hung = await start();
      expect(hung.documentStore.getState().design.reference.gamma_w).toBe(2);
      if (which === 'newest') killTab();
      const next = await start();
      await vi.waitFor(() => expect(next.aside()).toHaveLength(1));
      expect(next.documentStore.getState().preset).toBe('S');
      expect(next.said().join()).toContain('could not be drawn');
      expect(next.aside()[0]?.text).toContain('from=M&w=2');
      closeTab();
      const third = await start();
      expect(third.documentStore.getState().preset).toBe('S');
      expect(third.aside()).toHaveLength(1);
    },
  );

  test('a start that a person broke off by a reload is no fault of the draft', async () => {
    localStorage.setItem('x3d-studio.draft.a', draft('from=M&w=2', 5));
    await start();
    leave();
    const again = await start();
    expect(again.documentStore.getState().design.reference.gamma_w).toBe(2);
    expect(again.aside()).toEqual([]);
  });

  test('a link that hung the tab is left out by a reload', async () => {
    await start('#v=1&from=M&w=3');
    const next = await start('#v=1&from=M&w=3');
    expect(next.documentStore.getState().design.reference.gamma_w).not.toBe(3);
    expect(next.said().join()).toContain('The link in the address');
  });

  test('when the page breaks, the state before it is what a reload opens, and what broke it is kept aside', async () => {
    const { edit, save, pageBroke, aside } = await start();
    edit({ reference: { gamma_w: 2 } });
    save();
    edit({ reference: { gamma_w: 4 } });
    save();
    pageBroke();
    expect(aside()[0]?.text).toContain('w=4');
    const next = await start();
    expect(next.documentStore.getState().design.reference.gamma_w).toBe(2);
    expect(next.aside()).toHaveLength(1);
  });

  test('going back to the state before brings it on the screen, and saving goes on', async () => {
    const { edit, save, pageBroke, backToStateBefore, documentStore } = await start();
    edit({ reference: { gamma_w: 2 } });
    save();
    edit({ reference: { gamma_w: 4 } });
    pageBroke();
    backToStateBefore();
    expect(documentStore.getState().design.reference.gamma_w).toBe(2);
    edit({ reference: { gamma_b: 3 } });
    expect(save()).toBe(true);
    leave();
    expect((await start()).documentStore.getState().design.reference).toMatchObject({ gamma_w: 2, gamma_b: 3 });
  });

  test('a state that stood on the screen is what a break over it goes back to; once more, the one before it', async () => {
    const { edit, firstDrawn, pageBroke, backToStateBefore, documentStore } = await start();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    firstDrawn();
    for (const gamma_w of [2, 4]) {
      edit({ reference: { gamma_w } });
      vi.advanceTimersByTime(300);
    }
    for (const expected of [4, 2]) {
      pageBroke();
      backToStateBefore();
      expect(documentStore.getState().design.reference.gamma_w).toBe(expected);
    }
    vi.useRealTimers();
  });
});

/** Locks that nobody holds, as a browser has them after a tab was killed. */
const freeLocks = {
  request: (_: string, __: unknown, work: (lock: object) => unknown) => Promise.resolve(void work({})),
};

describe('the order of drafts', () => {
  test('is that of saving, though the clock was set back 400 days', async () => {
    const { edit, save } = await start();
    edit({ reference: { gamma_w: 2 } });
    save();
    closeTab();
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() - 400 * 86_400_000);
    const later = await start('#v=1&from=M&w=3');
    later.save();
    closeTab();
    vi.restoreAllMocks();
    expect((await start()).documentStore.getState().design.reference.gamma_w).toBe(3);
  });

  test('pruning takes the oldest saves, whatever their dates, and leaves what was set aside', async () => {
    for (let order = 1; order <= 40; order++)
      localStorage.setItem(`x3d-studio.draft.d${order}`, draft(`from=S&w=${1 + order / 100}`, order, 1e12 - order));
    localStorage.setItem('x3d-studio.aside.x', 'no draft at all');
    await start();
    await vi.waitFor(() => expect(localStorage.getItem('x3d-studio.draft.d1')).toBeNull());
    expect(localStorage.getItem('x3d-studio.draft.d40')).not.toBeNull();
    expect(localStorage.getItem('x3d-studio.aside.x')).not.toBeNull();
  });

  test('a tab that is only closed does not become the newest', async () => {
    const { edit, save } = await start();
    edit({ reference: { gamma_w: 2 } });
    save();
    const saved = localStorage.getItem('x3d-studio.saves');
    save();
    leave();
    expect(localStorage.getItem('x3d-studio.saves')).toBe(saved);
  });
});

describe('a browser that refuses', () => {
  test('locks: the work is saved all the same', async () => {
    const request = () => Promise.reject(new DOMException('The request was denied.', 'SecurityError'));
    vi.stubGlobal('navigator', { ...navigator, locks: { request } });
    const { edit, save } = await start();
    edit({ reference: { gamma_w: 2 } });
    expect(save()).toBe(true);
  });

  test.each(['full', 'refused'])(
    'storage (%s): the app works, says once that saving is off, and claims nothing',
    async (how) => {
      const refusal = () => {
        throw new DOMException('no', how === 'full' ? 'QuotaExceededError' : 'SecurityError');
      };
      vi.spyOn(Storage.prototype, 'setItem').mockImplementation(refusal);
      if (how === 'refused') vi.spyOn(Storage.prototype, 'getItem').mockImplementation(refusal);
      const app = createApp();
      const { start, save, saving } = app.autosave;
      stop = await start();
      app.document.edit({ reference: { gamma_w: 2 } });
      await vi.waitFor(() => expect(saving.getState().saves).toBe(false));
      expect(save()).toBe(false);
      const said = app.notices.getState().notices.map(({ text }) => text);
      expect(said).toEqual([expect.stringContaining('This browser saves nothing here')]);
    },
  );
});
