import type { Page } from '@playwright/test';

/**
 * Runs a function inside every session worker of a page, or trainer, before anything else there. It is written into the worker's
 * script on its way: told to a worker that has started, it might come too late.
 * @param argumentOf is asked anew for each worker.
 */
export async function inSession<T>(
  page: Page,
  prepare: (argument: T) => void,
  argumentOf: () => T,
  worker: 'session' | 'trainer' = 'session',
): Promise<void> {
  await page.route(new RegExp(`${worker}\\.worker.*\\.js$`), async (route) => {
    const response = await route.fetch();
    const body = `(${prepare})(${JSON.stringify(argumentOf())});\n${await response.text()}`;
    await route.fulfill({ response, body });
  });
}
