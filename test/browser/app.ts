import { test as base, expect, type Page } from '@playwright/test';
import axe from 'axe-core';

/** The app in a page of its own, and what it did behind the scenes since the page was made. */
export interface App {
  page: Page;
  /** Loads the app; `address` may add a query or a hash: `#d=…`. */
  open(address?: string): Promise<void>;
  /** Addresses of the .wasm files asked for so far. */
  wasmRequests: readonly string[];
  /** Says that a complaint (console error, uncaught error, foreign request) that matches is what the test is about. */
  expectComplaint(pattern: RegExp): void;
  /**
   * The serious and critical violations that axe finds now, one line each: rule, sentence, element.
   * @param rules only these; all where none are named
   */
  axe(rules?: readonly string[]): Promise<string[]>;
}

/**
 * Playwright's `test` with an `app`. Whatever a test is about, it fails if the page or a worker logs an error, if an
 * error is caught by nobody, or if any request leaves the origin.
 */
export const test = base.extend<{ app: App }>({
  app: async ({ page, context, baseURL }, use) => {
    const origin = new URL(baseURL ?? '').origin;
    const complaints: string[] = [];
    const wasmRequests: string[] = [];
    const expected: RegExp[] = [];
    context.on('console', (message) => {
      if (message.type() === 'error') complaints.push(`console: ${message.text()} (${message.location().url})`);
    });
    context.on('weberror', (error) => complaints.push(`uncaught: ${error.error().stack ?? error.error().message}`));
    context.on('request', (request) => {
      const url = new URL(request.url());
      if (url.pathname.endsWith('.wasm')) wasmRequests.push(url.href);
      if (url.origin !== origin && url.protocol.startsWith('http')) complaints.push(`left the origin: ${url.href}`);
    });

    // What this device does best is tried where a test is about that: else it would take time from the next step.
    await context.addInitScript(() => {
      try {
        if (localStorage.getItem('x3d-studio.choices') !== null) return;
        localStorage.setItem('x3d-studio.choices', '{"version":1,"devices":{},"background":false}');
      } catch {
        // A frame without an origin keeps nothing, and runs nothing.
      }
    });

    await use({
      page,
      wasmRequests,
      open: async (address = '') => {
        await page.goto(`./${address}`);
        await listening(page);
      },
      expectComplaint: (pattern) => {
        expected.push(pattern);
      },
      axe: (rules) => violations(page, rules),
    });

    const unexpected = complaints.filter((complaint) => !expected.some((pattern) => pattern.test(complaint)));
    expect(unexpected, 'what the page complained about').toEqual([]);
  },
});

export { expect };

/** The rules of axe that colours decide: all others look at the same document in light and in dark. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block'];

/** Fails if axe finds anything serious on what is shown, in light or, switched in place, in dark. */
export async function seenByAxe({ page, axe: look }: App, what: string): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' });
  expect(await look(), `${what}, light`).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await look(OF_COLOURS), `${what}, dark`).toEqual([]);
}

/** Waits until the app has drawn itself and listens to keys: loaded it has run its script, and no more. */
async function listening(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector('#root')?.hasChildNodes());
  // Effects follow the frame that shows what they belong to.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}

/** Frames without any motion after which nothing moves: who animates an element adds it first and moves it frames later. */
const FRAMES_AT_REST = 5;

/** Waits until everything that fades or glides has come to rest; what turns for ever (a busy sign) is not waited for. */
export async function atRest(page: Page): Promise<void> {
  await page.evaluate(async (frames) => {
    const moves = () =>
      document
        .getAnimations()
        .some(({ playState, effect }) => playState === 'running' && effect?.getComputedTiming().endTime !== Infinity);
    for (let still = 0; still < frames; still = moves() ? 0 : still + 1) await new Promise(requestAnimationFrame);
  }, FRAMES_AT_REST);
}

/**
 * Runs axe in the page at rest: half faded in, every text has too little contrast. Its source is evaluated by the
 * debugger, which the content security policy does not bind.
 */
async function violations(page: Page, rules?: readonly string[]): Promise<string[]> {
  await atRest(page);
  // A page keeps it: it is half a megabyte.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const found = await page.evaluate(async (rules) => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    return (await axe.run({ resultTypes: ['violations'], ...(rules && { runOnly: [...rules] }) })).violations;
  }, rules);
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.target.join(' ')} ${node.html}`));
}
