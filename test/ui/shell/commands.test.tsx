// @vitest-environment jsdom

import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { type App, createApp } from '../../../src/state/app';
import { readLink } from '../../../src/state/codes/linkCode';
import { keyText, keyTexts } from '../../../src/ui/kit/command';
import { commandsOf } from '../../../src/ui/shell/commands';
import { Notices } from '../../../src/ui/shell/Notices';
import { Overlays } from '../../../src/ui/shell/Overlays';
import { Shortcuts } from '../../../src/ui/shell/Shortcuts';
import { Totals } from '../../../src/ui/shell/Totals';
import { renderInStudio } from '../renderInStudio';

function Shell() {
  return (
    <>
      <Shortcuts />
      <input aria-label="somewhere to type" />
      <Totals />
      <Overlays />
      <Notices />
    </>
  );
}

let app: App;
beforeEach(() => {
  app = createApp();
  renderInStudio(app, <Shell />);
});

const press = (key: string, modifiers: { ctrlKey?: boolean; shiftKey?: boolean } = {}) =>
  fireEvent.keyDown(document.body, { key, ...modifiers });

// First of all, while the palette's chunk is still on its way.
test('the palette keeps what is typed before its field is there, and nothing once the page has ended', async () => {
  press('k', { ctrlKey: true });
  // False where somebody has taken the key.
  expect(press('r')).toBe(false);
  expect(app.session.getState()).toMatchObject({ typedAhead: 'r', overlay: 'palette' });
  cleanup();
  expect(press('u')).toBe(true);
  expect(app.session.getState().typedAhead).toBeNull();
});

describe('the table of commands', () => {
  const commands = commandsOf(createApp());
  const keys = commands.flatMap((command) => command.keys);

  test('gives every command a key, none twice, and no id twice', () => {
    expect(commands.filter((command) => command.keys.length === 0)).toEqual([]);
    const texts = keys.map((key) => keyText(key, false));
    expect(new Set(texts).size).toBe(texts.length);
    expect(new Set(commands.map(({ id }) => id)).size).toBe(commands.length);
  });

  test('takes no key from browsers and screen readers, and no letter that starts others', () => {
    // Chrome and Firefox keep n, t and w; l, d, f, p, h, j, r and digits do what people expect of any page.
    const kept = keys.filter(({ mod, key }) => mod && /^[ntwldfphjr0-9]$/.test(key));
    expect(kept).toEqual([]);
    const leads = new Set(keys.flatMap(({ after }) => after ?? []));
    expect(keys.filter(({ key, mod, shift, after }) => !after && !mod && !shift && leads.has(key))).toEqual([]);
    // A screen reader's keys hold Alt, Insert, CapsLock or Ctrl+Alt: `Key` can say none of them.
    expect(keys.every(({ key, mod }) => key.length === 1 || key === 'Escape' || (mod && key === 'Enter'))).toBe(true);
  });

  test('is listed under ?, every command of it, with its keys', async () => {
    press('?', { shiftKey: true });
    const dialog = await screen.findByRole('dialog');
    for (const command of commands) {
      const row = within(dialog).getByText(command.name, { selector: 'dt' }).parentElement;
      for (const key of command.keys)
        expect(row?.textContent?.replace(/\s/g, '')).toContain(keyTexts(key, false).join('then'));
    }
    await userEvent.keyboard('{Escape}');
    expect(app.session.getState().overlay).toBeNull();
  });

  test('is never called by plain keys while something lies over the page', async () => {
    press('k', { ctrlKey: true });
    press('3');
    expect(app.session.getState().level).toBe('blocks');
    await screen.findByRole('dialog');
  });
});

describe('two keys', () => {
  const following = () => screen.getByRole('status', { name: 'Keys that may follow' });

  test('run a command, and the first shows what may follow', () => {
    press('c');
    expect(following().textContent).toContain('Colour by MACs');
    press('m');
    expect(app.session.getState().measure).toBe('macs');
    expect(following().textContent).toBe('');
    press('s');
    press('Shift', { shiftKey: true });
    press('m');
    expect(app.document.getState().preset).toBe('M');
    press('c');
    press('k');
  });

  test('are given up by Escape and by a key that does not follow, which then does nothing', () => {
    for (const other of ['Escape', '3']) {
      press('c');
      press(other);
      press('m');
      expect(following().textContent).toBe('');
    }
    expect(app.session.getState()).toMatchObject({ measure: 'kind', level: 'blocks', dockTab: 'time' });
  });

  test('give the focus back to what had it when what they opened is closed', async () => {
    const field = screen.getByRole('textbox', { name: 'somewhere to type' });
    field.focus();
    act(() => app.session.setState({ overlay: 'keys' }));
    await screen.findByRole('dialog', { name: 'Keys' });
    await waitFor(() => expect(field).not.toHaveFocus());
    fireEvent.keyDown(document.activeElement ?? document.body, { key: 'Escape' });
    await waitFor(() => expect(screen.queryByRole('dialog', { name: 'Keys' })).toBeNull());
    expect(field).toHaveFocus();
  });

  test('mean nothing where a person types, nor where letters are switched off', async () => {
    screen.getByRole('textbox', { name: 'somewhere to type' }).focus();
    await userEvent.keyboard('cm');
    press('?', { shiftKey: true });
    await userEvent.click(await screen.findByRole('switch', { name: /^Letters and signs alone/ }));
    await userEvent.keyboard('{Escape}');
    for (const key of ['c', 'm', '3']) press(key);
    expect(app.session.getState()).toMatchObject({ measure: 'kind', level: 'blocks' });
    press('k', { ctrlKey: true });
    expect(app.session.getState().overlay).toBe('palette');
    // Until its field is there, the palette keeps what is typed.
    await waitFor(() => expect(screen.getByPlaceholderText(/a command/)).toHaveFocus());
  });
});

describe('the palette', () => {
  const find = async (text: string) => {
    await userEvent.click(await screen.findByPlaceholderText(/a command/));
    await userEvent.paste(text);
  };

  test('goes to a layer found by shape, and opens what is around it', async () => {
    press('k', { ctrlKey: true });
    await find('216x13x10x10 layer3.4.conv2.conv');
    await userEvent.keyboard('{Enter}');
    const { selected, toggled, unfolded, overlay } = app.session.getState();
    expect({ selected, overlay }).toEqual({ selected: 'layer3.4.conv2.conv', overlay: null });
    expect(toggled).toEqual(new Set(['layer3.4', 'layer3.4.conv2']));
    expect(unfolded).toEqual(new Set(['layer3.1']));
  });

  test('closes by Escape and leaves the keys to the page again', async () => {
    press('k', { ctrlKey: true });
    await screen.findByPlaceholderText(/a command/);
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(app.session.getState().overlay).toBeNull());
    press('1');
    expect(app.session.getState().level).toBe('stages');
    press('2');
  });

  test('may open what lies over everything next', async () => {
    press('k', { ctrlKey: true });
    await find('show all keys');
    await userEvent.keyboard('{Enter}');
    expect(await screen.findByRole('dialog', { name: 'Keys' })).toBeDefined();
  });

  test('runs a command by name', async () => {
    press('k', { ctrlKey: true });
    await find('start from x3d-m');
    await userEvent.keyboard('{Enter}');
    expect(app.document.getState().preset).toBe('M');
  });
});

describe('sharing', () => {
  test('copies an address that opens the design', async () => {
    const writeText = vi.fn<(text: string) => Promise<void>>().mockResolvedValue();
    Object.defineProperty(navigator, 'clipboard', { value: { writeText }, configurable: true });
    app.document.edit({ reference: { gamma_w: 2 } });
    press('l');
    await screen.findByText(/The link is copied/);
    const [[address = ''] = []] = writeText.mock.calls;
    expect(readLink(new URL(address).hash)?.shared.design).toEqual(app.document.getState().design);
  });

  test('puts the link into the address bar where copying is forbidden', async () => {
    Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true });
    press('l');
    await screen.findByText(/in the address bar/);
    expect(window.location.hash).toContain('from=S');
    window.history.replaceState(null, '', '/');
  });
});

describe('snapshots', () => {
  test('are taken by a key, opened as one step, renamed, and brought back after deleting', async () => {
    app.document.edit({ reference: { gamma_w: 2 } });
    press('s', { ctrlKey: true });
    app.document.edit({ reference: { gamma_w: 3 } });
    press('o', { ctrlKey: true });
    const name = 'X3D-S, γ_w 2';
    await userEvent.click(await screen.findByRole('button', { name: `Rename ${name}` }));
    await userEvent.clear(screen.getByRole('textbox', { name: 'New name' }));
    await userEvent.type(screen.getByRole('textbox', { name: 'New name' }), 'wide{Enter}');
    await userEvent.click(await screen.findByRole('button', { name: 'Delete wide' }));
    expect(screen.queryByRole('button', { name: 'Open wide' })).toBeNull();
    act(() => app.notices.getState().notices.at(-1)?.action?.run());
    const before = app.document.history.getState().past.length;
    await userEvent.click(await screen.findByRole('button', { name: 'Open wide' }));
    expect(app.document.getState().design.reference.gamma_w).toBe(2);
    expect(app.document.history.getState().past).toHaveLength(before + 1);
  });
});

test('the convention is one switch: the total and its words follow', async () => {
  await userEvent.click(screen.getByRole('button', { name: /^Counted in MACs/ }));
  await userEvent.click(await screen.findByRole('menuitem', { name: /^FLOPs ?Twice/ }));
  expect(screen.getByLabelText(/FLOPs$/).textContent).toBe('3.93GFLOPs');
  press('n');
  press('n');
  await waitFor(() => expect(app.session.getState().convention).toBe('mmcv'));
});

test('a notice is said once and put away', async () => {
  act(() => app.notices.notify('Something happened.'));
  act(() => app.notices.notify('Something happened.'));
  expect(screen.getAllByText('Something happened.')).toHaveLength(1);
  await userEvent.click(screen.getByRole('button', { name: 'Dismiss' }));
  expect(screen.queryByText('Something happened.')).toBeNull();
});
