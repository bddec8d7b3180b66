// @vitest-environment jsdom

import { act, screen, waitFor } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { type App, createApp } from '../../../src/state/app';
import type { Input } from '../../../src/state/run/runStore';
import { RunButton } from '../../../src/ui/run/RunButton';
import { StopReading } from '../../../src/ui/run/StopReading';
import { renderInStudio } from '../renderInStudio';

let app: App;
beforeEach(() => {
  app = createApp();
});

const button = () => screen.getByRole('button', { name: 'Run' });
const choose = (input: Input) =>
  act(() => app.runStore.setState(({ settings }) => ({ settings: { ...settings, input } })));

test('Run stays Run while frames are read, which another button stops once that goes on for long', async () => {
  renderInStudio(
    app,
    <>
      <RunButton />
      <StopReading />
    </>,
  );
  act(() => app.runStore.setState({ status: { kind: 'working', purpose: 'preview', step: 'read', done: 0 } }));
  expect(screen.queryByRole('button', { name: 'Stop reading' })).toBeNull();
  await waitFor(() => expect(screen.getByRole('button', { name: 'Stop reading' })).toBeEnabled(), { timeout: 3000 });
  expect(button()).toBeEnabled();
  act(() => app.runStore.setState({ status: { kind: 'idle' } }));
  expect(screen.queryByRole('button', { name: 'Stop reading' })).toBeNull();
});

test('Run is disabled, and says why, while the network cannot take the input', () => {
  renderInStudio(app, <RunButton />);
  expect(button()).toBeEnabled();
  act(() => app.document.edit({ reference: { in_channels: 4 } }));
  expect(button()).toBeDisabled();
  expect(button().title).toBe('This network takes 4 channels, and a video gives 3 (RGB) or 1 (luma).');
  choose({ kind: 'noise', seed: 0 });
  expect(button()).toBeEnabled();
  const array = { file: new File([], 'depth.npy'), shape: [1, 2, 13, 160, 160], levels: false, made: false };
  choose({ kind: 'array', array });
  expect(button()).toBeDisabled();
  expect(button().title).toBe('The array has 2 channels, and the network takes 4.');
  choose({ kind: 'array', array: { ...array, shape: [3, 4, 13, 160, 160] } });
  expect(button()).toBeEnabled();
});
