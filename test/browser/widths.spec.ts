import { goldenFile } from '../golden/checkpoints/pack';
import { expect, test } from './app';
import { wrongTexts } from './textBoxes';

/** Widths of phones, tablets, windows and screens, in CSS pixels, with those on both sides of every change of the layout. */
const WIDTHS = [360, 375, 390, 414, 480, 600, 719, 720, 721, 740, 768, 800, 820, 860, 900, 960, 1023, 1024, 1060, 1100];
const WIDER = [1101, 1140, 1180, 1181, 1220, 1280, 1360, 1366, 1440, 1536, 1680, 1920];

const NAME = 'x3d_m_facebook_16x5x1_kinetics400_rgb_20201027-with-a-long-name.pth';

test('header and form at every width: nothing lies over another, is cut without an ellipsis, or leaves the page', async ({
  app,
}) => {
  const { page } = app;
  await page.route(`**/weights/${NAME}`, (route) => route.fulfill({ body: Buffer.from(goldenFile('fmt.pth')) }));
  await app.open(`?open=weights/${NAME}`);
  await page.getByRole('button', { name: new RegExp(`^Weights: ${NAME.slice(0, 12)}`) }).waitFor({ state: 'attached' });
  // An edit that asks for random weights, and shows what it changed under every total.
  await page
    .getByRole('region', { name: 'Design' })
    .getByRole('spinbutton', { name: 'Width', exact: true })
    .fill('1.85');
  await page.keyboard.press('Enter');
  const wrong: Record<string, string[]> = {};
  for (const width of [...WIDTHS, ...WIDER]) {
    await page.setViewportSize({ width, height: 900 });
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    if (width <= 720) {
      const sheet = page.getByRole('dialog', { name: 'Design', exact: true });
      if ((await sheet.count()) === 0) {
        await page.keyboard.press('Escape');
        await page.getByRole('dialog').waitFor({ state: 'detached' });
        await page.getByRole('button', { name: 'Design', exact: true }).last().click();
      }
      await sheet.getByRole('spinbutton', { name: 'Width', exact: true }).waitFor();
    }
    const found = await wrongTexts(page, 'header, section[aria-label="Design"], [role="dialog"]');
    if (found.length > 0) wrong[width] = found;
  }
  expect(wrong).toEqual({});
});
