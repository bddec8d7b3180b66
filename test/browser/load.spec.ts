import { expect, test } from './app';

test('the page loads without an error and without WebAssembly', async ({ app }) => {
  await app.open();
  await expect(app.page).toHaveTitle(/X3D Studio/);
  await expect(app.page.locator('#root')).not.toBeEmpty();
  await app.page.waitForLoadState('networkidle');
  expect(app.wasmRequests).toEqual([]);
});

test('the page is isolated, so WASM may use threads', async ({ app }) => {
  await app.open();
  expect(await app.page.evaluate(() => crossOriginIsolated)).toBe(true);
});

test('no string becomes code', async ({ app }) => {
  await app.open();
  app.expectComplaint(/Content Security Policy/);
  await app.page.addScriptTag({ content: 'window.injected = true' }).catch(() => {});
  expect(await app.page.evaluate(() => 'injected' in window)).toBe(false);
});

test('nothing on the page keeps anyone out: axe finds no serious violation in light and in dark', async ({ app }) => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await app.page.emulateMedia({ colorScheme });
    await app.open();
    await app.page.waitForSelector('.react-flow__node');
    expect(await app.axe(), colorScheme).toEqual([]);
  }
});
