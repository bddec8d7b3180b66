// @vitest-environment jsdom

import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test } from 'vitest';
import { type App, createApp } from '../../../src/state/app';
import type { Learnt } from '../../../src/state/classes/classes';
import { Diagram } from '../../../src/ui/diagram/Diagram';
import { renderInStudio } from '../renderInStudio';

let app: App;
beforeEach(() => {
  app = createApp();
  renderInStudio(app, <Diagram />);
});

const tree = () => screen.getByRole('application', { name: /^Network/ });
const press = (...keys: readonly string[]) => {
  for (const key of keys) fireEvent.keyDown(tree(), { key });
};
const selected = () => app.session.getState().selected;
/** How many nodes are lit because the last edit changed them. */
const lit = () =>
  [...document.querySelectorAll('svg[class*="changed"] path')].reduce(
    (sum, path) => sum + (path.getAttribute('d')?.split('M').length ?? 1) - 1,
    0,
  );
const items = () => screen.getAllByRole('treeitem').map((item) => item.getAttribute('aria-label') ?? '');

describe('the drawing', () => {
  test('shows every node’s name, kind, output shape and share', () => {
    expect(items()).toContain('1–10 (plain, SE) × 5 96×13×10×10 31 % of the MACs');
    expect(items()).toContain('conv5 1×1×1 conv 432×13×5×5 1.4 % of the MACs');
  });

  test('is a tree: levels, and what is open', () => {
    const stage = screen.getByRole('treeitem', { name: /^layer3 / });
    expect(stage).toHaveAttribute('aria-expanded', 'true');
    expect(stage).toHaveAttribute('aria-level', '1');
    expect(screen.getByRole('treeitem', { name: /^1–10 / })).toHaveAttribute('aria-level', '2');
    expect(stage.closest('[role="tree"]')).toHaveAttribute('aria-label', 'Network');
  });

  test('redraws with the design, keeps the selection, and marks what changed', async () => {
    act(() => app.session.setState({ selected: 'layer3.0' }));
    act(() => app.document.edit({ reference: { gamma_w: 2 } }));
    expect(selected()).toBe('layer3.0');
    const block = screen.getByRole('treeitem', { name: /^0 SE block 192×13×10×10/ });
    expect(block).toHaveAttribute('aria-selected', 'true');
    // Everything but the clip is lit.
    expect(lit()).toBe(items().length - 1);
    act(() => app.document.edit({ head: { num_classes: 7 } }));
    expect(lit()).toBe(1);
    act(() => app.session.setLevel('stages'));
    expect(lit()).toBe(0);
  });

  test('at the level of stages nothing is open', async () => {
    await userEvent.click(screen.getByRole('radio', { name: 'Stages' }));
    expect(items().map((name) => name.split(' ')[0])).toEqual([
      ...['clip', 'stem', 'layer1', 'layer2', 'layer3', 'layer4', 'conv5', 'head'],
    ]);
  });
});

describe('by keyboard', () => {
  test('arrows walk, Enter opens and unfolds, Escape closes', () => {
    press('Home', 'ArrowRight', 'ArrowRight');
    expect(selected()).toBe('layer1.0');
    press('Enter');
    expect(screen.getByRole('treeitem', { name: /^0 SE block 24×/ })).toHaveAttribute('aria-expanded', 'true');
    press('ArrowRight');
    expect(selected()).toBe('layer1.0.conv1');
    press('Escape');
    expect(selected()).toBe('layer1.0');
    expect(screen.queryByRole('treeitem', { name: /^conv1 / })).toBeNull();
  });

  test('Enter on a run shows what repeats, once; it unfolds, and its stage folds it again', () => {
    act(() => app.session.setState({ selected: 'layer4.1…' }));
    press('Enter');
    expect(items()).toContain('1–6 (plain, SE) × 3 unfold 192×13×5×5 18 % of the MACs');
    expect(items().filter((name) => /^\d+ (plain|SE) block 192×13×5×5/.test(name))).toHaveLength(3);
    fireEvent.click(screen.getByRole('button', { name: 'unfold' }));
    expect(items().some((name) => name.startsWith('3 plain block 192×13×5×5'))).toBe(true);
    fireEvent.click(screen.getByRole('button', { name: 'fold 1–6' }));
    press('Escape');
    expect(items()).toContain('1–6 (plain, SE) × 3 192×13×5×5 18 % of the MACs');
  });

  test('Escape with nothing to close is left to the page', () => {
    press('End');
    expect(selected()).toBe('head');
    expect(fireEvent.keyDown(tree(), { key: 'Escape' })).toBe(true);
  });

  test('the focused tree names the node that is active', async () => {
    act(() => app.session.setState({ selected: 'layer3.6.conv2.bn' }));
    await waitFor(() => expect(tree()).toHaveAttribute('aria-activedescendant', 'node-layer3.1…'));
  });
});

test('choosing a measure gives one legend, and the bars are its shares', async () => {
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Colour' }), 'Parameters');
  const legend = screen.getByRole('list', { name: /share of the parameters/ });
  expect(within(legend).getByText('≤ 0.1 %')).toBeDefined();
  expect(items()).toContain('head 400 classes 400 45 % of the parameters');
});

test('what was learnt colours the graph afterwards too, and the head alone is told to be too little', () => {
  const choice = () => screen.getByRole('option', { name: /^Learning/ });
  expect(choice()).toHaveTextContent('Learning: train this network first');
  const design = app.document.getState().legal;
  const learn = (scope: 'head' | 'everything', changes: Record<string, number>) =>
    act(() => app.classes.setState({ learnt: { design, scope } as Learnt, changes }));
  learn('head', {});
  expect(choice()).toHaveTextContent('Learning: train more than the head first');
  // Nothing is kept of the colours over a reload.
  learn('everything', {});
  expect(choice()).toHaveTextContent('Learning: train this network again');
  learn('everything', { conv5: 0.01 });
  expect(choice()).toHaveTextContent(/^Learning$/);
  act(() => app.document.edit({ reference: { gamma_w: 2 } }));
  expect(choice()).toHaveTextContent('Learning: train this network first');
});
