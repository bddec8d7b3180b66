import type { Locator, Page, Worker } from '@playwright/test';
import { expect, test } from './app';

/** A design of one stage whose runs take milliseconds on WASM and about a second on an emulated GPU. */
const TINY = '#v=1&from=XS&w=0.3&k=1&s=2&t=2&y=16&x=16&hc=5&hm=12';

/** What is done to the GPU inside the session worker, once, at the given call of a method from now on. */
interface Trap {
  readonly method: 'submit' | 'createBuffer';
  readonly call: number;
  readonly fate: 'lost' | 'full';
}

/** Runs a function inside every session worker before anything else there. */
async function inSession<T>(page: Page, prepare: (argument: T) => void, argument: T): Promise<void> {
  await page.route(/session\.worker.*\.js$/, async (route) => {
    const response = await route.fetch();
    const body = `(${prepare})(${JSON.stringify(argument)});\n${await response.text()}`;
    await route.fulfill({ response, body });
  });
}

/** Watches the GPU's calls for a trap. A full GPU is a real one: no driver here gives a buffer of a gigabyte. */
function trappedGpu({ gigabyte }: { gigabyte: number }): void {
  const state: { device?: GPUDevice; trap?: Trap } = {};
  Object.assign(globalThis, { gpu: state });
  let calls = 0;
  const springs = (method: Trap['method']): Trap['fate'] | null => {
    if (state.trap?.method !== method || ++calls < state.trap.call) return null;
    const { fate } = state.trap;
    [calls, state.trap] = [0, undefined as unknown as Trap];
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

const setTrap = (page: Page, trap: Trap) =>
  workerOf(page, 'session').evaluate((trap) => {
    Object.assign((globalThis as unknown as { gpu: object }).gpu, { trap });
  }, trap);

const workerOf = (page: Page, name: 'session' | 'studio'): Worker => {
  const found = page.workers().find((worker) => worker.url().includes(name));
  if (!found) throw new Error(`No ${name} worker has been started.`);
  return found;
};

/**
 * Breaks a worker down as an error that nobody catches does, and waits for its end. Another may have taken its place by
 * then: whatever else the page is busy with, such as timing the layers after a run, starts one for its next request.
 */
const breakDown = async (worker: Worker): Promise<void> => {
  const ended = worker.waitForEvent('close');
  await worker.evaluate(() => {
    setTimeout(() => {
      throw new Error('broken on purpose');
    });
  });
  await ended;
};

const classesOf = (panel: Locator): Locator =>
  panel.getByRole('list', { name: 'Most probable classes' }).getByRole('listitem');

/** The Run panel of a tiny network on noise, and how to press Run and wait for the classes. */
async function runPanel(page: Page, backend: 'WASM' | 'WebGPU'): Promise<{ panel: Locator; run(): Promise<void> }> {
  const panel = page.getByRole('region', { name: 'Run', exact: true });
  await panel.getByRole('radiogroup', { name: 'Clip' }).getByText('Noise').click();
  await panel.getByRole('radiogroup', { name: 'Backend' }).getByText(backend).click();
  const run = async () => {
    await panel.getByRole('button', { name: 'Run', exact: true }).click();
    const cancel = panel.getByRole('button', { name: 'Cancel' });
    // A run may be over before anybody has seen that it could be cancelled.
    await cancel.waitFor({ timeout: 3000 }).catch(() => {});
    await expect(cancel).toHaveCount(0, { timeout: 100_000 });
  };
  return { panel, run };
}

test('a GPU lost or full at any moment is told, design and results stay, and one click recovers', async ({ app }) => {
  const { page } = app;
  await inSession(page, trappedGpu, { gigabyte: 2 ** 30 });
  await app.open(TINY);
  const { panel, run } = await runPanel(page, 'WebGPU');
  await run();
  await expect(panel).toContainText('Ran on WebGPU');
  const design = await page.evaluate(() => location.hash);
  const classes = await classesOf(panel).allTextContents();
  const alert = page.getByRole('alert');
  const stays = async () => {
    expect(await classesOf(panel).allTextContents()).toEqual(classes);
    expect(await page.evaluate(() => location.hash)).toBe(design);
  };

  await test.step('lost between runs', async () => {
    await workerOf(page, 'session').evaluate(() =>
      (globalThis as unknown as { gpu: { device: GPUDevice } }).gpu.device.destroy(),
    );
    await expect.poll(() => page.workers().filter((worker) => worker.url().includes('session')).length).toBe(0);
    await stays();
    await run();
    await expect(alert).toHaveCount(0);
  });

  await test.step('lost in a run', async () => {
    await setTrap(page, { method: 'submit', call: 3, fate: 'lost' });
    await run();
    await expect(alert).toContainText('The GPU was lost');
    await stays();
    await alert.getByRole('button', { name: 'Try again' }).click();
    await expect(alert).toHaveCount(0);
    await expect(panel.getByRole('button', { name: 'Run', exact: true })).toBeVisible({ timeout: 60_000 });
    await stays();
  });

  await test.step('lost while it compiles', async () => {
    await panel.getByRole('spinbutton', { name: 'Seed of the weights' }).fill('1');
    await panel.getByRole('spinbutton', { name: 'Seed of the weights' }).press('Enter');
    await setTrap(page, { method: 'submit', call: 1, fate: 'lost' });
    await run();
    await expect(alert).toContainText('The GPU was lost');
    await panel.getByRole('spinbutton', { name: 'Seed of the weights' }).fill('0');
    await panel.getByRole('spinbutton', { name: 'Seed of the weights' }).press('Enter');
    await run();
    await expect(alert).toHaveCount(0);
    await stays();
  });

  await test.step('full in a run', async () => {
    await setTrap(page, { method: 'createBuffer', call: 1, fate: 'full' });
    const height = page.getByRole('spinbutton', { name: 'Height', exact: true });
    await height.fill('48');
    await height.press('Enter');
    await run();
    await expect(alert).toContainText('Out of memory');
    await expect(alert).toContainText('more memory than this GPU has');
    expect(await classesOf(panel).allTextContents()).toEqual(classes);
    await height.fill('16');
    await height.press('Enter');
    await run();
    await expect(alert).toHaveCount(0);
    await stays();
  });

  await page.getByRole('tab', { name: 'Time' }).click();
  const time = page.getByRole('region', { name: 'Time' });
  const done = () => expect(time.getByRole('button', { name: 'Cancel' })).toHaveCount(0, { timeout: 60_000 });

  await test.step('lost in a profile', async () => {
    await time.getByText('Layers', { exact: true }).click();
    await setTrap(page, { method: 'submit', call: 12, fate: 'lost' });
    await time.getByRole('button', { name: /^Time every layer/ }).click();
    await expect(alert).toContainText('The GPU was lost', { timeout: 60_000 });
    await time.getByRole('button', { name: /^Time every layer/ }).click();
    await expect(time.getByRole('button', { name: 'Save trace' })).toBeVisible({ timeout: 60_000 });
    await done();
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

test('a network that needs more memory than WASM gets is told so, and a smaller one runs at once', async ({ app }) => {
  const { page } = app;
  // A real limit: the memory that onnxruntime grows ends at 40 MB instead of 4 GB.
  const limit = { pages: 16 * 40 };
  await inSession(
    page,
    ({ pages }) => {
      WebAssembly.Memory = new Proxy(WebAssembly.Memory, {
        construct: (Memory, [wanted]) => new Memory({ ...wanted, maximum: Math.min(wanted.maximum, pages) }),
      });
    },
    limit,
  );
  await app.open(TINY);
  const { panel, run } = await runPanel(page, 'WASM');
  await run();
  const classes = await classesOf(panel).allTextContents();
  expect(classes).toHaveLength(5);
  const set = async (field: string, value: string) => {
    await page.getByRole('spinbutton', { name: field, exact: true }).fill(value);
    await page.getByRole('spinbutton', { name: field, exact: true }).press('Enter');
  };
  await set('Frames', '16');
  await set('Height', '256');
  await set('Frame width', '256');
  await run();
  await expect(page.getByRole('alert')).toContainText('Out of memory');
  await expect(page.getByRole('alert')).toContainText('more memory than the browser gives WASM');
  expect(await classesOf(panel).allTextContents()).toEqual(classes);
  await set('Frames', '2');
  await set('Height', '16');
  await set('Frame width', '16');
  await run();
  await expect(page.getByRole('alert')).toHaveCount(0);
  expect(await classesOf(panel).allTextContents()).toEqual(classes);
});

test('a runtime that is not to be had, and a worker that breaks down while it starts, are told; Try again runs', async ({
  app,
}) => {
  const { page } = app;
  app.expectComplaint(/503/);
  app.expectComplaint(/broken on purpose/);
  await page.route(/\.wasm$/, (route) => route.fulfill({ status: 503 }));
  await app.open(TINY);
  const { panel, run } = await runPanel(page, 'WASM');
  await run();
  const alert = page.getByRole('alert');
  await expect(alert).toContainText(/ort-wasm.*\.wasm could not be had \(HTTP 503\)\. Run again in a while\./);

  await page.unroute(/\.wasm$/);
  let release = (): void => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(/\.wasm$/, async (route) => {
    await held;
    await route.continue().catch(() => {});
  });
  await alert.getByRole('button', { name: 'Try again' }).click();
  await expect(panel.getByRole('status')).toContainText('Loading onnxruntime-web');
  // The step is shown before the browser has started the worker.
  await expect.poll(() => page.workers().some((worker) => worker.url().includes('session'))).toBe(true);
  await breakDown(workerOf(page, 'session'));
  await expect(alert).toContainText('broken on purpose');
  release();
  await alert.getByRole('button', { name: 'Try again' }).click();
  await expect(classesOf(panel)).toHaveCount(5, { timeout: 60_000 });
  await expect(alert).toHaveCount(0);
});

for (const name of ['session', 'studio'] as const) {
  test(`after the ${name} worker broke down the next run works, and results stay until then`, async ({ app }) => {
    app.expectComplaint(/broken on purpose/);
    await app.open(TINY);
    const { panel, run } = await runPanel(app.page, 'WASM');
    await run();
    const classes = await classesOf(panel).allTextContents();
    expect(classes.length).toBeGreaterThan(0);
    await breakDown(workerOf(app.page, name));
    expect(await classesOf(panel).allTextContents()).toEqual(classes);
    await run();
    await expect(panel.getByRole('alert')).toHaveCount(0);
    expect(await classesOf(panel).allTextContents()).toEqual(classes);
  });
}

test('without an adapter the panel says so, and WASM runs', async ({ app }) => {
  await app.page.addInitScript(() => {
    GPU.prototype.requestAdapter = async () => null;
  });
  await app.open(TINY);
  const { panel, run } = await runPanel(app.page, 'WebGPU');
  await run();
  await expect(panel).toContainText('finds no GPU');
  await expect(panel).toContainText('Ran on WASM');
});

test('measuring waits while the tab is in the background', async ({ app }) => {
  await app.open(TINY);
  await app.page.getByRole('tab', { name: 'Time' }).click();
  const panel = app.page.getByRole('region', { name: 'Time' });
  await panel.getByRole('radiogroup', { name: 'Backend' }).getByText('WASM').click();
  const hide = (hidden: boolean) =>
    app.page.evaluate((hidden) => {
      Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
  await panel.getByLabel('How often').selectOption('300');
  await panel.getByRole('button', { name: /^Run 300 times/ }).click();
  await expect(panel.getByRole('status')).toHaveText('Running…');
  await hide(true);
  await expect(panel.getByRole('status')).toContainText('in the background');
  await hide(false);
  await expect(panel.getByRole('button', { name: 'Cancel' })).toHaveCount(0, { timeout: 100_000 });
  await expect(panel).toContainText('One run was set aside');
});
