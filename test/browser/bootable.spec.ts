import type { Page } from '@playwright/test';
import { expect, test } from './app';

const totals = (page: Page) => page.getByRole('region', { name: 'Totals' });

/** Addresses whose types are names that every object inherits; the app was broken by them for good. */
const ADDRESSES = [
  '#v=1&from=S&ac=constructor',
  '#v=1&from=S&ac=__proto__',
  '#v=1&from=S&nc=toString,affine:n',
  '#v=1&from=S&ac=valueOf,affine:n',
  '#v=1&from=S&nc=constructor',
];

test('no address keeps the app from opening: itself, by a reload, and the plain address after it', async ({ app }) => {
  const { page } = app;
  for (const address of ADDRESSES) {
    await app.open('');
    await app.open(address);
    await page.reload();
    await expect(totals(page)).toContainText('3.79M parameters');
    await app.open('');
    await expect(totals(page)).toContainText('3.79M parameters');
  }
});
