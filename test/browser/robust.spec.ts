import type { Page, Worker } from '@playwright/test';
import { expect, test } from './app';
import { inSession } from './inSession';
import { classesOf, runPanel, TINY, workerOf } from './runPanel';

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
    () => limit,
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
  await expect(alert).toContainText('A worker broke down: a fault of the program. Try again.');
  await alert.getByText('What the browser reported').click();
  await expect(alert).toContainText('broken on purpose');
  // One that ends without a word, as for want of memory, is noticed too.
  await alert.getByRole('button', { name: 'Try again' }).click();
  await expect.poll(() => page.workers().some((worker) => worker.url().includes('session'))).toBe(true);
  await expect(panel.getByRole('status')).toContainText('Loading onnxruntime-web');
  await workerOf(page, 'session').evaluate(() => self.close());
  // It may end before it has begun, which is noticed by its silence.
  await expect(alert).toContainText(/it ended without saying why|it did not begin within 20 seconds/);
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

test('a browser without an off-screen canvas is told so in a sentence, and runs on noise', async ({ app }) => {
  const { page } = app;
  const without = 'delete self.OffscreenCanvas;\n';
  await page.addInitScript(without);
  await page.route(/worker.*\.js$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: without + (await response.text()) });
  });
  await app.open(TINY);
  await expect(page.getByRole('alert')).toContainText('has no off-screen canvas');
  const { panel, run } = await runPanel(page, 'WASM');
  await run();
  await expect(classesOf(panel)).toHaveCount(5);
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('measuring waits while the tab is in the background', async ({ app }) => {
  await app.open(TINY);
  await app.page.getByRole('tab', { name: 'Time' }).click();
  const panel = app.page.getByRole('region', { name: 'Time' });
  await panel.getByRole('radiogroup', { name: 'Backend' }).getByText('WASM').click();
  const status = panel.getByRole('status');
  await panel.getByLabel('How often').selectOption('50');
  // From inside, for a quick machine has run fifty times before anybody outside has seen the first.
  await app.page.evaluate(() => {
    const observer = new MutationObserver(() => {
      if (!document.body.textContent?.includes('Running…')) return;
      observer.disconnect();
      Object.defineProperty(document, 'hidden', { value: true, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    observer.observe(document.body, { childList: true, subtree: true, characterData: true });
  });
  await panel.getByRole('button', { name: /^Run 50 times/ }).click();
  await expect(status).toContainText('in the background');
  await app.page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { value: false, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await expect(panel.getByRole('button', { name: 'Cancel' })).toHaveCount(0, { timeout: 100_000 });
  await expect(panel).toContainText('One run was set aside');
});

test('an input that is refused is called what it is where one sees it, however it came', async ({ app }) => {
  const { page } = app;
  const jpeg = new Uint8Array(400).fill(7);
  jpeg.set([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46]);
  const file = { name: 'walk.mp4', mimeType: 'video/mp4', buffer: Buffer.from(jpeg) };
  const alert = page.getByRole('alert');
  // The phone first: what is opened there opens its sheet for good.
  for (const [width, height] of [
    [390, 844],
    [1440, 900],
    [1280, 720],
    [820, 1180],
  ] as const) {
    await page.setViewportSize({ width, height });
    await app.open('#v=1&from=S&face=design');
    if (width < 720) await page.getByRole('button', { name: 'Run and tables', exact: true }).click();
    await page.getByRole('tab', { name: 'Run', exact: true }).click();
    const panel = page.getByRole('region', { name: 'Run', exact: true });
    await panel.getByText('juggling.mp4').waitFor();
    await panel.locator('input[type=file]').first().setInputFiles(file);
    await expect(alert).toContainText('walk.mp4: This is a JPEG picture. One picture is no clip');
    await expect(alert, `${width} × ${height}`).toBeInViewport({ ratio: 0.95 });
    await dropped(page, file);
    await expect(alert).toContainText('walk.mp4: This is a JPEG picture, and it is damaged');
    await expect(alert, `dropped, ${width} × ${height}`).toBeInViewport({ ratio: 0.95 });
  }
});

/** Drops a file on the page, as from a folder of the desk. */
async function dropped(page: Page, { name, buffer }: { name: string; buffer: Buffer }): Promise<void> {
  await page.evaluate(
    ({ name, bytes }) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([Uint8Array.from(bytes)], name, { type: 'video/mp4' }));
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    },
    { name, bytes: [...buffer] },
  );
}
