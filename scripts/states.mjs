// @ts-check

/** @typedef {import('@playwright/test').Page} Page */

/**
 * The main states of the app: what to do on a freshly loaded page to see each. Pictures are taken of them, and axe
 * looks at them. Add a state by adding a line.
 *
 * @type {Record<string, (page: Page) => Promise<unknown>>}
 */
export const STATES = {
  start: drawn,
  layers: async (page) => {
    await drawn(page);
    await page.getByText('Layers', { exact: true }).first().click();
    await page.locator('.react-flow__node', { hasText: /^bn/ }).first().waitFor();
  },
  illegal: async (page) => {
    await drawn(page);
    await panel(page, 'Design');
    await page.getByRole('spinbutton', { name: 'Bottleneck', exact: true }).fill('0');
    await page.keyboard.press('Tab');
    await page.getByRole('alert').first().waitFor();
  },
  run: async (page) => {
    await drawn(page);
    await dock(page, 'Run');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.getByText('First run').first().waitFor({ timeout: 120_000 });
  },
  trained: async (page) => {
    await drawn(page);
    await dock(page, 'Run');
    await page.getByRole('button', { name: 'Run a trained network' }).click();
    await page.getByRole('list', { name: 'Most probable classes' }).waitFor({ timeout: 120_000 });
  },
  table: async (page) => {
    await drawn(page);
    await dock(page, 'Table');
    await page.getByRole('grid', { name: 'Layers' }).waitFor();
  },
  compare: async (page) => {
    await drawn(page);
    await dock(page, 'Compare');
    await page.getByRole('button', { name: 'Pin this design' }).click();
    if (isNarrow(page)) return;
    await page.getByRole('spinbutton', { name: 'Width', exact: true }).fill('1.35');
    await page.keyboard.press('Tab');
    await page.getByRole('heading', { name: 'Part by part' }).waitFor();
  },
  explore: async (page) => {
    await face(page, 'Explore');
    await page.getByRole('heading', { name: 'Under your hand' }).waitFor();
  },
  learn: async (page) => {
    await face(page, 'Learn');
    await page.getByText('How X3D scales, by doing it').waitFor();
  },
};

/** @param {Page} page */
async function drawn(page) {
  await page.waitForSelector('.react-flow__node');
}

/** @param {Page} page */
function isNarrow(page) {
  return (page.viewportSize()?.width ?? 0) < 720;
}

/** On a narrow page the panels are sheets behind buttons. @param {Page} page @param {string} name */
async function panel(page, name) {
  if (isNarrow(page)) await page.getByRole('button', { name }).last().click();
}

/** @param {Page} page @param {string} tab */
async function dock(page, tab) {
  await panel(page, 'Run and tables');
  await page.getByRole('tab', { name: tab, exact: true }).click();
}

/** @param {Page} page @param {string} name */
async function face(page, name) {
  await drawn(page);
  await page.getByText(name, { exact: true }).first().click();
}
