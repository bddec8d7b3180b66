// @vitest-environment jsdom

import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { presetNamed } from '../../../src/design/presets';
import { type App, createApp } from '../../../src/state/app';
import { tinyDesign } from '../../../src/training/tinyDesign';
import { Header } from '../../../src/ui/shell/Header';
import { LegalityNotice } from '../../../src/ui/shell/LegalityNotice';
import { Shortcuts } from '../../../src/ui/shell/Shortcuts';
import { renderInStudio } from '../renderInStudio';

function Shell() {
  return (
    <>
      <Shortcuts />
      <Header />
      <LegalityNotice />
      <input aria-label="somewhere to type" />
    </>
  );
}

let app: App;
beforeEach(() => {
  app = createApp();
  renderInStudio(app, <Shell />);
});
afterEach(cleanup);

const gammaW = () => app.document.getState().design.reference.gamma_w;

test('the totals of X3D-S are mmaction2’s 3 794 322 parameters and 1.96 GMACs, exact on demand', () => {
  expect(screen.getByLabelText(/^3.794.322 parameters$/).textContent).toContain('3.79');
  expect(screen.getByLabelText(/MACs$/).textContent).toBe('1.96GMACs');
});

test('a preset replaces the design and is undone in one step; edits are marked', async () => {
  await userEvent.click(screen.getByRole('button', { name: 'Preset: X3D-S' }));
  await userEvent.click(await screen.findByRole('menuitem', { name: /^X3D-M/ }));
  expect(app.document.getState().design.clip).toMatchObject({ t: 16, h: 224 });
  await userEvent.click(screen.getByRole('button', { name: 'Undo' }));
  expect(app.document.getState().preset).toBe('S');
  const mark = () => screen.getByText('edited').hasAttribute('data-shown');
  expect(mark()).toBe(false);
  app.document.edit({ reference: { gamma_w: 2 } });
  await screen.findByText('edited');
  expect(mark()).toBe(true);
});

test('a design that has nothing left of its preset is called its own, as it is again after a reload', async () => {
  app.document.open({ design: tinyDesign(8, { t: 8, h: 32, w: 32 }), preset: 'S' });
  await screen.findByRole('button', { name: 'Preset: Own design' });
  expect(screen.getByText('edited').hasAttribute('data-shown')).toBe(false);
});

test('X3D-XL is among the presets, and says what of it was set by hand', async () => {
  await userEvent.click(screen.getByRole('button', { name: 'Preset: X3D-S' }));
  const entry = await screen.findByRole('menuitem', { name: /^X3D-XL/ });
  expect(entry.textContent).toMatch(/set by hand: 72, 136 and 280 channels.*TensorFlow port.*11,080,886/);
});

test('what the last edit did to each total stays until the next, with its unit; a drag is one edit', async () => {
  const totals = screen.getByRole('region', { name: 'Totals' });
  app.document.open({ design: { ...presetNamed('S').design }, preset: 'S' });
  await waitFor(() => expect(totals.textContent).not.toMatch(/[+−]/));
  app.document.history.beginGesture();
  for (const gamma_b of [2, 1.5, 1]) app.document.edit({ reference: { gamma_b } });
  app.document.history.endGesture();
  await waitFor(() => expect(totals.textContent).toMatch(/−[\d.]+\u202fM/));
  for (const unit of [/−[\d.]+\u202fMACs|−[\d.]+\u202f[MG]MACs/, /−[\d.]+\u202fMB/])
    expect(totals.textContent).toMatch(unit);
  const byDrag = totals.textContent;
  app.document.edit({ reference: { se_ratio: 0 } });
  app.document.edit({ reference: { se_ratio: 1 / 16 } });
  expect(totals.textContent).toBe(byDrag);
  fireEvent.keyDown(document.body, { key: 'z', ctrlKey: true });
  fireEvent.keyDown(document.body, { key: 'z', ctrlKey: true });
  fireEvent.keyDown(document.body, { key: 'z', ctrlKey: true });
  await waitFor(() => expect(totals.textContent).toMatch(/\+[\d.]+\u202fMB/));
});

describe('keys', () => {
  test('Ctrl+Z and Ctrl+Shift+Z undo and redo, ⌘ as well', () => {
    app.document.edit({ reference: { gamma_w: 2 } });
    fireEvent.keyDown(document.body, { key: 'z', ctrlKey: true });
    expect(gammaW()).toBe(1);
    fireEvent.keyDown(document.body, { key: 'Z', ctrlKey: true, shiftKey: true });
    expect(gammaW()).toBe(2);
    fireEvent.keyDown(document.body, { key: 'z', metaKey: true });
    expect(gammaW()).toBe(1);
  });

  test('plain keys fold panels, but not while one types', async () => {
    expect(app.session.getState().panels.design).toBe(true);
    fireEvent.keyDown(document.body, { key: '[' });
    expect(app.session.getState().panels.design).toBe(false);
    fireEvent.keyDown(screen.getByRole('textbox', { name: 'somewhere to type' }), { key: '[' });
    expect(app.session.getState().panels.design).toBe(false);
    fireEvent.keyDown(document.body, { key: '[' });
  });
});

test('an illegal draft leaves the last legal network on the screen, says so, and is mended from there', async () => {
  app.document.edit({ reference: { se_ratio: 0 } });
  expect((await screen.findByText('This is the last legal network.')).parentElement?.textContent).not.toBe('');
  expect(screen.getByLabelText(/^3.794.322 parameters$/)).toBeDefined();
  await userEvent.click(screen.getAllByRole('button', { name: 'Undo' }).at(-1) as HTMLElement);
  expect(screen.queryByText('This is the last legal network.')).toBeNull();
});

test('one key shows the network to a room, and ends that', async () => {
  await userEvent.keyboard('y');
  expect(screen.queryByRole('button', { name: 'Copy link' })).toBeNull();
  expect(screen.getByRole('heading', { name: 'X3D-S' })).toBeDefined();
  await userEvent.click(screen.getByRole('button', { name: 'Stop presenting' }));
  expect(screen.getByRole('button', { name: 'Copy link' })).toBeDefined();
});
