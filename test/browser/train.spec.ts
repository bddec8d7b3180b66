import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from '@playwright/test';
import type { StoredRun } from '../../src/worker/keptRuns';
import { type App, expect, seenByAxe, test } from './app';

const training = (page: Page) => page.getByRole('region', { name: 'Training' });
const outcome = (page: Page) => page.getByRole('complementary', { name: 'Outcome' });

/** Goes to a face by its button; its key would be typed into a field. */
async function face(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Faces' }).getByRole('button', { name }).press('Enter');
}

/** A number typed into a field. */
async function type(page: Page, field: string, value: number): Promise<void> {
  await page.getByRole('spinbutton', { name: field, exact: true }).fill(String(value));
  await page.getByRole('spinbutton', { name: field, exact: true }).press('Enter');
}

/** Presses Train, or Go on, and waits until a sentence says how it ended. */
async function trained(page: Page, sentence: string | RegExp, button: 'Train' | 'Go on' = 'Train'): Promise<void> {
  await training(page).getByRole('button', { name: button }).press('Enter');
  await expect(training(page)).toContainText(sentence, { timeout: 400_000 });
}

/** The run that was kept last, as it stands in the browser's store. */
async function keptRun(page: Page): Promise<Pick<StoredRun, 'history'>> {
  return page.evaluate(
    () =>
      new Promise<Pick<StoredRun, 'history'>>((resolve, reject) => {
        const opening = indexedDB.open('x3d-training');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const database = opening.result;
          const reading = database.transaction('runs').objectStore('runs').getAll();
          reading.onsuccess = () => {
            database.close();
            const runs = reading.result.filter((run) => run.history !== undefined) as StoredRun[];
            const [newest] = runs.toSorted((a, b) => b.when - a.when);
            if (newest) resolve({ history: newest.history });
            else reject(new Error('No run is kept.'));
          };
        };
      }),
  );
}

/** Values as a chart draws them: heights of its marks, read against the first and the last tick of its axis. */
async function drawnIn(chart: Locator, look: 'faint' | 'dots'): Promise<readonly number[]> {
  return chart.evaluate((svg, look) => {
    const ticks = [...svg.querySelectorAll('text[text-anchor="end"]')]
      .filter((text) => text.getAttribute('x') === '-8')
      .map((text) => ({ value: Number.parseFloat(text.textContent ?? ''), at: Number(text.getAttribute('y')) - 4 }));
    const [first, last] = [ticks[0], ticks.at(-1)];
    if (!first || !last) throw new Error('The axis has no ticks.');
    const heights =
      look === 'dots'
        ? [...svg.querySelectorAll('[data-look="dots"] circle')].map((circle) => Number(circle.getAttribute('cy')))
        : (svg.querySelector(`path[data-look="${look}"]`)?.getAttribute('d') ?? '')
            .split(/[ML]/)
            .filter((point) => point.trim() !== '')
            .map((point) => Number(point.trim().split(/[ ,]+/)[1]));
    return heights.map((y) => first.value + ((y - first.at) * (last.value - first.value)) / (last.at - first.at));
  }, look);
}

/** Fails where a curve is not what the run's numbers are: within half a pixel of a chart of a hundred. */
async function drawsTheRun(page: Page): Promise<void> {
  const { steps, validations } = (await keptRun(page)).history;
  const loss = outcome(page).getByRole('img', { name: /^Loss over/ });
  const accuracy = outcome(page).getByRole('img', { name: /^Accuracy over/ });
  const losses = await drawnIn(loss, 'faint');
  const highest = Math.max(...steps.map((step) => step.loss));
  expect(losses).toHaveLength(steps.length);
  for (const [index, drawn] of losses.entries())
    expect(Math.abs(drawn - (steps[index]?.loss ?? Number.NaN))).toBeLessThan(0.005 * highest);
  const [shares, held] = [await drawnIn(accuracy, 'faint'), await drawnIn(accuracy, 'dots')];
  expect(shares).toHaveLength(steps.length);
  for (const [index, drawn] of shares.entries())
    expect(Math.abs(drawn / 100 - (steps[index]?.accuracy ?? Number.NaN))).toBeLessThan(0.005);
  expect(held).toHaveLength(validations.length);
  for (const [index, drawn] of held.entries())
    expect(Math.abs(drawn / 100 - (validations[index]?.accuracy.share ?? Number.NaN))).toBeLessThan(0.005);
}

/**
 * A whole visit by keyboard: an easy task is learnt, paused, gone on with after a reload, looked at, asked by stroke and
 * by camera, saved, opened from its file and run.
 * @returns the share of held-out clips that it names rightly in the end
 */
async function visit(app: App, { task, updates }: { task: string; updates: number }): Promise<number> {
  const { page } = app;
  await app.open();
  await page.keyboard.press('g');
  await page.keyboard.press('r');
  await expect(page.getByRole('img', { name: /^A clip of the class/ }).first()).toBeVisible();
  await expect(training(page).getByRole('button', { name: 'Train' })).toBeDisabled();
  await page.getByRole('button', { name: 'Take the small network' }).press('Enter');
  await page.getByRole('combobox', { name: 'Task' }).selectOption(task);
  await type(page, 'Updates', updates);
  await expect(training(page)).toContainText(/About .* an update, .* in all, and .* of memory/);
  await training(page).getByRole('button', { name: 'Train' }).press('Enter');
  await expect(training(page)).toContainText(new RegExp(`update [1-9]\\d* of ${updates}`), { timeout: 120_000 });
  await training(page).getByRole('button', { name: 'Pause' }).press('Enter');
  await expect(training(page)).toContainText(new RegExp(`paused at update \\d+ of ${updates}`));
  const [, paused] = /update (\d+) of/.exec(await training(page).innerText()) ?? [];
  expect(Number(paused)).toBeGreaterThan(0);

  // The run is in the browser's store: the same choice goes on with it.
  await page.reload();
  await face(page, 'Train');
  await training(page).getByRole('button', { name: 'Train' }).press('Enter');
  await expect(page.getByText(`Gone on with from update ${paused}, where it was kept.`)).toBeVisible();
  await page
    .getByRole('treeitem', { name: /^0 SE block/ })
    .first()
    .click();
  const block = page.getByRole('region', { name: 'Selected block' });
  await expect(block.getByRole('img', { name: /kernels, 3 × 3 × 3 each/ })).toBeVisible();
  await expect(training(page)).toContainText(`${updates} updates made`, { timeout: 400_000 });
  await expect(block).toContainText(`after update ${updates}`);
  const confusion = page.getByRole('region', { name: 'Confusion' });
  await expect(confusion.getByRole('table')).toBeVisible();
  await expect(page.getByRole('img', { name: `Accuracy over ${updates} updates, held out` })).toBeVisible();
  await drawsTheRun(page);
  const [, share] = /held out: (\d+) %/.exec(await outcome(page).innerText()) ?? [];
  // Each variation is asked about when it rests; shuffled frames are told pair by pair.
  await confusion.getByRole('button', { name: /^frames shuffled/ }).press('Enter');
  await expect(confusion.getByRole('list', { name: 'Within each pair of opposites' })).toContainText('left or right');
  await confusion.getByRole('button', { name: /^played backwards/ }).press('Enter');
  await confusion
    .getByRole('button', { name: /of \d+ clips of left were called/ })
    .first()
    .press('Enter');
  await expect(confusion.getByRole('region', { name: 'Clips of the cell' })).toBeVisible();

  const tried = page.getByRole('region', { name: 'Try it' });
  await tried.getByRole('button', { name: /^Draw a stroke here/ }).press('ArrowLeft');
  await expect(tried.getByRole('status')).toContainText('%');
  await tried.getByRole('button', { name: 'Another clip' }).press('Enter');
  await expect(tried.getByRole('status')).toContainText(/Right\.|It was/);
  await tried.getByRole('button', { name: 'Hold up a hand' }).press('Enter');
  await expect(tried.getByLabel('The camera, mirrored')).toBeVisible();
  await expect(tried.getByRole('listitem').first()).toContainText('%', { timeout: 60_000 });
  await tried.getByRole('button', { name: 'Stop the camera' }).press('Enter');
  await expect(tried.getByRole('button', { name: 'Hold up a hand' })).toBeVisible();

  await page.getByRole('combobox', { name: 'Task' }).selectOption('distance');
  await expect(page.getByText('another network than the one that was trained')).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('combobox', { name: 'Task' })).toHaveValue(task);
  await seenByAxe(app, 'the Train face after a run');

  const name = `${task}-${updates}.safetensors`;
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: `Save ${name}` }).press('Enter');
  const buffer = await readFile(await (await download).path());
  expect(buffer.toString('latin1')).toContain('"trained":');
  await page.keyboard.press('g');
  await page.keyboard.press('d');
  await page.getByRole('tab', { name: 'Checkpoint', exact: true }).press('Enter');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open a checkpoint…' }).press('Enter');
  await (await chooser).setFiles({ name, mimeType: 'application/octet-stream', buffer });
  await expect(page.getByRole('region', { name: 'Checkpoint' })).toContainText(name);
  await page.getByRole('tab', { name: 'Run', exact: true }).press('Enter');
  const run = page.getByRole('region', { name: 'Run', exact: true });
  await run.getByRole('button', { name: 'Run', exact: true }).press('Enter');
  await expect(page.getByLabel('Most probable classes').getByRole('listitem').first()).toContainText('%', {
    timeout: 120_000,
  });
  return Number(share) / 100;
}

test('a network learns by keyboard alone, is paused, taken up after a reload, asked, saved, opened again and run', async ({
  app,
}) => {
  await visit(app, { task: 'four', updates: 100 });
});

test('eight directions are learnt to nine of ten within 400 updates; a changed network goes on from it, also after a reload; a GPU trains too', {
  tag: '@long',
}, async ({ app }) => {
  test.setTimeout(1_500_000);
  const { page } = app;
  expect(await visit(app, { task: 'directions', updates: 400 })).toBeGreaterThan(0.9);

  // From the opened file, its weights where that is asked for.
  await face(page, 'Train');
  await type(page, 'Updates', 20);
  await page.getByRole('checkbox', { name: /^Start from directions-400/ }).press('Space');
  await trained(page, '20 updates made');
  await expect(page.getByRole('main', { name: 'Network' })).toContainText(/of directions-400.safetensors; no link/);
  await page.getByRole('checkbox', { name: /^Start from directions-400/ }).press('Space');

  // A changed network takes over what fits, and a reload finds it again.
  await face(page, 'Design');
  await type(page, 'Bottleneck', 1);
  await face(page, 'Train');
  await training(page).getByRole('button', { name: 'Step' }).press('Enter');
  await expect(training(page)).toContainText('paused at update 1 of 20', { timeout: 60_000 });
  await page.reload();
  await face(page, 'Train');
  await trained(page, '20 updates made');
  await expect(page.getByRole('main', { name: 'Network' })).toContainText(/of a run of 20 updates; no link/);

  await seenByAxe(app, 'a carried run');

  // A snapshot of it keeps weights and curves, over a reload.
  await page.keyboard.press('Control+s');
  await page.keyboard.press('Control+o');
  await expect(page.getByText(/^Trained: .*, 20 updates/)).toBeVisible();
  await seenByAxe(app, 'a trained snapshot');
  await page.keyboard.press('Escape');
  await page.reload();
  await face(page, 'Train');
  await page.keyboard.press('Control+o');
  await page.getByRole('button', { name: /^Compare curves with/ }).press('Enter');
  await expect(page.getByRole('list', { name: 'Kept runs' }).getByRole('listitem')).toHaveCount(1);
  await trained(page, '20 updates made');

  await page.getByText('Every knob by itself').click();
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Crop textures from a video…' }).press('Enter');
  await (await chooser).setFiles(fileURLToPath(new URL('../../public/samples/juggling.mp4', import.meta.url)));
  await expect(page.getByText(/^Textures are cropped from juggling.mp4/)).toBeVisible();
  await expect(page.getByRole('slider', { name: 'Your video' })).toHaveValue('50');

  await page.getByRole('combobox', { name: 'Where' }).selectOption({ label: 'GPU' });
  await type(page, 'Updates', 3);
  await trained(page, '3 updates made');
  await expect(page.getByText(/This run: GPU/)).toBeVisible();
  await expect(page.getByRole('list', { name: 'Kept runs' }).getByRole('listitem')).toHaveCount(2);
});

test('one press runs the trained network that comes with the app on a ball that rolls, and it sees where; presets open the others', async ({
  app,
}) => {
  const { page } = app;
  await app.open();
  const classes = page.getByLabel('Most probable classes');
  const run = page.getByRole('region', { name: 'Run', exact: true });
  await page.getByRole('button', { name: 'Run a trained network' }).press('Enter');
  await expect(classes.getByRole('listitem').first()).toContainText('left');
  await expect(run).toContainText(/of 1\s?200 held-out clips rightly/);
  await page.getByRole('button', { name: 'Another clip' }).click();
  await expect(classes.getByRole('listitem').first()).toContainText('right');
  await page.getByRole('button', { name: 'Preset: Eight directions' }).press('Enter');
  await expect(page.getByText('Trained here on made clips; not a published X3D.')).toHaveCount(3);
  await page.getByRole('menuitem', { name: /^Nine motions/ }).press('Enter');
  await expect(run).toContainText('Four directions, approach and recede');
});
