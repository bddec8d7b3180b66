// @vitest-environment jsdom

import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import { type App, createApp } from '../../../src/state/app';
import { OverridesField } from '../../../src/ui/design/OverridesField';
import { renderInStudio } from '../renderInStudio';

const overrides = () => app.document.getState().design.overrides;

let app: App;
beforeEach(() => {
  app = createApp();
  renderInStudio(app, <OverridesField />);
});

const type = async (label: string, text: string) => {
  const field = screen.getByRole('spinbutton', { name: label });
  await userEvent.clear(field);
  await userEvent.type(field, `${text}{Enter}`);
};

test('a number set by hand is marked, said to leave mmaction2, and survives a change of γ_d', async () => {
  await type('blocks of layer3', '4');
  expect(overrides()).toEqual({ layer3: { blocks: 4 } });
  expect(screen.getByText(/mmaction2 can no longer express/)).toBeDefined();
  app.document.edit({ reference: { gamma_d: 5 } });
  expect(await screen.findByRole('spinbutton', { name: 'blocks of layer3, set by hand' })).toHaveValue('4');
  expect(screen.getByRole('spinbutton', { name: 'blocks of layer4' })).toHaveValue('15');
});

test('each field follows its rule again at one click', async () => {
  await type('width of layer2', '40');
  await type('stride of layer2', '1');
  await userEvent.click(screen.getByRole('button', { name: 'Follow the rule again for width of layer2' }));
  expect(overrides()).toEqual({ layer2: { stride: 1 } });
});

test('SE is given block by block', async () => {
  await userEvent.selectOptions(screen.getByLabelText('SE of layer1'), 'each');
  expect(overrides()).toEqual({ layer1: { se: [true, false, true] } });
  await userEvent.click(screen.getByRole('button', { name: 'SE in block 1 of layer1' }));
  expect(overrides()).toEqual({ layer1: { se: [true, true, true] } });
});

test('what cannot be is said at the field, with a way out', async () => {
  await type('width of layer4', '0.5');
  expect(screen.getByText(/width of layer4 cannot be 0.5/)).toBeDefined();
  await userEvent.click(screen.getByRole('button', { name: 'Drop what was set for layer4' }));
  expect(screen.queryByText(/cannot be/)).toBeNull();
});
