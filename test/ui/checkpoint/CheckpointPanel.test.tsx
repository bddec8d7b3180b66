// @vitest-environment jsdom

import { Blob } from 'node:buffer';
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type App, createApp } from '../../../src/state/app';
import { createOpener, type Opener } from '../../../src/state/files/opener';
import { CheckpointPanel } from '../../../src/ui/checkpoint/CheckpointPanel';
import { OpenNotice } from '../../../src/ui/checkpoint/OpenNotice';
import { WeightsBadge } from '../../../src/ui/checkpoint/WeightsBadge';
import type { Studio } from '../../../src/worker/client';
import { goldenFile } from '../../golden/checkpoints/pack';
import { graphRunner, startStudio } from '../../worker/workers';
import { renderInStudio } from '../renderInStudio';

// Real files through the real worker into a real table: seconds, and more of them on a busy machine.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 });

let studio: Studio;
let opener: Opener;

let app: App;
beforeEach(() => {
  app = createApp();
  studio = startStudio();
  opener = createOpener({ ...app, studio: () => studio, runner: graphRunner(() => studio) });
  renderInStudio(
    app,
    <>
      <WeightsBadge />
      <OpenNotice />
      <CheckpointPanel />
    </>,
  );
});
afterEach(() => {
  cleanup();
  studio.end();
});

/** As the studio worker gets it: jsdom's own Blob cannot travel to another thread. */
const open = (name: string) => act(() => opener.open(new Blob([goldenFile(name)]) as globalThis.Blob, name));
// Found by label, not by role: roles of hundreds of rows take a second to compute in jsdom.
const panelText = () => screen.getByLabelText('Checkpoint').textContent;
const counts = () => within(screen.getByLabelText('Tensors by what became of them'));
const count = (name: RegExp) =>
  counts().getByText((_, element) => element?.tagName === 'BUTTON' && name.test(element.textContent ?? ''));
const badge = () => screen.queryByLabelText(/^Weights: /);
const field = (name: string) => screen.getAllByText(name, { selector: 'code' }).at(-1)?.closest('div') as HTMLElement;

test('before a file, the panel says what will be here and how to get it', () => {
  expect(panelText()).toContain('Drop a checkpoint anywhere');
  expect(screen.getByRole('button', { name: 'Open a checkpoint…' })).toBeDefined();
  expect(badge()).toBeNull();
});

test('what came of running a graph beside its network is said, and can be stopped or asked for', async () => {
  await open('torch_folded.onnx');
  const region = () => screen.getByLabelText('Run beside the network');
  const done = { kind: 'done', clip: [1, 3, 4, 32, 32], distance: 2e-6, largest: 5e-7, differences: [] } as const;
  act(() => app.checkpoint.setState({ graphRun: done }));
  expect(region().textContent).toContain('their outputs are 5.0e-7 apart at most, 2.0e-6 of the result');
  expect(region().dataset.tone).toBe('good');
  act(() => app.checkpoint.setState({ graphRun: { kind: 'under way' } }));
  expect(within(region()).getByRole('button', { name: 'Stop comparing' })).toBeDefined();
  act(() => app.checkpoint.setState({ graphRun: { kind: 'not run', whyNot: 'it takes long.', mayBeTried: true } }));
  expect(region().textContent).toContain('were not run beside each other: it takes long.');
  expect(within(region()).getByRole('button', { name: 'Run both graphs' })).toBeDefined();
  act(() => app.checkpoint.setState({ graphRun: { kind: 'not run', whyNot: 'it holds NaN.', mayBeTried: false } }));
  expect(within(region()).queryByRole('button')).toBeNull();
});

test('tensors that hold no numbers are named before the network recognised', async () => {
  const bytes = goldenFile('fmt.safetensors');
  new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 4).setFloat32(0, Number.NaN, true);
  await act(() => opener.open(new Blob([bytes]) as globalThis.Blob, 'nan.safetensors'));
  const note = screen.getByLabelText('No numbers');
  expect(note.textContent).toContain('One tensor holds values that are no finite numbers.');
  expect(note.textContent).toContain('1 NaN value, the first at');
});

describe('a file of another network', () => {
  beforeEach(() => open('fmt_slowfast.pyth'));

  test('says what it is, what it decides with its interval, and what it states in words', () => {
    expect(panelText()).toContain('PyTorch, zip layout');
    expect(panelText()).toContain('SlowFast');
    expect(panelText()).toContain('266 under model_state');
    expect(panelText()).toContain('optimizer_state');
    expect(panelText()).toContain('The network on the screen stores exactly these tensors');
    const decided = within(screen.getByLabelText('Names and shapes decide'));
    expect(decided.getByText('num_classes', { exact: false, selector: 'code' })).toBeDefined();
    const stated = within(screen.getByLabelText('The file states'));
    for (const name of ['spatial_strides', 'clip.t', 'act_cfg', 'conv_cfg', 'norm_cfg.type', 'norm_cfg.eps'])
      expect(stated.getByText(name, { selector: 'code' })).toBeDefined();
    expect(stated.getByText('cfg: DATA.NUM_FRAMES = 4')).toBeDefined();
    // SlowFast's configuration leaves nothing open.
    expect(screen.queryByLabelText('They leave open')).toBeNull();
  });

  test('counts come first, every loaded tensor has its row, and a filter finds one', async () => {
    expect(count(/loaded$/).textContent).toBe('266 loaded');
    for (const none of [/missing$/, /unexpected$/, /wrong shape$/, /random$/])
      expect(count(none).textContent).toMatch(/^0 /);
    // Typed at once: every letter would draw hundreds of rows again.
    fireEvent.change(screen.getByLabelText('Filter the tensors'), { target: { value: 'layer3.4 branch2.b.weight' } });
    const [, ...rows] = screen.getAllByRole('row');
    expect(rows.map(({ textContent }) => textContent)).toEqual([
      expect.stringContaining('s4.pathway0_res4.branch2.b.weight'),
    ]);
    await userEvent.click(screen.getByText('layer3.4.conv2.conv.weight'));
    expect(app.session.getState().selected).toBe('layer3.4.conv2.conv');
  });

  test('what no tensor shows is edited in place; the weights still fit', async () => {
    const padding = within(field('conv_cfg'));
    await userEvent.click(padding.getByText('circular'));
    expect(app.document.getState().design.reference.conv_cfg.padding_mode).toBe('circular');
    const stride = within(field('spatial_strides')).getByLabelText('Stride of layer2');
    await userEvent.clear(stride);
    await userEvent.type(stride, '1{Enter}');
    expect(app.document.getState().design.reference.spatial_strides).toEqual([2, 1, 2, 2]);
    expect(screen.getByText('The network on the screen stores exactly these tensors.')).toBeDefined();
    await userEvent.clear(within(field('norm_cfg.eps')).getByRole('spinbutton'));
    await userEvent.type(within(field('norm_cfg.eps')).getByRole('spinbutton'), '1e-3{Enter}');
    expect(app.document.getState().design.reference.norm_cfg?.eps).toBe(1e-3);
  });

  test('a value the design cannot have is refused at the field', async () => {
    const stride = within(field('spatial_strides')).getByLabelText('Stride of layer1');
    await userEvent.clear(stride);
    await userEvent.type(stride, '0{Enter}');
    expect(within(field('spatial_strides')).getByRole('alert').textContent).not.toBe('');
  });

  test('after undo the misfits are named and the way back is offered', async () => {
    act(app.document.undo);
    expect(await screen.findByText(/The network on the screen is another one/)).toBeDefined();
    await waitFor(() => expect(count(/wrong shape$/).textContent).toBe('225 wrong shape'));
    expect(count(/random$/).textContent).toBe('482 random');
    expect(badge()?.textContent).toContain('482 random');
    await userEvent.click(count(/wrong shape$/));
    expect(screen.getAllByText(/^expected 54×24/)).not.toEqual([]);
    await userEvent.click(screen.getByText('Use this design'));
    expect(await screen.findByText('The network on the screen stores exactly these tensors.')).toBeDefined();
    expect(app.document.history.getState().past).toHaveLength(1);
  });

  test('put away, nothing of it is left', async () => {
    await act(() => opener.close());
    expect(screen.getByRole('button', { name: 'Open a checkpoint…' })).toBeDefined();
    expect(badge()).toBeNull();
  });
});

test('one gamma that makes many tensors fit is offered, and set with one click', async () => {
  await open('fmt.pth');
  const { design } = app.document.getState();
  act(() =>
    app.document.setState({
      design: { ...design, reference: { ...design.reference, gamma_b: 2 } },
      legal: { ...design, reference: { ...design.reference, gamma_b: 2 } },
    }),
  );
  await waitFor(() => expect(count(/wrong shape$/).textContent).toMatch(/^[1-9]/));
  await userEvent.click(count(/wrong shape$/));
  await userEvent.click(screen.getByText('Set gamma_b 0.5'));
  await waitFor(() => expect(count(/wrong shape$/).textContent).toBe('0 wrong shape'));
});

test('a partial file says why it is no network by itself, and what of it fits', async () => {
  await open('fmt_runner_partial.pth');
  expect(panelText()).toContain('If the file is partial');
  expect(panelText()).toContain('fitted to the network on the screen');
  expect(panelText()).toContain('message_hub');
  await userEvent.click(count(/missing$/));
  expect(panelText()).toContain('norm statistics');
});

test('a file that is none leaves a sentence, and the panel as it was', async () => {
  await open('fmt.pth');
  await act(() => opener.open(new Blob(['x = 1']) as globalThis.Blob, 'notes.py'));
  expect(screen.getByRole('alert').textContent).toContain('notes.py was not opened. This is no checkpoint');
  expect(screen.getByTitle('fmt.pth')).toBeDefined();
});

test('a file on its way says how far it is', () => {
  act(() => app.checkpoint.setState({ status: { kind: 'working', name: 'X3D_L.pyth', step: 'read', done: 0.5 } }));
  expect(screen.getByRole('status').textContent).toBe('Reading the weights of X3D_L.pyth…');
  expect(screen.getByRole('button', { name: 'Cancel' })).toBeDefined();
});
