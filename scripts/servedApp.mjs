// @ts-check
import { buildApp } from './buildApp.mjs';
import { getChromium, LAUNCH_ARGUMENTS } from './chromium.mjs';
import { ROOT } from './setUp.mjs';

/**
 * The built app on a free port, and a Chromium to look at it: what screenshots and benchmarks begin with. `close` ends
 * both.
 *
 * @returns {Promise<{ address: string, browser: import('@playwright/test').Browser, close: () => Promise<void> }>}
 */
export async function servedApp() {
  buildApp();
  const { preview } = await import('vite');
  const server = await preview({ root: ROOT, logLevel: 'error', preview: { port: 4190 } });
  const { chromium } = await import('@playwright/test');
  const browser = await chromium.launch({ executablePath: await getChromium(), args: LAUNCH_ARGUMENTS });
  const close = async () => {
    await browser.close();
    await server.close();
  };
  return { address: server.resolvedUrls?.local[0] ?? '', browser, close };
}
