// @vitest-environment jsdom

import { fireEvent, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import { type App, createApp } from '../../../src/state/app';
import { LayerTable } from '../../../src/ui/table/LayerTable';
import { renderInStudio } from '../renderInStudio';

let app: App;
beforeEach(() => {
  app = createApp();
  renderInStudio(app, <LayerTable />);
});

const grid = () => screen.getByRole('grid', { name: 'Layers' });
const paths = () =>
  within(grid())
    .getAllByRole('row')
    .slice(1)
    .flatMap((row) => row.querySelector('code')?.textContent ?? []);

test('only the rows in sight are elements, but all are counted', () => {
  expect(grid()).toHaveAttribute('aria-rowcount', '378');
  expect(paths().length).toBeLessThan(100);
  expect(paths()[0]).toBe('conv1_s.conv');
});

test('a heading sorts, largest number first; the third press gives the network’s order back', async () => {
  const heading = () => screen.getByRole('columnheader', { name: /^Parameters/ });
  const press = () => userEvent.click(within(heading()).getByRole('button'));
  await press();
  expect(heading()).toHaveAttribute('aria-sort', 'descending');
  expect(paths()[0]).toBe('head.fc1');
  await press();
  expect(heading()).toHaveAttribute('aria-sort', 'ascending');
  await press();
  expect(heading()).not.toHaveAttribute('aria-sort');
  expect(paths()[0]).toBe('conv1_s.conv');
});

test('a search narrows the rows and says how many; one that finds nothing says what can be typed', async () => {
  await userEvent.type(screen.getByRole('textbox', { name: 'Search layers' }), 'macs>1e7 fc');
  expect(screen.getByRole('status')).toHaveTextContent('0 of 370 layers');
  expect(screen.getByText(/No layer matches/)).toBeDefined();
  await userEvent.clear(screen.getByRole('textbox', { name: 'Search layers' }));
  await userEvent.type(screen.getByRole('textbox', { name: 'Search layers' }), 'head.fc1');
  expect(screen.getByRole('status')).toHaveTextContent('1 of 370 layers; totals are theirs');
  const bar = screen.getByRole('img', { name: /^Parameters by stage/ });
  expect(bar.getAttribute('aria-label')).toMatch(/layer4 0, conv5 0, head 885.k$/);
});

test('the selection is the graph’s, by pointer and by key', async () => {
  await userEvent.click(within(grid()).getByText('conv1_t.bn'));
  expect(app.session.getState().selected).toBe('conv1_t.bn');
  fireEvent.keyDown(grid(), { key: 'ArrowDown' });
  expect(app.session.getState().selected).toBe('conv1_t.activate');
  expect(grid()).toHaveAttribute('aria-activedescendant', 'row-conv1_t.activate');
});
