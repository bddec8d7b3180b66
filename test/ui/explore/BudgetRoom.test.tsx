// @vitest-environment jsdom

import { fireEvent, screen } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { type App, createApp } from '../../../src/state/app';
import { BudgetRoom } from '../../../src/ui/explore/BudgetRoom';
import { renderInStudio } from '../renderInStudio';

let app: App;
beforeEach(() => {
  app = createApp();
});

const limit = () => app.explore.getState().budget.limits.trainingStep;

test('memory to train has a limit, typed in GB and kept in bytes; an empty field is no limit', () => {
  renderInStudio(app, <BudgetRoom />);
  const field = screen.getByRole('spinbutton', { name: 'memory to train, at most, GB' });
  fireEvent.change(field, { target: { value: '8' } });
  fireEvent.blur(field);
  expect(limit()).toBe(8e9);
  fireEvent.change(field, { target: { value: '' } });
  fireEvent.blur(field);
  expect(limit()).toBeNull();
});

test('an axis is kept as on the form, and fewer designs are tried', () => {
  renderInStudio(app, <BudgetRoom />);
  const tried = () =>
    Number(/([\d\u202f]+) designs around/.exec(document.body.textContent ?? '')?.[1]?.replace(/\D/g, ''));
  const before = tried();
  fireEvent.click(screen.getByRole('checkbox', { name: 'width' }));
  expect(app.explore.getState().budget.held).toEqual(['gamma_w']);
  expect(tried()).toBeLessThan(before);
  fireEvent.click(screen.getByRole('checkbox', { name: 'width' }));
});
