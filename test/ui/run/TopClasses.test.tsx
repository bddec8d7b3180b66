// @vitest-environment jsdom

import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import { type App, createApp } from '../../../src/state/app';
import { TopClasses } from '../../../src/ui/run/TopClasses';
import { renderInStudio } from '../renderInStudio';

let app: App;
beforeEach(() => {
  app = createApp();
});

const shown = () => within(screen.getByRole('list', { name: 'Most probable classes' })).getAllByRole('listitem');
const scoresOf = (count: number) => [Float32Array.from({ length: count }, (_, index) => index / 7)];

test('a network of few classes shows all of them, one of many five and up to twenty', async () => {
  for (const count of [1, 2, 6, 10]) {
    const { unmount } = renderInStudio(app, <TopClasses scores={scoresOf(count)} classCount={count} />);
    expect(shown()).toHaveLength(count);
    unmount();
  }
  const { unmount } = renderInStudio(app, <TopClasses scores={scoresOf(14)} classCount={14} />);
  expect(shown()).toHaveLength(5);
  await userEvent.click(screen.getByRole('radio', { name: 'All 14' }));
  expect(shown()).toHaveLength(14);
  unmount();
  renderInStudio(app, <TopClasses scores={scoresOf(400)} classCount={400} />);
  expect(shown()).toHaveLength(5);
  expect(screen.queryByRole('radio', { name: /^All/ })).toBeNull();
});

test('a name that is cut says all of itself on demand, to the keyboard too', async () => {
  const name = 'pretending to take something out of something that has no bottom, for a rather long while';
  app.labels.setState({ labels: { file: 'labels.txt', names: [name, 'b'] } });
  renderInStudio(app, <TopClasses scores={scoresOf(2)} classCount={2} />);
  expect(screen.getByText(name)).toHaveAttribute('title', name);
  await userEvent.tab();
  expect(screen.getByText(name)).toHaveFocus();
  await userEvent.tab();
  expect(screen.getByText('b')).not.toHaveFocus();
});
