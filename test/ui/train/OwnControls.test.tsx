// @vitest-environment jsdom

import { act, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { createApp } from '../../../src/state/app';
import type { Learnt } from '../../../src/state/classes/classes';
import { OwnControls } from '../../../src/ui/train/own/OwnControls';
import { renderInStudio } from '../renderInStudio';

test('what was learnt from other weights than are open is not taught anew without a word', () => {
  const app = createApp();
  const { library } = app.classes.getState();
  const clips = ['wave', 'clap'].map((name) => ({ id: name, name, classId: name, takeId: name, from: 0, to: 1 }));
  app.classes.setState({ library: { ...library, classes: clips.map(({ id, name }) => ({ id, name })), clips } });
  renderInStudio(app, <OwnControls />);
  const learnt = { from: 'nine-motions.safetensors', judged: { accuracy: { trials: 24, successes: 20 } } } as Learnt;
  act(() => app.classes.setState({ learnt }));
  expect(screen.getByRole('button', { name: 'Teach it anew' })).toBeInTheDocument();
  expect(screen.getByRole('status')).toHaveTextContent(
    'learnt; 20 of 24 clips held out are right. It learnt from nine-motions.safetensors; taught anew it starts from fresh weights',
  );
  act(() => app.classes.setState({ learnt: { ...learnt, from: 'fresh weights' } }));
  expect(screen.getByRole('button', { name: 'Teach it again' })).toBeInTheDocument();
});
