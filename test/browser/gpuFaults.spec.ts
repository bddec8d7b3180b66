import type { Page } from '@playwright/test';
import { expect, test } from './app';
import { inSession } from './inSession';
import { classesOf, runPanel, TINY, workerOf } from './runPanel';

/** What is done to the GPU inside the session worker, once, at the given call of a method from now on. */
interface Trap {
  readonly method: 'submit' | 'createBuffer';
  readonly call: number;
  readonly fate: 'lost' | 'full';
}

/** Watches the GPU's calls for a trap. A full GPU is a real one: no driver here gives a buffer of a gigabyte. */
function trappedGpu({ gigabyte, trap }: { gigabyte: number; trap: Trap | undefined }): void {
  const state: { device?: GPUDevice; trap: Trap | undefined } = { trap };
  Object.assign(globalThis, { gpu: state });
  let calls = 0;
  const springs = (method: Trap['method']): Trap['fate'] | null => {
    if (state.trap?.method !== method || ++calls < state.trap.call) return null;
    const { fate } = state.trap;
    [calls, state.trap] = [0, undefined];
    return fate;
  };
  const { requestDevice } = GPUAdapter.prototype;
  GPUAdapter.prototype.requestDevice = async function (...given) {
    state.device = await requestDevice.apply(this, given);
    return state.device;
  };
  const { submit } = GPUQueue.prototype;
  GPUQueue.prototype.submit = function (...given) {
    if (springs('submit') === 'lost') state.device?.destroy();
    return submit.apply(this, given);
  };
  const { createBuffer } = GPUDevice.prototype;
  GPUDevice.prototype.createBuffer = function (wanted) {
    return createBuffer.call(this, springs('createBuffer') === 'full' ? { ...wanted, size: gigabyte } : wanted);
  };
}

/** Sets a trap for the GPU in use. */
const setTrap = (page: Page, trap: Trap) =>
  workerOf(page, 'session').evaluate((trap) => {
    Object.assign((globalThis as unknown as { gpu: object }).gpu, { trap });
  }, trap);

/** Every recovery compiles all shaders anew, seconds on an emulated GPU: `npm run test:long` tries every moment. */
const LONG = process.env.X3D_LONG === '1';

// A recovery often runs into the next fault: it saves the shaders of a good run between them.
test(`a GPU lost ${LONG ? 'or full at any moment' : 'between runs'} is told, design and results stay, and one click recovers`, async ({
  app,
}) => {
  test.setTimeout(480_000);
  const { page } = app;
  /** Set for the GPU of the next session worker. */
  let next: Trap | undefined;
  await inSession(page, trappedGpu, () => ({ gigabyte: 2 ** 30, trap: next }));
  await app.open(TINY);
  const { panel, run } = await runPanel(page, 'WebGPU');
  await run();
  await expect(panel).toContainText('Ran on WebGPU');
  const design = await page.evaluate(() => location.hash);
  const classes = await classesOf(panel).allTextContents();
  const alert = page.getByRole('alert');
  const again = alert.getByRole('button', { name: 'Try again' });
  const stays = async () => {
    expect(await classesOf(panel).allTextContents()).toEqual(classes);
    expect(await page.evaluate(() => location.hash)).toBe(design);
  };

  await test.step('lost between runs', async () => {
    const session = workerOf(page, 'session');
    const ended = session.waitForEvent('close');
    await session.evaluate(() => (globalThis as unknown as { gpu: { device: GPUDevice } }).gpu.device.destroy());
    await ended;
    await stays();
    await expect(alert).toHaveCount(0);
  });

  if (!LONG) {
    await run();
    await expect(alert).toHaveCount(0);
    return stays();
  }

  await test.step('lost again while it compiles', async () => {
    next = { method: 'submit', call: 1, fate: 'lost' };
    await run();
    await expect(alert).toContainText('The GPU was lost');
    await stays();
  });

  await test.step('full', async () => {
    next = { method: 'createBuffer', call: 20, fate: 'full' };
    await run(again);
    await expect(alert).toContainText('Out of memory');
    await expect(alert).toContainText('more memory than this GPU has');
    await stays();
    next = undefined;
    await run();
    await expect(alert).toHaveCount(0);
    await stays();
  });

  await test.step('lost in a run', async () => {
    await setTrap(page, { method: 'submit', call: 3, fate: 'lost' });
    await run();
    await expect(alert).toContainText('The GPU was lost');
    await stays();
    next = { method: 'submit', call: 12, fate: 'lost' };
  });

  await page.getByRole('tab', { name: 'Time' }).click();
  const time = page.getByRole('region', { name: 'Time' });

  await test.step('lost in a profile', async () => {
    await time.getByText('Layers', { exact: true }).click();
    await time.getByRole('button', { name: /^Time every layer/ }).click();
    await expect(alert).toContainText('The GPU was lost', { timeout: 60_000 });
    next = undefined;
    await time.getByRole('button', { name: /^Time every layer/ }).click();
    await expect(time.getByRole('button', { name: 'Save trace' })).toBeVisible({ timeout: 60_000 });
    await expect(time.getByRole('button', { name: 'Cancel' })).toHaveCount(0);
    await expect(alert).toHaveCount(0);
  });

  await test.step('lost in A/B: the runs so far stay', async () => {
    await time.getByText('A/B', { exact: true }).click();
    await time.getByRole('combobox', { name: 'What', exact: true }).selectOption('WASM against WebGPU');
    await time.getByRole('combobox', { name: 'Blocks' }).selectOption('6 × A B B A');
    await time.getByRole('button', { name: 'Compare' }).click();
    await expect(time.getByText(/A is WASM/)).toBeVisible({ timeout: 60_000 });
    await setTrap(page, { method: 'submit', call: 1, fate: 'lost' });
    await expect(alert).toContainText('The GPU was lost', { timeout: 60_000 });
    await expect(time.getByText(/6 were planned/)).toBeVisible();
  });
});
