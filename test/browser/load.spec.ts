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
