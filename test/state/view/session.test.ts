// @vitest-environment jsdom
import { beforeEach, expect, test, vi } from 'vitest';

const KEY = 'x3d-studio.session';

beforeEach(() => {
  vi.resetModules();
  localStorage.clear();
});

/** The session as the next visit finds it. */
async function nextVisit() {
  vi.resetModules();
  return import('../../../src/state/view/session');
}

test('what a person arranged is there again on the next visit, what they looked at is not', async () => {
  const { resizePanel, select, sessionStore, setTheme, showPanel } = await nextVisit();
  resizePanel('design', 396);
  showPanel('inspector', false);
  setTheme('dark');
  select('layer1');
  const before = sessionStore.getState();
  const after = (await nextVisit()).sessionStore.getState();
  expect(after).not.toBe(before);
  expect(after).toMatchObject({ sizes: { design: 396 }, panels: { inspector: false }, theme: 'dark', selected: null });
});

test('a panel keeps to its limits', async () => {
  const { PANEL_LIMITS, resizePanel, sessionStore } = await nextVisit();
  resizePanel('dock', 10_000);
  expect(sessionStore.getState().sizes.dock).toBe(PANEL_LIMITS.dock[1]);
  resizePanel('dock', -5);
  expect(sessionStore.getState().sizes.dock).toBe(PANEL_LIMITS.dock[0]);
});

test.each([
  'not JSON',
  '{"state":{"sizes":{"design":"wide"},"theme":"pink","panels":7},"version":1}',
  '{"state":null}',
])('a damaged memory (%s) gives a fresh session', async (saved) => {
  const fresh = (await nextVisit()).sessionStore.getState();
  localStorage.setItem(KEY, saved);
  const { sizes, theme, panels } = (await nextVisit()).sessionStore.getState();
  expect({ sizes, theme, panels }).toEqual({ sizes: fresh.sizes, theme: fresh.theme, panels: fresh.panels });
});

test('groups follow the level but for those toggled by hand', async () => {
  const { sessionStore, setLevel, toggleOpen } = await nextVisit();
  const { architectureOf, openedPaths } = await import('../../../src/state/document/derived');
  const { presetNamed } = await import('../../../src/design/presets');
  const architecture = architectureOf(presetNamed('S').design);
  const opened = () => openedPaths(architecture, sessionStore.getState());
  setLevel('blocks');
  expect([...opened()]).toEqual(['layer1', 'layer2', 'layer3', 'layer4']);
  toggleOpen('layer2');
  toggleOpen('layer1.0');
  expect([...opened()]).toEqual(['layer1', 'layer1.0', 'layer3', 'layer4']);
  setLevel('stages');
  expect(opened().size).toBe(0);
  setLevel('layers');
  expect(opened().has('layer3.4.se_module')).toBe(true);
});
