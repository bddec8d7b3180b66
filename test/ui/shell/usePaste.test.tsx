// @vitest-environment jsdom

import { act, screen, waitFor } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { type App, createApp } from '../../../src/state/app';
import { usePaste } from '../../../src/ui/shell/usePaste';
import { renderInStudio } from '../renderInStudio';

let app: App;
beforeEach(() => {
  app = createApp();
});

const YAML = `TRAIN:
  BATCH_SIZE: 64
X3D:
  WIDTH_FACTOR: 2.0
  DEPTH_FACTOR: 5.0
DATA:
  NUM_FRAMES: 16
MODEL:
  ARCH: x3d
  MODEL_NAME: X3D
  NUM_CLASSES: 7
`;

function Page() {
  usePaste();
  return <input aria-label="a field" />;
}

/** As the browser says it; jsdom has no ClipboardEvent. */
function paste(text: string, into: Element = document.body): void {
  const event = Object.assign(new Event('paste', { bubbles: true }), { clipboardData: { getData: () => text } });
  act(() => void into.dispatchEvent(event));
}

const classes = () => app.document.getState().design.head?.num_classes;

test('a pasted configuration opens in one step of undo, and what of it was not read is said', async () => {
  renderInStudio(app, <Page />);
  paste(YAML);
  await waitFor(() => expect(classes()).toBe(7));
  expect(app.document.getState().design.reference.gamma_d).toBe(5);
  const said = JSON.stringify(app.notices.getState());
  expect(said).toContain('The pasted text was opened as a SlowFast configuration.');
  expect(said).toContain('TRAIN');
  act(() => app.document.undo());
  expect(classes()).toBe(400);
});

test('what is pasted into a field, or is no configuration, changes nothing', async () => {
  renderInStudio(app, <Page />);
  const { design } = app.document.getState();
  paste(YAML, screen.getByLabelText('a field'));
  paste('a sentence of somebody');
  await import('../../../src/state/files/openConfig');
  await act(() => new Promise((resolve) => setTimeout(resolve, 50)));
  expect(app.document.getState().design).toBe(design);
});
