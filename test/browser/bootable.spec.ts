import type { Page } from '@playwright/test';
import { expect, test } from './app';

const totals = (page: Page) => page.getByRole('region', { name: 'Totals' });
const width = (page: Page) => page.getByRole('spinbutton', { name: 'Width', exact: true });

/** Addresses whose types are names that every object inherits; the app was broken by them for good. */
const ADDRESSES = ['#v=1&from=S&ac=constructor', '#v=1&from=S&nc=toString,affine:n'];
/** `npm run test:long` loads more of them. */
const MORE = ['#v=1&from=S&ac=__proto__', '#v=1&from=S&ac=valueOf,affine:n', '#v=1&from=S&nc=constructor'];

test('no address keeps the app from opening: itself, by a reload, and the plain address after it', async ({ app }) => {
  const { page } = app;
  await app.open('');
  for (const address of process.env.X3D_LONG === '1' ? [...ADDRESSES, ...MORE] : ADDRESSES) {
    await app.open(address);
    await page.reload();
    await expect(totals(page)).toContainText('3.79M parameters');
    await app.open('');
    await expect(totals(page)).toContainText('3.79M parameters');
  }
});

test('when the page breaks it says so without an engine’s words, and every way out leads to a network', async ({
  app,
}) => {
  const { page } = app;
  app.expectComplaint(/Maximum call stack/);
  await app.open('');
  await width(page).fill('2');
  await width(page).press('Enter');
  await expect(totals(page)).not.toContainText('3.79M parameters');
  await page.waitForFunction(() => Object.values(localStorage).some((text) => text.includes('w=2')));
  /** A fault of ours, as any would be: the text of a number cannot be made, which the design has from the key on. */
  const fault = async () => {
    await width(page).fill('2.9375');
    await page.evaluate(() => {
      const { toPrecision } = Number.prototype;
      Object.assign(window, { mend: () => Object.assign(Number.prototype, { toPrecision }) });
      Number.prototype.toPrecision = function (this: number, digits) {
        if (Number(this) === 2.9375) throw new RangeError('Maximum call stack size exceeded');
        return toPrecision.call(this, digits);
      };
    });
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert')).toContainText('Something in X3D Studio broke');
    await expect(page.getByRole('alert')).not.toContainText('Maximum call stack');
    await page.evaluate(() => (window as unknown as { mend(): void }).mend());
  };
  await fault();
  const file = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save the work as a file' }).click();
  expect((await file).suggestedFilename()).toBe('x3d-studio-work.json');
  await page.getByRole('button', { name: 'Go back to the state before' }).click();
  await expect(width(page)).toHaveValue('2');
  await fault();
  await page.reload();
  await expect(width(page)).toHaveValue('2');
  await page.keyboard.press('Control+o');
  await expect(page.getByRole('heading', { name: 'Set aside' })).toBeVisible();
  await page.keyboard.press('Escape');
  await fault();
  await page.getByRole('button', { name: 'Start without what was opened' }).click();
  await expect(totals(page)).toContainText('3.79M parameters');
});
