import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { writeServiceWorker } from '../../scripts/build/serviceWorkerFiles';
import { type Answer, DIST, type PlainHost, plainHost } from './plainHost';
import { classesOf, runPanel, TINY } from './runPanel';

/**
 * What the service worker keeps on a host that answers wrongly: a fault, then a load with the network, one without, and
 * the next version of the app. Everywhere the app draws, and where it has what it needs it runs. `npm run test:long`
 * tries each fault alone.
 */

test.use({ serviceWorkers: 'allow' });

/** The next version: a page that says so by a script that is new, and a service worker that knows both. */
let next = '';
test.beforeAll(() => {
  next = mkdtempSync(join(tmpdir(), 'x3d-studio-next-'));
  cpSync(DIST, next, { recursive: true });
  const page = join(next, 'index.html');
  const script = '<script type="module" src="./assets/next-0123abcd.js"></script></head>';
  writeFileSync(page, readFileSync(page, 'utf8').replace('</head>', script));
  writeFileSync(join(next, 'assets/next-0123abcd.js'), `document.documentElement.dataset.version = 'next';\n`);
  writeServiceWorker(next);
});
test.afterAll(() => rmSync(next, { recursive: true }));

const HTML: Answer = { status: 200, type: 'text/html', body: '<!doctype html><title>Welcome</title>Please sign in' };

/** What a host does wrong, from the first visit on. */
interface Fault {
  readonly name: string;
  wrong?(file: string, right: Answer, count: number): Answer | undefined | Promise<Answer | undefined>;
}

const isLazy = (file: string) =>
  /assets\/(Explorer|Learn|container|ort-wasm-simd-threaded)-[^/]*\.(m?js|wasm)$/.test(file);

const BODIES = {
  'a page of HTML': () => HTML,
  'half of a body': (right) => ({ ...right, cut: true }),
  'half of a body that claims to be whole': (right) => ({ ...right, body: right.body.slice(0, right.body.length / 2) }),
} as const satisfies Record<string, (right: Answer) => Answer>;

/** An answer that takes its time, for every fifth file and once the page itself is there. */
const slowly = async ({ body }: Answer, count: number) => {
  if (body.length % 5 === 0 && count > 1) await new Promise((later) => setTimeout(later, 1500));
  return undefined;
};

/** One fault after the other. */
const EACH: readonly Fault[] = [
  { name: 'nothing wrong' },
  ...Object.entries(BODIES).map(
    ([name, body]): Fault => ({
      name: `${name}, once, for hashed files`,
      wrong: (file, right, count) => (isLazy(file) && count === 1 ? body(right) : undefined),
    }),
  ),
  { name: 'seconds for every fifth file', wrong: (_, right, count) => slowly(right, count) },
];

/** The same faults on one visit, each for another file. */
const TOGETHER: Fault = {
  name: 'HTML, a half, and a half that claims to be whole, once, for hashed files, and seconds for every fifth file',
  async wrong(file, right, count) {
    if (!isLazy(file) || count > 1) return slowly(right, count);
    if (/Learn/.test(file)) return BODIES['a page of HTML']();
    return /Explorer/.test(file)
      ? BODIES['half of a body that claims to be whole'](right)
      : BODIES['half of a body'](right);
  },
};

/** A browser that cannot keep anything, so that without a network there is no app. */
const FULL: Fault = {
  name: 'a cache that is full',
  wrong: (file, right) =>
    file === 'sw.js'
      ? {
          ...right,
          body: `Cache.prototype.put = async () => { throw new DOMException('Full', 'QuotaExceededError'); };\n${right.body}`,
        }
      : undefined,
};

// Everything is fetched, hashed and kept twice, and compiled again by every run.
test.beforeEach(() => test.setTimeout(400_000));

for (const fault of process.env.X3D_LONG === '1' ? EACH : [TOGETHER]) {
  test(`${fault.name}: the app draws and runs, again without a network, and takes its next version`, async ({
    page,
  }) => {
    const host = await hostWith(fault);
    await page.goto(host.address + TINY);
    await draws(page);
    await isolated(page);
    await runs(page);
    host.isDown = true;
    await page.reload();
    await draws(page);
    await runs(page);
    host.isDown = false;

    host.folder = next;
    await page.reload();
    await takesNext(page);
    await draws(page);
    await host.close();
  });
}

test('where the disk is full, keeping for offline use is not claimed, and the app runs, loads and updates from the network', async ({
  page,
}) => {
  const host = await hostWith(FULL);
  await page.goto(host.address + TINY);
  await isolated(page);
  const run = page.getByRole('region', { name: 'Run', exact: true });
  await run.getByRole('button', { name: /^Keep for offline use/ }).click();
  await expect(run.getByText(/no room/)).toBeVisible();
  await runs(page);
  await page.reload();
  await draws(page);
  await runs(page);

  host.folder = next;
  await page.reload();
  await takesNext(page);
  await draws(page);
  await host.close();
});

test('a version that cannot be had whole is not taken: with a network and without, the one before works', async ({
  page,
}) => {
  const host = await hostWith({ name: '' });
  await page.goto(host.address + TINY);
  await isolated(page);
  host.folder = next;
  host.wrong = (file) =>
    file === 'assets/next-0123abcd.js' ? { status: 404, type: 'text/html', body: '' } : undefined;
  for (const isDown of [false, true]) {
    host.isDown = false;
    host.asked.length = 0;
    await page.reload();
    await draws(page);
    await expect.poll(() => host.asked).toContain('assets/next-0123abcd.js');
    await isUpdateOver(page);
    host.isDown = isDown;
    await page.reload();
    await draws(page);
    expect(await versionOf(page)).toBeUndefined();
  }
  await host.close();
});

test('in the middle of an update, and while it waits, the app works without a network, as one version', async ({
  page,
}) => {
  const host = await hostWith({ name: '' });
  await page.goto(host.address + TINY);
  await isolated(page);
  host.folder = next;
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  host.wrong = async (file) => {
    if (file === 'assets/next-0123abcd.js') await held;
    return undefined;
  };
  host.asked.length = 0;
  await page.reload();
  await expect.poll(() => host.asked).toContain('assets/next-0123abcd.js');
  host.isDown = true;
  await page.reload();
  await draws(page);
  expect(await versionOf(page)).toBeUndefined();
  // Somebody is at work: nothing is loaded anew until they say so.
  await page.keyboard.press('Escape');
  release();
  host.isDown = false;
  const told = page.getByText('A new version of X3D Studio is ready.');
  await expect(async () => {
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
    await expect(told).toBeVisible({ timeout: 3000 });
  }).toPass({ timeout: 120_000 });
  expect(await versionOf(page)).toBeUndefined();
  host.isDown = true;
  await page.getByRole('status').getByRole('button', { name: 'Reload' }).click();
  // The worker begins, throws the files of the version before away, and serves and checks those of its own.
  await expect.poll(() => versionOf(page), { timeout: 120_000 }).toBe('next');
  await draws(page);
  await host.close();
});

test('going to a picture, a video, a list or another app under the address never takes the place of the page', async ({
  page,
}) => {
  const host = await hostWith({ name: '' });
  await page.goto(host.address);
  await isolated(page);
  const places = [
    'icon.svg',
    'samples/walking.mp4',
    'fonts/OFL.txt',
    'sw.js',
    'pictures/trained-1440-light.png',
    'other/',
    'none',
  ];
  for (const place of places) {
    await page.goto(host.address + place).catch(() => {});
    expect(await page.locator('#root').count(), place).toBe(0);
  }
  host.isDown = true;
  await page.goto(`${host.address}index.html?again`);
  await draws(page);
  await page.goto(host.address);
  await draws(page);
  await host.close();
});

test('what is kept wrong is found, and fetched anew', async ({ page }) => {
  const host = await hostWith({ name: '' });
  await page.goto(host.address);
  await isolated(page);
  const spoilt = await page.evaluate(async () => {
    let count = 0;
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        count++;
        await cache.put(
          request,
          new Response('<!doctype html>Please sign in', { headers: { 'Content-Type': 'text/html' } }),
        );
      }
    }
    return count;
  });
  expect(spoilt).toBeGreaterThan(50);
  await page.reload();
  await draws(page);
  host.isDown = true;
  await page.reload();
  await draws(page);
  await host.close();
});

/** dist/ on a plain host with a fault. */
async function hostWith({ wrong }: Fault): Promise<PlainHost> {
  const host = await plainHost('/people/x3d/');
  const counts = new Map<string, number>();
  host.wrong = (file, right) => {
    const count = (counts.get(file) ?? 0) + 1;
    counts.set(file, count);
    return wrong?.(file, right, count);
  };
  return host;
}

async function draws(page: Page): Promise<void> {
  await expect(page.locator('.react-flow__node').first()).toBeVisible();
}

/** Waits for the reload that lets the service worker's headers act. */
async function isolated(page: Page): Promise<void> {
  await expect.poll(() => page.evaluate(() => crossOriginIsolated).catch(() => false)).toBe(true);
  await draws(page);
}

async function runs(page: Page): Promise<void> {
  const { panel, run } = await runPanel(page, 'WASM');
  await run();
  await expect(classesOf(panel)).toHaveCount(5);
}

/**
 * Waits for the next version. A worker that was installed before the page asked for it takes over by itself, as nobody
 * has touched the page; one that is installed later is offered.
 */
async function takesNext(page: Page): Promise<void> {
  const reload = page.getByRole('status').getByRole('button', { name: 'Reload' });
  await expect
    .poll(
      async () => {
        if ((await versionOf(page)) === 'next') return 'next';
        // The page may go away under the press.
        await reload.click({ timeout: 500 }).catch(() => {});
        return versionOf(page);
      },
      { timeout: 120_000 },
    )
    .toBe('next');
}

function versionOf(page: Page): Promise<string | undefined> {
  return page.evaluate(() => document.documentElement.dataset.version).catch(() => undefined);
}

/** Waits until the worker that was being installed is installed or given up. */
async function isUpdateOver(page: Page): Promise<void> {
  await page.waitForFunction(async () => (await navigator.serviceWorker.getRegistration())?.installing === null);
}
