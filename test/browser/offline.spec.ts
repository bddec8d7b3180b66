import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { expect, test } from '@playwright/test';

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

  host.server.closeAllConnections();
  await new Promise((closed) => host.server.close(closed));
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

/** dist/ under a path, with nothing but content types for headers: what GitHub Pages and its like do. */
async function plainHost(path: string): Promise<{ server: Server; address: string }> {
  const types: Record<string, string> = {
    '.html': 'text/html',
    '.js': 'text/javascript',
    '.mjs': 'text/javascript',
    '.css': 'text/css',
    '.svg': 'image/svg+xml',
    '.wasm': 'application/wasm',
  };
  const server = createServer(async (request, response) => {
    const file = new URL(request.url ?? '/', 'http://host').pathname.replace(path, '') || 'index.html';
    try {
      const body = await readFile(new URL(`../../dist/${file}`, import.meta.url));
      response.writeHead(200, { 'Content-Type': types[extname(file)] ?? 'application/octet-stream' }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return { server, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}` };
}
