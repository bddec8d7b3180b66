// @vitest-environment jsdom

import { act, cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { activationFacts } from '../../../src/analysis/activations/activationFacts';
import { type App, createApp } from '../../../src/state/app';
import type { LayerOutput } from '../../../src/state/run/runStore';
import { float32 } from '../../../src/tensor/tensor';
import { InsidePanel } from '../../../src/ui/inside/InsidePanel';
import { renderInStudio } from '../renderInStudio';

let app: App;
beforeEach(() => {
  app = createApp();
  renderInStudio(app, <InsidePanel />);
});
afterEach(cleanup);

/** The pooled features of four channels, as if they had just been looked at. */
function look(): LayerOutput {
  const { legal } = app.document.getState();
  const { settings, shown } = app.runStore.getState();
  const output = float32([1, 4, 1, 1, 1], Float32Array.of(0, 0.5, -1, 2));
  return {
    path: 'head.pool',
    design: { ...legal, clip: { ...legal.clip, n: 1 } },
    weights: settings.weights,
    input: settings.input,
    view: shown,
    output,
    facts: activationFacts(output),
    gates: null,
    ms: 12,
    opened: true,
  };
}

test('with nothing selected it says what will be here, and offers a start', () => {
  expect(document.body.textContent).toContain('Select a layer, a block or a stage');
  fireEvent.click(screen.getByRole('button', { name: 'conv5' }));
  expect(app.session.getState().selected).toBe('conv5');
  expect(screen.getByRole('button', { name: 'Look inside' })).toBeDefined();
});

test('values one a channel are bars with their numbers beside them; statistics and what was read back are stated', () => {
  act(() => app.runStore.setState({ look: look() }));
  expect(screen.getByRole('img', { name: 'One value a channel: 4 bars from -1.000 to 2.000' })).toBeDefined();
  expect(document.body.textContent).toContain('smallest -1.000 (channel 2), largest 2.000 (channel 3)');
  expect(document.body.textContent).toContain('dead channels1 of 4 (25 %)');
  expect(document.body.textContent).toMatch(/Read back: 16B, this output alone; 134\sMB at most/);
  const field = screen.getByRole('spinbutton', { name: 'Channel of the value' });
  fireEvent.change(field, { target: { value: '1' } });
  fireEvent.keyDown(field, { key: 'Enter' });
  expect(document.body.textContent).toContain('value 0.5000.');
});

test('what was looked at before a change is never passed off as the network on the screen', () => {
  act(() => app.runStore.setState({ look: look() }));
  expect(screen.queryByText(/Look again/)).toBeNull();
  act(() => app.document.edit({ clip: { n: 2 } }));
  expect(screen.queryByText(/Look again/)).toBeNull();
  act(() => app.document.edit({ reference: { gamma_w: 2 } }));
  expect(screen.getByText(/head.pool as it was before: the design changed since/)).toBeDefined();
});

test('a backbone has no classes to map, and says so', () => {
  act(() => app.document.edit({ head: null }));
  expect(document.body.textContent).toContain('A backbone without head gives no classes to map.');
  expect(screen.queryByRole('button', { name: 'Map the most probable class' })).toBeNull();
});
