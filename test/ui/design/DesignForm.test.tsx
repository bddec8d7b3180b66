// @vitest-environment jsdom

import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PARAMETERS } from '../../../src/design/parameters';
import { type App, createApp } from '../../../src/state/app';
import { DesignForm } from '../../../src/ui/design/DesignForm';
import { renderInStudio } from '../renderInStudio';

const reference = () => app.document.getState().design.reference;
const steps = () => app.document.history.getState().past.length;
const field = (path: string): HTMLElement => {
  const found = document.querySelector<HTMLElement>(`[data-field="${path}"]`);
  if (!found) throw new Error(`The form has no field ${path}.`);
  return found;
};

let app: App;
beforeEach(() => {
  app = createApp();
  renderInStudio(app, <DesignForm />);
});
afterEach(cleanup);

async function unfold(title: string) {
  const summary = screen.getByRole('heading', { name: title }).closest('summary');
  if (summary && !summary.closest('details')?.open) await userEvent.click(summary);
}

test('every parameter of the table has its field', async () => {
  for (const title of ['Layers', 'Training', 'Head']) await unfold(title);
  // The width of a frame stands in the field of its height; those of the layers come in a chunk of their own.
  for (const { field: path } of PARAMETERS) if (path !== 'clip.w') await waitFor(() => field(path));
});

test('a pooling window is typed, refused where it does not fit, and taken back', async () => {
  await unfold('Head');
  const type = async (text: string) => {
    const input = screen.getByRole('textbox', { name: 'Pooling window' });
    await userEvent.clear(input);
    await userEvent.type(input, `${text}{Enter}`);
  };
  await type('13, 4, 4');
  expect(app.document.getState().design.head?.pool_window).toEqual([13, 4, 4]);
  await type('13 x 9 x 4');
  expect(field('head.pool_window').textContent).toContain('does not fit a map of 13 × 5 × 5');
  const before = steps();
  await type('13, 9, 4');
  expect(steps()).toBe(before);
  await type(' ');
  expect(app.document.getState().design.head?.pool_window).toBeNull();
});

describe('a factor', () => {
  test('shows its derivation, and what the next step would give', () => {
    expect(field('reference.gamma_w').textContent).toContain('24 × 1 = 24');
    expect(field('reference.gamma_d').textContent).toContain('⌈1·2·5·3 × 2.2⌉ = 3·5·11·7');
    expect(field('reference.gamma_b').textContent).toContain('24·48·96·192 × 2.25 → 54·108·216·432');
    expect(screen.getByRole('button', { name: 'next 1.12, the next step of Width, gives 32' })).toBeDefined();
  });

  test('is typed exactly, as one step', async () => {
    const input = screen.getByRole('spinbutton', { name: 'Width' });
    await userEvent.click(input);
    await userEvent.keyboard('1.35{Enter}');
    expect(reference().gamma_w).toBe(1.35);
    expect(field('reference.gamma_w').textContent).toContain('24 × 1.35 = 32.4 → 32');
    expect(steps()).toBe(1);
  });

  test('is dragged as one step', () => {
    const slider = screen.getByRole('slider', { name: 'Width, slider' });
    fireEvent.pointerDown(slider);
    for (const value of ['1.2', '1.5', '2']) fireEvent.change(slider, { target: { value } });
    fireEvent.pointerUp(slider);
    expect(reference().gamma_w).toBe(2);
    expect(steps()).toBe(1);
    app.document.undo();
    expect(reference().gamma_w).toBe(1);
  });

  test('answers why: candidates, the nearest, the 0.9 rule', async () => {
    app.document.edit({ reference: { gamma_w: 1.12 } });
    await userEvent.click(await screen.findByRole('button', { name: /^Why Width gives 32\?/ }));
    const answer = await screen.findByText(/lies between/);
    expect(answer.textContent).toContain('24 and 32');
    expect(screen.getByText('24 × 1.12 = 26.88 → 24, which is under 0.9 × 26.88, so 32')).toBeDefined();
  });

  test('takes a fraction, and says of what is no number that it is none', async () => {
    const input = screen.getByRole('spinbutton', { name: 'Squeeze ratio' });
    await userEvent.clear(input);
    await userEvent.type(input, '1/8{Enter}');
    expect(reference().se_ratio).toBe(0.125);
    await userEvent.clear(input);
    await userEvent.type(input, 'wide{Enter}');
    expect(reference().se_ratio).toBe(0.125);
    expect(screen.getByRole('alert')).toHaveTextContent(
      /^“wide” is no number: type digits.*Squeeze ratio stays 0\.125\.$/,
    );
    expect(input).toHaveAttribute('aria-invalid', 'true');
    await userEvent.clear(input);
    await userEvent.type(input, '1.35 mm{Enter}');
    expect(screen.getByRole('alert')).toHaveTextContent(/type 1\.35 alone/);
  });
});

test('the number of stages takes the strides along, in one step', async () => {
  const stages = within(field('reference.num_stages'));
  await userEvent.click(stages.getByRole('radio', { name: '3' }));
  expect(reference()).toMatchObject({ num_stages: 3, spatial_strides: [2, 2, 2] });
  await userEvent.click(stages.getByRole('radio', { name: '4' }));
  expect(reference()).toMatchObject({ num_stages: 4, spatial_strides: [2, 2, 2, 2] });
  expect(steps()).toBe(2);
});

test('SE none is a ratio of None, and all brings the ratio back', async () => {
  const style = within(field('reference.se_style'));
  await userEvent.click(style.getByRole('radio', { name: 'none' }));
  expect(reference().se_ratio).toBeNull();
  await userEvent.click(style.getByRole('radio', { name: 'all' }));
  expect(reference()).toMatchObject({ se_style: 'all', se_ratio: 1 / 16 });
});

test('an oddity of the reference is said at its control', async () => {
  await unfold('Layers');
  expect(field('reference.use_swish').textContent).toContain('never read by the reference: Swish always runs');
});

test('height takes the width along while the frame is square', async () => {
  const height = screen.getByRole('spinbutton', { name: 'Height' });
  await userEvent.clear(height);
  await userEvent.type(height, '224{Enter}');
  expect(app.document.getState().design.clip).toMatchObject({ h: 224, w: 224 });
});

describe('an illegal value', () => {
  test('is said at its field with the reference’s exception, and mended by one click', async () => {
    const input = screen.getByRole('spinbutton', { name: 'Squeeze ratio' });
    await userEvent.clear(input);
    await userEvent.type(input, '0{Enter}');
    const alert = within(field('reference.se_ratio')).getByRole('alert');
    expect(alert.textContent).toContain('AssertionError');
    expect(input.getAttribute('aria-invalid')).toBe('true');
    expect(document.getElementById(input.getAttribute('aria-describedby') ?? '')?.contains(alert)).toBe(true);
    const legal = app.document.getState().legal;
    expect(legal.reference.se_ratio).toBe(1 / 16);
    await userEvent.click(within(alert).getByRole('button'));
    expect(app.document.getState().legal).toBe(app.document.getState().design);
    expect(within(field('reference.se_style')).queryByRole('alert')).toBeNull();
  });

  test('is counted on its section', async () => {
    app.document.edit({ clip: { t: 0 } });
    expect(await screen.findByText('1 to mend')).toBeDefined();
  });
});

test('the training section says what train() trains, keeps in eval mode, and starts from', async () => {
  await unfold('Training');
  // Golden: X3D-S has 3 794 322 parameters with its head, of which stem and layer1 are 16 234 (architectures.json).
  // What it says comes in a chunk of its own.
  expect(await screen.findByText(/3\s794\s322 parameters are trained; 0 of 84 norms stay in eval mode/)).toBeVisible();
  expect(screen.getByText(/every block is the identity of its shortcut/)).toBeVisible();
  act(() => app.document.edit({ reference: { frozen_stages: 1, norm_eval: true, zero_init_residual: false } }));
  expect(await screen.findByText(/3\s778\s088 parameters are trained; 84 of 84 norms stay in eval mode/)).toBeVisible();
  expect(screen.getByText(/already adds to its shortcut/)).toBeVisible();
});
