import { chromium } from '@playwright/test';
import { LAUNCH_ARGUMENTS } from '../../scripts/chromium.mjs';
import type { Driver } from './driver';

/** Chromium as Playwright drives it. */
export async function openChromium(executablePath: string): Promise<Driver> {
  const browser = await chromium.launch({ executablePath, args: LAUNCH_ARGUMENTS });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  return {
    version: browser.version(),
    async open(address) {
      await page.goto(address);
    },
    async reload() {
      await page.reload();
    },
    async back() {
      await page.goBack();
    },
    evaluate: <A extends readonly unknown[], R>(work: (...args: A) => R | Promise<R>, ...args: A) =>
      page.evaluate(`(${work}).apply(null, ${JSON.stringify(args)})`) as Promise<R>,
    clickAt: (x, y) => page.mouse.click(x, y),
    type: (text) => page.keyboard.type(text),
    press: (key, ...held) => page.keyboard.press([...held, key].join('+')),
    picture: async () => (await page.screenshot()).toString('base64'),
    close: () => browser.close(),
  };
}
