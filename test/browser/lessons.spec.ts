import type { Page } from '@playwright/test';
import type { Lesson, Question } from '../../src/lessons/lesson';
import { LESSONS } from '../../src/lessons/lessons';
import { atRest, expect, seenByAxe, test } from './app';

/** Presses Tab until what has the focus answers a description; the keyboard is the only way in these tests. */
async function tabTo(page: Page, name: RegExp, role = /./): Promise<void> {
  for (let presses = 0; presses < 120; presses++) {
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      const label = element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : element?.textContent;
      return {
        name: element?.getAttribute('aria-label') ?? label ?? '',
        role:
          element instanceof HTMLInputElement ? element.type : (element?.role ?? element?.tagName.toLowerCase() ?? ''),
      };
    });
    if (name.test(focused.name) && role.test(focused.role)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never reaches ${name}.`);
}

async function press(page: Page, name: RegExp): Promise<void> {
  await tabTo(page, name, /button/);
  await page.keyboard.press('Enter');
}

/** Answers the question on the screen, whatever it is, with keys. */
async function answer(page: Page, kind: Question['kind']): Promise<void> {
  switch (kind) {
    case 'task':
      return press(page, /^Show me one$/);
    case 'choice':
      await tabTo(page, /^/, /radio/);
      await page.keyboard.press('Space');
      break;
    case 'estimate':
      await tabTo(page, /^/, /range/);
      await page.keyboard.press('ArrowRight');
      break;
    case 'point':
      await tabTo(page, /^By name$/, /select/);
      await page.keyboard.press('ArrowDown');
      break;
    case 'draw':
    case 'place':
      await tabTo(page, /^/, /slider/);
      await page.keyboard.press('ArrowUp');
  }
  await press(page, /^Work it out$/);
}

test.use({ contextOptions: { reducedMotion: 'reduce' } });

const kindsIn = ({ steps }: Lesson) => steps.flatMap(({ question }) => question?.kind ?? []);
/** Lessons that ask in a way that none before them did; every lesson where time does not matter. */
const TAKEN =
  process.env.X3D_LONG === '1'
    ? LESSONS
    : LESSONS.filter((lesson, at) => {
        const before = new Set(LESSONS.slice(0, at).flatMap(kindsIn));
        return kindsIn(lesson).some((kind) => !before.has(kind));
      });

test('lessons run from start to end by keyboard, and the learner’s design comes back', async ({
  app: { open, page },
}) => {
  test.setTimeout(60_000 * TAKEN.length);
  await open('#v=1&from=S&w=1.5');
  const totals = page.getByRole('region', { name: 'Totals' });
  const own = await totals.textContent();
  await press(page, /^Learn$/);
  await page.getByText('How X3D scales, by doing it').waitFor();
  for (const [done, lesson] of TAKEN.entries()) {
    await test.step(lesson.title, async () => {
      await press(page, new RegExp(escaped(lesson.title)));
      for (const [index, { title, question }] of lesson.steps.entries()) {
        await expect(page.getByRole('heading', { name: title })).toBeVisible();
        const last = index === lesson.steps.length - 1;
        if (question) {
          await answer(page, question.kind);
          const asked = page.getByRole('region', { name: 'Question' });
          if (question.kind !== 'task')
            await expect(asked).toContainText(/Right\.|Not this one\.|Close\.|factor of two\./);
          await expect(asked).not.toContainText(/NaN|undefined/);
          await expect(page.getByText('The graph shows another design')).toBeHidden();
        }
        await press(page, last ? /^Finish$/ : /^Next$/);
      }
      await expect(page.getByRole('heading', { name: 'What you found out' })).toBeVisible();
      await press(page, /^All lessons$/);
      await expect(page.getByText(`${done + 1} of ${LESSONS.length} lessons are done.`)).toBeVisible();
      await expect.poll(() => totals.textContent()).toBe(own);
    });
  }
});

test('text lights the graph, the graph answers text, and free exploration has a way back', async ({ app }) => {
  const { page } = app;
  await app.open('#v=1&from=S&lesson=channelwise');
  const graph = page.getByRole('main', { name: 'Network' });
  const words = page.getByRole('button', { name: 'middle convolution' });
  await expect(page.getByText('The graph shows another design')).toBeHidden();
  await words.click();
  await expect(graph.locator('[data-lit]')).toHaveCount(1);
  await expect(graph.locator('[data-lit]')).toContainText('conv2');
  await expect(words).toHaveAttribute('data-answers', 'true');
  await expect(page.getByRole('status').filter({ hasText: 'layer3.1.conv2' })).toContainText('216 × 13 × 10 × 10');

  await page.getByRole('button', { name: 'Explore freely' }).click();
  const width = page.getByRole('spinbutton', { name: 'Width', exact: true });
  await width.fill('2');
  await width.press('Enter');
  await page.getByRole('button', { name: 'Learn', exact: true }).click();
  await expect(page.getByText('The graph shows another design')).toBeVisible();
  await page.getByRole('button', { name: 'Back to the lesson' }).click();
  await expect(page.getByText('The graph shows another design')).toBeHidden();
});

test('one answers on the graph and in the chart: a part is clicked, a curve drawn, a point dragged', async ({
  app: { open, page },
}) => {
  const work = page.getByRole('button', { name: 'Work it out' });
  await open('#v=1&lesson=channelwise:2');
  await page.getByRole('main', { name: 'Network' }).getByText('conv3', { exact: true }).click();
  await expect(page.getByText('You point at layer3.1.conv3')).toBeVisible();
  await work.click();
  await expect(page.getByText('Right.')).toBeVisible();

  // One stroke across the chart sets all points of the curve.
  await page.goto('./#v=1&lesson=rounding:1');
  const handles = page.getByRole('slider');
  await handles.first().waitFor();
  await atRest(page);
  const [first, last] = await Promise.all([handles.first().boundingBox(), handles.last().boundingBox()]);
  if (!first || !last) throw new Error('nothing to draw with');
  await page.mouse.move(first.x + 30, first.y - 10);
  await page.mouse.down();
  await page.mouse.move(last.x + 16, last.y - 80, { steps: 30 });
  await page.mouse.up();
  expect(Number(await handles.last().getAttribute('aria-valuenow'))).toBeGreaterThan(2);
  await work.click();
  await expect(page.getByText('A staircase.')).toBeVisible();

  await page.goto('./#v=1&lesson=axes:2');
  const point = page.getByRole('slider', { name: 'twice as wide' });
  await point.waitFor();
  await atRest(page);
  await point.hover();
  await page.mouse.down();
  const from = await point.boundingBox();
  if (!from) throw new Error('nothing to drag');
  await page.mouse.move(from.x + 80, from.y - 40, { steps: 5 });
  await page.mouse.up();
  await work.click();
  await expect(page.getByText(/Far to the right and far up/)).toBeVisible();
});

test('a lesson goes on after a reload where it was left', async ({ app }) => {
  const { page } = app;
  await app.open('#v=1&from=M&lesson=axes');
  await page.getByRole('radio').first().check();
  await page.getByRole('button', { name: 'Work it out' }).click();
  await expect(page.getByText('Right.')).toBeVisible();
  await page.getByRole('button', { name: 'Next', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Where does width lead?' })).toBeVisible();
  // Leaving saves the last change.
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Where does width lead?' })).toBeVisible();
  await page.getByRole('button', { name: 'Step 1 of 3' }).click();
  await expect(page.getByText('Right.')).toBeVisible();
});

test('a link for a class opens a chart, with controls left out', async ({ app: { open, page } }) => {
  await open();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find a layer or a command' }).fill('link for a class');
  await page.keyboard.press('Enter');
  await page.getByRole('combobox', { name: 'Opens' }).selectOption('chart');
  await page.getByRole('combobox', { name: 'Chart' }).selectOption('axes');
  await page.getByRole('checkbox', { name: 'Totals' }).check();
  await page.getByRole('checkbox', { name: 'Dock' }).check();
  const address = await page.getByRole('textbox', { name: 'Link' }).inputValue();
  await page.goto('about:blank');
  await page.goto(address);
  await expect(page.getByRole('tab', { name: 'One axis' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('region', { name: 'Totals' })).toBeHidden();
  await page.getByRole('button', { name: 'Design', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Run and tables' })).toBeHidden();
  await expect(page.getByRole('button', { name: 'Dock', exact: true })).toBeHidden();
});

test('a term of the glossary leads to where it shows', async ({ app: { open, page } }) => {
  await open();
  await page.getByRole('button', { name: 'Learn', exact: true }).click();
  await page.getByRole('tab', { name: 'Glossary' }).click();
  await page.getByRole('textbox', { name: 'Look up a term' }).fill('squeeze');
  await page.getByRole('article', { name: 'SE, squeeze and excitation' }).getByText('Blocks with SE').click();
  await expect(page.locator('[data-field="reference.se_style"] input').first()).toBeFocused();
});

test('axe finds no serious violation in lessons, glossary and the dialog for classes, in light and in dark', async ({
  app,
}) => {
  const { page } = app;
  await app.open('#v=1&from=S&lesson=channelwise');
  await page.getByRole('button', { name: 'Start over' }).click();
  await page.getByRole('button', { name: 'Work it out' }).waitFor();
  await seenByAxe(app, 'asking');
  await page.getByRole('slider').fill('120');
  await page.getByRole('button', { name: 'Work it out' }).click();
  await page.getByRole('button', { name: 'Show the form' }).click();
  await seenByAxe(app, 'answered');
  await page.getByRole('button', { name: 'Next', exact: true }).click();
  await page.getByRole('combobox', { name: 'By name' }).selectOption('layer3.1.conv1');
  await seenByAxe(app, 'pointing');
  await page.getByRole('button', { name: 'Leave, with my own design' }).click();
  await page.getByRole('button', { name: /^\d+ ?Rounding/ }).click();
  await seenByAxe(app, 'drawing');
  await page.getByRole('button', { name: 'Leave, with my own design' }).click();
  await page.getByRole('tab', { name: 'Glossary' }).click();
  await seenByAxe(app, 'glossary');
  await page.getByRole('tab', { name: 'Lessons' }).click();
  await page.getByRole('button', { name: 'Make a link for a class' }).click();
  await page.getByRole('dialog').waitFor();
  await seenByAxe(app, 'dialog');
});

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/γ_(.)/, 'γ_?$1');
}
