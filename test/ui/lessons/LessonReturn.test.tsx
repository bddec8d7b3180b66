// @vitest-environment jsdom

import { cleanup, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type App, createApp } from '../../../src/state/app';
import { LessonReturn } from '../../../src/ui/lessons/LessonReturn';
import { renderInStudio } from '../renderInStudio';

let app: App;
beforeEach(() => {
  app = createApp();
});

afterEach(cleanup);

test('an open lesson is gone back to, or left with one’s own design, from another face', async () => {
  renderInStudio(app, <LessonReturn />);
  expect(screen.queryByRole('region', { name: 'Open lesson' })).toBeNull();
  const own = app.document.getState().design;
  app.lessons.begin('rounding');
  app.session.setState({ face: 'explore' });
  await userEvent.click(await screen.findByRole('button', { name: 'Back to the lesson' }));
  expect(app.session.getState().face).toBe('learn');
  expect(screen.queryByRole('region', { name: 'Open lesson' })).toBeNull();

  app.session.setState({ face: 'explore' });
  app.document.edit({ reference: { gamma_w: 3 } });
  await userEvent.click(await screen.findByRole('button', { name: 'Leave' }));
  expect(app.session.getState().lesson).toBeNull();
  expect(app.document.getState().design).toEqual(own);
  expect(app.session.getState().face).toBe('explore');
  expect(screen.queryByRole('region', { name: 'Open lesson' })).toBeNull();
});
