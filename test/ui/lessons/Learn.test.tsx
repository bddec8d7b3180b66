// @vitest-environment jsdom

import { act, cleanup, fireEvent, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LESSONS } from '../../../src/lessons/lessons';
import { summed } from '../../../src/present/lessonResults';
import { type App, createApp } from '../../../src/state/app';
import { readLink } from '../../../src/state/codes/linkCode';
import { openLink } from '../../../src/state/document/share';
import { Learn } from '../../../src/ui/lessons/Learn';
import { renderInStudio } from '../renderInStudio';

let app: App;
beforeEach(() => {
  app = createApp();
  localStorage.clear();
  renderInStudio(app, <Learn graph={<p>the graph</p>} form={<p>the form</p>} />);
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
  const work = screen.getByRole('button', { name: 'Work it out' });
  expect(work).toHaveProperty('disabled', true);
  fireEvent.change(screen.getByRole('slider'), { target: { value: '120' } });
  await userEvent.click(work);
  expect(screen.getByText(/The saving is the number of channels/)).toBeDefined();
  expect(screen.getByText(/It is 216 times; you said 130 times/)).toBeDefined();
});

test('what is within a factor of two is not counted as close, and says so', async () => {
  await open('What a channel-wise');
  fireEvent.change(screen.getByRole('slider'), { target: { value: '120' } });
  await userEvent.click(screen.getByRole('button', { name: 'Work it out' }));
  expect(screen.getByText(/^Not close, but within a factor of two\./)).toBeDefined();
  expect(summed(app.lessons.getState().progress)).toMatchObject({ answered: 1, good: 0 });
});

test('a choice shows every option’s number, and marks the guess', async () => {
  await open('Depth against width');
  await userEvent.click(screen.getByRole('radio', { name: 'The number of frames' }));
  await userEvent.click(screen.getByRole('button', { name: 'Work it out' }));
  expect(screen.getByText('Not this one.')).toBeDefined();
  expect(screen.getByText('your guess').closest('li')?.textContent).toContain('2 times');
  expect(app.document.getState().design.clip.h).toBe(448);
});

test('the text lights the graph, and a part that is selected answers', async () => {
  await open('What a channel-wise');
  expect(app.pointing.getState().litPaths).toEqual(['layer3.1.conv2']);
  app.session.setState({ selected: 'layer3.1.conv2' });
  const words = await screen.findByRole('button', { name: 'middle convolution' });
  expect(words.hasAttribute('data-answers')).toBe(true);
  expect(screen.getByText('layer3.1.conv2')).toBeDefined();
});

test('who tries something else is told so, and comes back', async () => {
  await open('Rounding to eights');
  expect(screen.queryByText(/shows another design/)).toBeNull();
  app.document.edit({ reference: { gamma_w: 3 } });
  await userEvent.click(await screen.findByRole('button', { name: 'Back to the lesson' }));
  expect(app.document.getState().design.reference.gamma_w).toBe(1);
});

test('what is skipped stays open, and the lesson with it', async () => {
  await open('What a channel-wise');
  expect(document.activeElement?.textContent).toBe('One filter a channel');
  for (let step = 0; step < 3; step++) await userEvent.click(screen.getByRole('button', { name: 'Skip' }));
  expect(screen.getByRole('heading', { name: 'Not all is answered yet' })).toBeDefined();
  await userEvent.click(screen.getByRole('button', { name: 'All lessons' }));
  expect(document.activeElement?.textContent).toBe('How X3D scales, by doing it');
  expect(screen.getByText('3 of 3 still open')).toBeDefined();
  expect(screen.queryByText(/Done|lessons are done/)).toBeNull();
});

test('the task follows the learner’s hand', async () => {
  await open('Designing for a budget');
  await userEvent.click(screen.getByRole('button', { name: 'Step 3 of 3' }));
  expect(screen.getAllByText('not yet')).toHaveLength(2);
  app.document.edit({ reference: { gamma_b: 1 }, clip: { t: 8 } });
  expect(await screen.findAllByText('kept')).toHaveLength(2);
  await userEvent.click(screen.getByRole('button', { name: 'It fits' }));
  await userEvent.click(screen.getByRole('button', { name: 'Finish' }));
  // Two questions were passed over.
  expect(screen.getByRole('heading', { name: 'Not all is answered yet' })).toBeDefined();
  expect(screen.getByText(/1 of 3 predictions was right or close/)).toBeDefined();
  await userEvent.click(screen.getByRole('button', { name: 'All lessons' }));
  expect(screen.getByText('2 of 3 still open')).toBeDefined();
  expect(
    screen.getByText(/0 of 13 lessons are done. 1 of 1 predictions was right or close; \d+ questions are open/),
  ).toBeDefined();
  expect(app.document.getState().design.clip.t).toBe(13);
});

test('a part is pointed at on the graph, and equal parts are equally right', async () => {
  await open('What a channel-wise');
  await userEvent.click(screen.getByRole('button', { name: 'Step 2 of 3' }));
  const work = screen.getByRole('button', { name: 'Work it out' });
  // The scene selects the block itself, which answers nothing.
  expect(work).toHaveProperty('disabled', true);
  app.session.setState({ selected: 'layer3.1.conv3.bn' });
  expect((await screen.findByText(/You point at/)).textContent).toContain('layer3.1.conv3');
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'By name' }), 'layer3.1.conv1');
  expect(app.session.getState().selected).toBe('layer3.1.conv1');
  await userEvent.click(work);
  expect(screen.getByText('Right.')).toBeDefined();
  expect(app.pointing.getState().litPaths).toEqual(['layer3.1.conv1', 'layer3.1.conv3']);
  expect(app.session.getState().measure).toBe('macs');
});

test('a curve is drawn and a point placed by keyboard, and both stand beside the answer', async () => {
  await open('Rounding to eights');
  const handles = await screen.findAllByRole('slider');
  expect(handles).toHaveLength(5);
  for (const handle of handles) fireEvent.keyDown(handle, { key: 'ArrowUp', shiftKey: true });
  await userEvent.click(screen.getByRole('button', { name: 'Work it out' }));
  expect(screen.getByText(/^A staircase/)).toBeDefined();
  const rows = screen.getAllByRole('row').map(({ textContent }) => textContent);
  expect(rows[2]).toContain('×1×1.7×2.58×2.58×3.65');
  await userEvent.click(screen.getByRole('button', { name: 'Leave, with my own design' }));

  await open('Depth against width');
  await userEvent.click(screen.getByRole('button', { name: 'Step 2 of 3' }));
  const point = await screen.findByRole('slider', { name: 'twice as wide' });
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowUp', 'ArrowUp', 'ArrowUp', 'ArrowUp', 'ArrowUp'])
    fireEvent.keyDown(point, { key, shiftKey: true });
  await userEvent.click(screen.getByRole('button', { name: 'Work it out' }));
  expect(screen.getByText(/^Close\. It is 17\.3.GMACs, 10\.5.M parameters/)).toBeDefined();
});

test('all answers are forgotten, and brought back', async () => {
  await open('What a channel-wise');
  fireEvent.change(screen.getByRole('slider'), { target: { value: '140' } });
  await userEvent.click(screen.getByRole('button', { name: 'Work it out' }));
  await userEvent.click(screen.getByRole('button', { name: 'Leave, with my own design' }));
  await userEvent.click(screen.getByRole('button', { name: 'Start all over' }));
  expect(screen.queryByRole('region', { name: 'Your progress' })).toBeNull();
  act(() => app.notices.getState().notices.at(-1)?.action?.run());
  expect(screen.getByRole('region', { name: 'Your progress' })).toBeDefined();
});

test('the glossary finds a term by any of its words', async () => {
  await userEvent.click(screen.getByRole('tab', { name: 'Glossary' }));
  await userEvent.type(screen.getByRole('textbox', { name: 'Look up a term' }), 'depthwise');
  const found = screen.getAllByRole('article');
  expect(found).toHaveLength(1);
  expect(found[0]?.textContent).toContain('Channel-wise convolution');
});

test('a course of a link stands first, counts its lessons, and goes on with its own next one', async () => {
  act(() => app.session.setState({ course: ['time', 'axes'] }));
  const [course] = screen.getAllByRole('list');
  if (!course) throw new Error('no list');
  expect(within(course).getAllByRole('listitem')).toHaveLength(2);
  await userEvent.click(within(course).getAllByRole('button')[0] ?? course);
  expect(screen.getByText('lesson 1 of 2')).toBeDefined();
  const steps = LESSONS.find(({ name }) => name === 'time')?.steps.length ?? 0;
  for (let step = 0; step < steps; step++)
    await userEvent.click(screen.getByRole('button', { name: /^(Next|Skip|Finish)$/ }));
  expect(screen.getByRole('button', { name: /^Next: Depth against width/ })).toBeDefined();
  act(() => app.session.setState({ course: [] }));
});

test('on paper a lesson has all its steps, with room for answers', async () => {
  await open('Depth against width');
  act(() => void window.dispatchEvent(new Event('beforeprint')));
  const { steps = [] } = LESSONS.find(({ name }) => name === 'axes') ?? {};
  for (const { title } of steps) expect(screen.getAllByRole('heading', { name: new RegExp(title) })).not.toEqual([]);
  expect(screen.getAllByRole('img', { name: /^The network of step/ })).not.toEqual([]);
  expect(screen.getAllByText('My answer:')).not.toEqual([]);
  act(() => void window.dispatchEvent(new Event('afterprint')));
  expect(screen.queryByText('My answer:')).toBeNull();
});

test('a lesson that does not exist is left out of a link with a sentence, and a course without it', async () => {
  const { design } = app.document.getState();
  for (const hash of ['v=1&lesson=toString', 'v=1&from=S&lesson=nothing:2&lessons=nothing,axes,__proto__']) {
    const link = readLink(hash);
    if (link) act(() => openLink(app, link));
  }
  await screen.findByRole('heading', { name: 'How X3D scales, by doing it' });
  expect(app.session.getState()).toMatchObject({ lesson: null, course: ['axes'] });
  expect(app.document.getState().design).toEqual(design);
  expect(app.notices.getState().notices.map(({ text }) => text)).toEqual([
    "There is no lesson 'toString'.",
    "There is no lesson 'nothing'. There is no lesson '__proto__'.",
  ]);
});
