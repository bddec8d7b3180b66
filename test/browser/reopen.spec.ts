import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { goldenFile } from '../golden/checkpoints/pack';
import { expect, test } from './app';

const VIDEO = fileURLToPath(new URL('../golden/video/h264.mp4', import.meta.url));
const CHECKPOINT = 'mine.pth';

test('after a reload the files that were dropped are opened again on one press', async ({ app }, testInfo) => {
  const { page } = app;
  const checkpoint = testInfo.outputPath(CHECKPOINT);
  await writeFile(checkpoint, goldenFile('fmt.pth'));
  await app.open();
  const cdp = await page.context().newCDPSession(page);
  const data = { items: [], files: [checkpoint, VIDEO], dragOperationsMask: 1 };
  // A drop counts where the page has answered the drag before it; as with a hand, that is asked for again and again.
  for (const type of ['dragEnter', 'dragOver', 'dragOver', 'drop'] as const) {
    await cdp.send('Input.dispatchDragEvent', { type, x: 700, y: 300, data });
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  }
  const badge = page.getByRole('button', { name: new RegExp(`^Weights: ${CHECKPOINT}`) });
  const input = page.getByRole('radio', { name: 'h264.mp4' });
  await expect(badge).toBeVisible();
  await expect(input).toBeChecked();
  // A video is remembered once it could be opened.
  const panel = page.getByRole('region', { name: 'Run', exact: true });
  await expect(panel).toContainText('h264.mp4 90 frames');

  const offer = page.getByText(`Before the page was loaded anew ${CHECKPOINT}, h264.mp4 were open.`);
  // Twice: an offer that was not taken is made again.
  await page.reload();
  await expect(offer).toBeVisible();
  await page.reload();
  await expect(offer).toBeVisible();
  await expect(badge).toHaveCount(0);
  await page.getByRole('button', { name: 'Open again' }).click();
  await expect(badge).toBeVisible();
  await expect(input).toBeChecked();
});

test('what came from this site is fetched again, and the page’s own address opens without being offered', async ({
  app,
}) => {
  const { page } = app;
  await page.route('**/weights/site.pth', (route) => route.fulfill({ body: Buffer.from(goldenFile('fmt.pth')) }));
  await app.open('?open=weights/site.pth');
  const badge = page.getByRole('button', { name: /^Weights: site.pth/ });
  await expect(badge).toBeVisible();
  await page.reload();
  await expect(badge).toBeVisible();
  await expect(page.getByText(/^Before the page was loaded anew/)).toHaveCount(0);
  await app.open();
  await page.getByRole('button', { name: 'Open again' }).click();
  await expect(badge).toBeVisible();
});
