import { test as base } from '@playwright/test';
import { plainHost } from '../browser/plainHost';
import { BROWSERS } from './browsers';
import { screenOf } from './screen';
import { FILES, LONG_TASKS, type Place, TASKS } from './tasks';

/** The same tasks in every browser, one browser at a time, each task on a new load of the page. */
const test = base.extend<object, { place: Place | null }>({
  place: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from its first parameter.
    async ({}, use, { project }) => {
      const open = await BROWSERS[project.name]?.();
      if (!open) return use(null);
      const host = await plainHost('/people/x3d/', FILES);
      const driver = await open();
      await use({ host, screen: screenOf(driver) });
      await driver.close();
      await host.close();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
});

const LONG = process.env.X3D_LONG === '1';

for (const [name, task] of Object.entries(LONG ? LONG_TASKS : TASKS)) {
  test(name, async ({ place }, testInfo) => {
    if (LONG) test.setTimeout(900_000);
    const { project, annotations } = testInfo;
    test.skip(place === null, `${project.name} is not on this machine`);
    if (!place) return;
    annotations.push({ type: 'version', description: place.screen.driver.version });
    try {
      await task(place);
    } catch (error) {
      const body = Buffer.from(await place.screen.driver.picture(), 'base64');
      await testInfo.attach('what was on the screen', { body, contentType: 'image/png' });
      throw error;
    }
  });
}
