// @vitest-environment jsdom
import { cleanup, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LESSONS } from '../../../src/lessons/lessons';
import { documentStore, edit } from '../../../src/state/document';
import { lessonsStore } from '../../../src/state/lessons';
import { pointingStore } from '../../../src/state/pointing';
import { select, sessionStore } from '../../../src/state/session';
import { Learn } from '../../../src/ui/lessons/Learn';
import { renderInStudio } from '../renderInStudio';

beforeEach(() => {
  localStorage.clear();
  lessonsStore.setState({ progress: {}, room: 'lessons', own: null });
  sessionStore.setState({ lesson: null, selected: null });
  renderInStudio(<Learn graph={<p>the graph</p>} form={<p>the form</p>} />);
});
afterEach(cleanup);

const open = async (title: string) => userEvent.click(screen.getByRole('button', { name: new RegExp(title) }));

test('every lesson is on the list, and none is begun', () => {
  const list = screen.getByRole('list');
  expect(within(list).getAllByRole('listitem')).toHaveLength(LESSONS.length);
  expect(within(list).queryByText(/Done|Step/)).toBeNull();
});

test('the answer is shown only after a guess, and the guess stays beside it', async () => {
  await open('What a channel-wise');
  expect(screen.queryByText(/The saving is the number of channels/)).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'Work it out' }));
  expect(screen.getByText(/The saving is the number of channels/)).toBeDefined();
  expect(screen.getByText(/It is 216 times; you said 63 times/)).toBeDefined();
});

test('a choice shows every option’s number, and marks the guess', async () => {
  await open('Depth against width');
  await userEvent.click(screen.getByRole('radio', { name: 'The number of frames' }));
  await userEvent.click(screen.getByRole('button', { name: 'Work it out' }));
  expect(screen.getByText('Not this one.')).toBeDefined();
  expect(screen.getByText('your guess').closest('li')?.textContent).toContain('2.00 times');
  expect(documentStore.getState().design.clip.h).toBe(448);
});

test('the text lights the graph, and a part that is selected answers', async () => {
  await open('What a channel-wise');
  expect(pointingStore.getState().litPaths).toEqual(['layer3.1.conv2']);
  select('layer3.1.conv2');
  const words = await screen.findByRole('button', { name: 'middle convolution' });
  expect(words.hasAttribute('data-answers')).toBe(true);
  expect(screen.getByText('layer3.1.conv2')).toBeDefined();
});

test('who tries something else is told so, and comes back', async () => {
  await open('Rounding to eights');
  expect(screen.queryByText(/shows another design/)).toBeNull();
  edit({ reference: { gamma_w: 3 } });
  await userEvent.click(await screen.findByRole('button', { name: 'Back to the lesson' }));
  expect(documentStore.getState().design.reference.gamma_w).toBe(1);
});

test('the task follows the learner’s hand', async () => {
  await open('Designing for a budget');
  await userEvent.click(screen.getByRole('button', { name: 'Step 3 of 3' }));
  expect(screen.getAllByText('not yet')).toHaveLength(2);
  edit({ reference: { gamma_b: 1 }, clip: { t: 8 } });
  expect(await screen.findAllByText('kept')).toHaveLength(2);
  await userEvent.click(screen.getByRole('button', { name: 'It fits' }));
  await userEvent.click(screen.getByRole('button', { name: 'Finish' }));
  expect(screen.getByText('Done')).toBeDefined();
  expect(documentStore.getState().design.clip.t).toBe(13);
});

test('the glossary finds a term by any of its words', async () => {
  await userEvent.click(screen.getByRole('tab', { name: 'Glossary' }));
  await userEvent.type(screen.getByRole('textbox', { name: 'Look up a term' }), 'depthwise');
  const found = screen.getAllByRole('article');
  expect(found).toHaveLength(1);
  expect(found[0]?.textContent).toContain('Channel-wise convolution');
});
