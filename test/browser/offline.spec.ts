import { expect, test } from '@playwright/test';
import { plainHost } from './plainHost';

test.use({ serviceWorkers: 'allow' });

test('from a plain static host under a sub-path the app is isolated after one reload, and then works and runs offline', async ({
  page,
  context,
}) => {
  const host = await plainHost('/people/x3d/');
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`${message.text()} (${message.location().url})`);
  });
  let loads = 0;
  page.on('load', () => loads++);

  await page.goto(host.address);
  await expect.poll(() => page.evaluate(() => crossOriginIsolated).catch(() => false)).toBe(true);
  await expect(page.locator('#root')).not.toBeEmpty();
  await page.waitForLoadState('networkidle');
  expect(loads, 'loads until isolated').toBe(2);

  // The runtime is fetched when somebody runs, or asks for it.
  const run = page.getByRole('region', { name: 'Run', exact: true });
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(request.url()));
  await run.getByRole('button', { name: /^Keep for offline use, 14\.2/ }).click();
  await expect(run.getByText('Runs work offline.')).toBeVisible();
  expect(fetched.filter((url) => url.endsWith('.wasm'))).toHaveLength(1);

  await host.close();
  await context.setOffline(true);
  await page.reload();
  await expect(page.locator('#root')).not.toBeEmpty();
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  expect(loads).toBe(3);
  for (const [field, value] of Object.entries({ Depth: '0.2', Frames: '4', Height: '32' })) {
    const input = page.getByRole('spinbutton', { name: field, exact: true });
    await input.fill(value);
    await input.press('Enter');
  }
  await run.getByRole('radiogroup', { name: 'Clip' }).getByText('Noise').click();
  await run.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(run.getByRole('list', { name: 'Most probable classes' })).toBeVisible();
  expect(errors).toEqual([]);
});
