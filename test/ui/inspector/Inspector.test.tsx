// @vitest-environment jsdom

import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import { type App, createApp } from '../../../src/state/app';
import { Inspector } from '../../../src/ui/inspector/Inspector';
import { renderInStudio } from '../renderInStudio';

let app: App;
beforeEach(() => {
  app = createApp();
  renderInStudio(app, <Inspector />);
});

const heading = () => screen.getByRole('heading', { level: 2 }).textContent;

test('its title is no banner: a sheet of a phone holds it, and the page has one already', () => {
  expect(screen.queryByRole('banner')).toBeNull();
});

test('with nothing selected it is about the network, and says how to go on', () => {
  expect(heading()).toBe('Network');
  expect(screen.getByText(/Select a part/)).toBeDefined();
});

test('a layer: what it is, its shapes, and where its sizes come from', () => {
  act(() => app.session.setState({ selected: 'layer3.4.conv2.conv' }));
  expect(heading()).toBe('conv');
  expect(screen.getByText('3×3×3 channel-wise')).toBeDefined();
  expect(screen.getByText('⌊96 × 2.25⌋ = 216')).toBeDefined();
  expect(screen.getByText('⌈2.2 × 5⌉ = 11')).toBeDefined();
  expect(screen.getByRole('rowheader', { name: 'weight' })).toBeDefined();
});

test('what was set by hand is said to be, with what the rule would give', () => {
  act(() => {
    app.document.setByHand('layer3', { blocks: 6, width: 120 });
    app.session.setState({ selected: 'layer3' });
  });
  expect(screen.getByText('6, set by hand')).toBeDefined();
  expect(screen.getByText('The reference’s rule would give ⌈2.2 × 5⌉ = 11.')).toBeDefined();
  expect(screen.getByText('The reference’s rule would give 24 × 4 = 96.')).toBeDefined();
});

test('every number can be asked why', async () => {
  act(() => app.session.setState({ selected: 'layer3.4.conv2.conv' }));
  await userEvent.click(screen.getByRole('button', { name: /^Why MACs is 7.581.600/ }));
  expect(await screen.findByText(/each sees 1 × 3 × 3 × 3 = 27 weights/)).toBeDefined();
});

test('a group’s number is the sum of its parts', async () => {
  act(() => app.session.setState({ selected: 'layer1.0' }));
  await userEvent.click(screen.getByRole('button', { name: /^Why parameters is/ }));
  const sum = await screen.findByRole('table', { name: 'parameters by part' });
  expect(within(sum).getAllByRole('row').length).toBeGreaterThan(3);
});

test('the way up: a crumb selects the group around', async () => {
  act(() => app.session.setState({ selected: 'layer3.4.conv2.conv' }));
  await userEvent.click(screen.getByRole('button', { name: 'conv2' }));
  expect(heading()).toBe('conv2');
  await userEvent.click(screen.getByRole('button', { name: 'network' }));
  expect(heading()).toBe('Network');
});

test('a selection that an edit removed is said to be gone, with a way back', async () => {
  act(() => app.session.setState({ selected: 'layer3.10' }));
  act(() => app.document.edit({ reference: { gamma_d: 1 } }));
  expect(screen.getByText('layer3.10')).toBeDefined();
  await userEvent.click(screen.getByRole('button', { name: 'Show the whole network' }));
  expect(heading()).toBe('Network');
});

test('a batch norm stores five tensors: two parameters, three buffers', () => {
  act(() => app.session.setState({ selected: 'layer1.0.conv1.bn' }));
  const keys = ['weight', 'bias', 'running_mean', 'running_var', 'num_batches_tracked'];
  expect(screen.getAllByRole('rowheader').map(({ textContent }) => textContent)).toEqual(keys);
  expect(screen.getAllByText('buffer')).toHaveLength(3);
});

test('the receptive field is drawn on the clip, and says when a gate makes it global', () => {
  act(() => app.session.setState({ selected: 'layer1.0.conv2.conv' }));
  expect(screen.getByRole('img', { name: /^Sees frames \d+ to \d+ of 13/ })).toBeDefined();
  expect(screen.queryByText(/depends on the whole clip too/)).toBeNull();
  act(() => app.session.setState({ selected: 'layer2' }));
  expect(screen.getByText(/Through squeeze-and-excitation it depends on the whole clip too/)).toBeDefined();
  act(() => app.session.setState({ selected: 'head.fc2' }));
  expect(screen.getByText('It sees the whole clip.')).toBeDefined();
});

test('memory to train is one sum with its parts, for any batch, optimizer and precision', async () => {
  const step = within(await screen.findByRole('region', { name: 'Memory to train' }));
  const together = () => step.getByText('together').nextSibling?.textContent;
  const before = together();
  expect(step.getByText(/^fits 8 GB$/).nextSibling?.textContent).toMatch(/^batch up to \d+$/);
  await userEvent.selectOptions(step.getByRole('combobox', { name: 'Optimizer' }), 'adam');
  expect(together()).not.toBe(before);
  const batch = step.getByRole('spinbutton', { name: 'Clips in a training batch' });
  await userEvent.clear(batch);
  await userEvent.type(batch, '4096{Enter}');
  expect(together()).toMatch(/TB|GB/);
  expect(step.getByText(/nothing is frozen, checkpointing off/)).toBeDefined();
  act(() => app.document.edit({ reference: { frozen_stages: 2, with_cp: true } }));
  expect(await step.findByText(/the stem and 2 stages are frozen, checkpointing on/)).toBeDefined();
});
