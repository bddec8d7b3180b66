// @vitest-environment jsdom

import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import { trainingNeed } from '../../../src/analysis/trainingStep';
import { presetNamed } from '../../../src/design/presets';
import { type App, createApp } from '../../../src/state/app';
import { amountText } from '../../../src/text/numberText';
import { Compare } from '../../../src/ui/compare/Compare';
import { renderInStudio } from '../renderInStudio';

let app: App;
beforeEach(() => {
  app = createApp();
  renderInStudio(app, <Compare />);
});

const against = (name: 'S' | 'M' | 'L') =>
  act(() => app.comparison.pin({ title: `X3D-${name}`, design: presetNamed(name).design, preset: name }));

test('empty, it says how to get a comparison, and one press pins the design', async () => {
  expect(screen.getByText(/Nothing to compare with yet/)).toBeDefined();
  await userEvent.click(screen.getByRole('button', { name: 'Pin this design' }));
  expect(app.comparison.getState().pinned?.design).toEqual(presetNamed('S').design);
  expect(screen.getByText(/Both are the same design/)).toBeDefined();
});

test('totals of both stand one over the other: X3D-S has 0.62 times the parameters of X3D-L', () => {
  against('L');
  const table = within(screen.getByRole('table', { name: 'Totals of both networks' }));
  const parameters = (row: RegExp) =>
    within(table.getByRole('row', { name: row })).getAllByRole('cell')[0]?.textContent;
  expect(table.getAllByRole('columnheader')[0]?.textContent).toBe('parameters');
  expect(parameters(/^pinned/)).toBe('6.15\u202fM');
  expect(parameters(/^this/)).toBe('3.79\u202fM');
  expect(parameters(/^difference/)).toBe('−2.36\u202fM× 0.62');
});

test('memory to train is one of the totals, under the plan that the inspector sets', () => {
  against('L');
  const table = within(screen.getByRole('table', { name: 'Totals of both networks' }));
  const memory = (row: RegExp) =>
    within(table.getByRole('row', { name: row }))
      .getAllByRole('cell')
      .at(-1)?.textContent;
  expect(table.getAllByRole('columnheader').at(-1)?.textContent).toBe('memory to train');
  const batchOf = (clips: number, optimizer: 'momentum' | 'adam') => {
    const { design } = presetNamed('S');
    return amountText(trainingNeed(design, { optimizer, mixed: false }).of(clips).total, 'B');
  };
  expect(memory(/^this/)).toBe(batchOf(1, 'momentum'));
  act(() => app.trainingPlan.setState({ batch: 8, optimizer: 'adam' }));
  expect(memory(/^this/)).toBe(batchOf(8, 'adam'));
  act(() => app.trainingPlan.setState({ batch: null, optimizer: 'momentum' }));
});

test('the numbers that differ are named as the paper names them', () => {
  against('S');
  act(() => app.document.edit({ reference: { gamma_w: 2 }, clip: { t: 4 } }));
  const list = screen.getByRole('list', { name: 'Numbers that differ' });
  expect(
    within(list)
      .getAllByRole('listitem')
      .map((item) => item.textContent),
  ).toEqual(['γw 1 → 2', 'γt 13 → 4']);
});

test('blocks that came and went are marked on both graphs, on the merged one, and in the tree, which opens to the layers', async () => {
  against('S');
  act(() => app.document.setByHand('layer2', { blocks: 6 }));
  act(() => app.document.setByHand('layer3', { blocks: 10 }));
  const before = within(await screen.findByRole('region', { name: 'The pinned network, X3D-S' }));
  const after = within(screen.getByRole('region', { name: 'The network on the screen' }));
  expect(before.getByRole('button', { name: /layer3\.10: removed$/ })).toBeDisabled();
  expect(before.queryByRole('button', { name: /layer2\.5/ })).toBeNull();
  expect(after.getByRole('button', { name: /layer2\.5: added$/ })).toBeEnabled();
  expect(after.queryByRole('button', { name: /layer3\.10/ })).toBeNull();
  // Opened on one side, a part is open on both, on the same lines.
  await userEvent.click(before.getByRole('button', { name: 'Inside of layer2.0' }));
  const places = [before, after].map((side) =>
    side
      .getAllByRole('button', { name: /^conv1 .*layer2\.0\.conv1: the same$/ })
      .map((part) => part.parentElement?.style.cssText),
  );
  expect(places[0]?.[0]?.replace('/ 1', '/ 2')).toBe(places[1]?.[0]);
  await userEvent.click(screen.getByRole('radio', { name: 'Merged' }));
  expect(await screen.findByRole('button', { name: /layer2\.5: added$/ })).toBeEnabled();
  expect(screen.getByRole('button', { name: /layer3\.10: removed$/ })).toBeDisabled();
  expect(screen.getByRole('button', { name: /^layer1 .*: the same$/ })).toBeDefined();
  await userEvent.click(screen.getByRole('button', { name: 'Open layer2' }));
  await userEvent.click(screen.getByRole('button', { name: 'Open layer2.5' }));
  const row = screen.getByRole('row', { name: /conv2/ });
  expect(within(row).getByText('added')).toBeDefined();
  // Parameters of conv2 and its norm: 108 × 27 + 2 × 108.
  expect(within(row).getByTitle(/^3.132$/).textContent).toBe('+3.13\u202fk');
  await userEvent.click(within(row).getByRole('button', { name: 'conv2' }));
  expect(app.session.getState().selected).toBe('layer2.5.conv2');
});

test('swapping opens the pinned design and pins the other, as one step', async () => {
  against('M');
  await userEvent.click(screen.getByRole('button', { name: 'Swap' }));
  expect(app.document.getState()).toMatchObject({ preset: 'M', design: presetNamed('M').design });
  expect(app.comparison.getState().pinned).toMatchObject({ title: 'X3D-S', preset: 'S' });
});

test('what is pinned can be chosen among presets and taken away again', async () => {
  against('M');
  await userEvent.selectOptions(screen.getByLabelText('Against'), 'X3D-XS');
  expect(app.comparison.getState().pinned?.preset).toBe('XS');
  await userEvent.click(screen.getByRole('button', { name: 'Unpin' }));
  expect(screen.getByText(/Nothing to compare with yet/)).toBeDefined();
});
