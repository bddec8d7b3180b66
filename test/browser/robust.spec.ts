import type { Locator, Page, Worker } from '@playwright/test';
import { expect, test } from './app';

/** A design of one stage whose runs take milliseconds on WASM and about a second on an emulated GPU. */
const TINY = '#v=1&from=XS&w=0.3&k=1&s=2&t=2&y=16&x=16&hc=5&hm=12';

/** The session worker, as soon as it has started, with its GPU device at hand. */
function catchDevice(page: Page): void {
  page.on('worker', (worker) => {
    if (!worker.url().includes('session')) return;
    worker
      .evaluate(() => {
        const request = GPUAdapter.prototype.requestDevice;
        GPUAdapter.prototype.requestDevice = async function (...args) {
          const device = await request.apply(this, args);
          Object.assign(globalThis, { device });
          return device;
        };
      })
      .catch(() => {});
  });
}

const workerOf = (page: Page, name: 'session' | 'studio'): Worker => {
  const found = page.workers().find((worker) => worker.url().includes(name));
  if (!found) throw new Error(`No ${name} worker has been started.`);
  return found;
};

/** Breaks a worker down as an error that nobody catches does. */
const breakDown = (worker: Worker) =>
  worker.evaluate(() => {
    setTimeout(() => {
      throw new Error('broken on purpose');
    });
  });

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

test('after the GPU is lost one click recovers, and design and results stay', async ({ app }) => {
  catchDevice(app.page);
  await app.open(TINY);
  const { panel, run } = await runPanel(app.page, 'WebGPU');
  await run();
  await expect(panel).toContainText('Ran on WebGPU');
  const design = await app.page.evaluate(() => location.hash);
  const classes = await panel.getByRole('listitem').allTextContents();
  await workerOf(app.page, 'session').evaluate(() => (globalThis as unknown as { device: GPUDevice }).device.destroy());
  await expect.poll(() => app.page.workers().filter((worker) => worker.url().includes('session')).length).toBe(0);
  expect(await panel.getByRole('listitem').allTextContents()).toEqual(classes);
  await run();
  await expect(panel.getByRole('alert')).toHaveCount(0);
  await expect(panel).toContainText('Ran on WebGPU');
  expect(await app.page.evaluate(() => location.hash)).toBe(design);
});

for (const name of ['session', 'studio'] as const) {
  test(`after the ${name} worker broke down the next run works, and results stay until then`, async ({ app }) => {
    app.expectComplaint(/broken on purpose/);
    await app.open(TINY);
    const { panel, run } = await runPanel(app.page, 'WASM');
    await run();
    const classes = await panel.getByRole('listitem').allTextContents();
    expect(classes.length).toBeGreaterThan(0);
    await breakDown(workerOf(app.page, name));
    await expect.poll(() => app.page.workers().filter((worker) => worker.url().includes(name)).length).toBe(0);
    expect(await panel.getByRole('listitem').allTextContents()).toEqual(classes);
    await run();
    await expect(panel.getByRole('alert')).toHaveCount(0);
    expect(await panel.getByRole('listitem').allTextContents()).toEqual(classes);
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
