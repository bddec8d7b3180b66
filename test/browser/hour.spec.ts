import { expect, test } from './app';
import { heldByPage, type PageHeld } from './memory';
import { runPanel, TINY } from './runPanel';

/**
 * An hour's work on one page, in `npm run test:long` alone: 2,000 edits, 200 runs, every face many times, one training.
 * `X3D_HOUR=20` does a twentieth of it.
 */
const PART = Number(process.env.X3D_HOUR ?? 1);
const EDITS = 2000 / PART;
const RUNS = 200 / PART;
/** Looks at what the page holds; the work is done anew before each. */
const LOOKS = 5;

/** Growth that is none: garbage that a collection left, code compiled on the way. */
const ROOM = { heap: 4_000_000, nodes: 300, listeners: 60 } as const;

test('an hour of edits, runs, faces and a training leaves heap, elements and listeners as they were', {
  tag: '@long',
}, async ({ app }) => {
  test.setTimeout(7_200_000);
  const { page } = app;
  await app.open(TINY);
  const { run } = await runPanel(page, 'WASM');
  const held = await heldByPage(page);
  const face = (name: string) =>
    page.getByRole('navigation', { name: 'Faces' }).getByText(name, { exact: true }).click();

  const edit = async (times: number) => {
    for (let index = 0; index < times; index++) {
      const field = page.getByRole('spinbutton', { name: index % 2 === 0 ? 'Width' : 'Bottleneck', exact: true });
      await field.fill(String(0.3 + 0.1 * (index % 7)));
      await field.press('Enter');
      if (index % 10 === 9) await page.keyboard.press('Control+z');
    }
  };
  const visit = async () => {
    await face('Explore');
    await page.getByRole('heading', { name: 'Under your hand' }).waitFor();
    await face('Train');
    await page.getByRole('region', { name: 'Training' }).waitFor();
    await face('Learn');
    await page.getByText('How X3D scales, by doing it').waitFor();
    await face('Design');
    await page.locator('.react-flow__node').first().waitFor();
  };
  const train = async () => {
    await face('Train');
    const training = page.getByRole('region', { name: 'Training' });
    await page.getByRole('spinbutton', { name: 'Updates' }).fill('5');
    await page.getByRole('spinbutton', { name: 'Updates' }).press('Enter');
    await training.getByRole('button', { name: 'Train' }).click();
    await expect(training).toContainText('5 updates made', { timeout: 300_000 });
    await face('Design');
    await page.goto(`./${TINY}`);
    await page.locator('.react-flow__node').first().waitFor();
  };

  // Whatever is loaded once is loaded before the first look.
  await visit();
  await train();
  const seen: PageHeld[] = [];
  for (let look = 0; look < LOOKS; look++) {
    await edit(EDITS / LOOKS);
    await page.goto(`./${TINY}`);
    for (let index = 0; index < RUNS / LOOKS; index++) await run();
    await visit();
    seen.push(await held());
    console.log(
      Object.entries(seen.at(-1) ?? {})
        .map(([what, count]) => `${what} ${count}`)
        .join(', '),
    );
  }
  const [, second, last] = [seen[0], seen[1], seen.at(-1)];
  if (!second || !last) throw new Error('Nothing was looked at.');
  for (const what of ['heap', 'nodes', 'listeners'] as const)
    expect(last[what], `${what}: ${seen.map((one) => one[what]).join(' → ')}`).toBeLessThan(second[what] + ROOM[what]);
});
