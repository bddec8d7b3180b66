// @vitest-environment jsdom
import { beforeEach, expect, test } from 'vitest';
import { presetNamed } from '../../../src/design/presets';
import { architectureOf } from '../../../src/state/document/derived';
import { openedPaths } from '../../../src/state/view/openedPaths';
import { createSession, PANEL_LIMITS } from '../../../src/state/view/session';

const KEY = 'x3d-studio.session';

beforeEach(() => localStorage.clear());

test('what a person arranged is there again on the next visit, what they looked at is not', () => {
  const session = createSession();
  session.resizePanel('design', 396);
  session.showPanel('inspector', false);
  session.setState({ theme: 'dark', selected: 'layer1' });
  expect(createSession().getState()).toMatchObject({
    sizes: { design: 396 },
    panels: { inspector: false },
    theme: 'dark',
    selected: null,
  });
});

test('a panel keeps to its limits', () => {
  const session = createSession();
  session.resizePanel('dock', 10_000);
  expect(session.getState().sizes.dock).toBe(PANEL_LIMITS.dock[1]);
  session.resizePanel('dock', -5);
  expect(session.getState().sizes.dock).toBe(PANEL_LIMITS.dock[0]);
});

test.each(['not JSON', '{"sizes":{"design":"wide"},"theme":"pink","panels":7}', 'null', '[]'])(
  'a damaged memory (%s) gives a fresh session',
  (saved) => {
    const fresh = createSession().getState();
    localStorage.setItem(KEY, saved);
    expect(createSession().getState()).toEqual(fresh);
  },
);

test('groups follow the level but for those toggled by hand', () => {
  const { getState, setLevel, toggleOpen } = createSession();
  const architecture = architectureOf(presetNamed('S').design);
  const opened = () => openedPaths(architecture, getState());
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
