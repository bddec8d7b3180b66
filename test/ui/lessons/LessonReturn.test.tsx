// @vitest-environment jsdom
import { cleanup, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test } from 'vitest';
import { documentStore, edit } from '../../../src/state/document/document';
import { beginLesson } from '../../../src/state/learn/lessons';
import { faceStore, showFace } from '../../../src/state/view/face';
import { sessionStore } from '../../../src/state/view/session';
import { LessonReturn } from '../../../src/ui/lessons/LessonReturn';
import { renderInStudio } from '../renderInStudio';

afterEach(cleanup);

test('an open lesson is gone back to, or left with one’s own design, from another face', async () => {
  renderInStudio(<LessonReturn />);
  expect(screen.queryByRole('region', { name: 'Open lesson' })).toBeNull();
  const own = documentStore.getState().design;
  beginLesson('rounding');
  showFace('explore');
  await userEvent.click(await screen.findByRole('button', { name: 'Back to the lesson' }));
  expect(faceStore.getState().face).toBe('learn');
  expect(screen.queryByRole('region', { name: 'Open lesson' })).toBeNull();

  showFace('explore');
  edit({ reference: { gamma_w: 3 } });
  await userEvent.click(await screen.findByRole('button', { name: 'Leave' }));
  expect(sessionStore.getState().lesson).toBeNull();
  expect(documentStore.getState().design).toEqual(own);
  expect(faceStore.getState().face).toBe('explore');
  expect(screen.queryByRole('region', { name: 'Open lesson' })).toBeNull();
});
