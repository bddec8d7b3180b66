import type { Locator, Page } from '@playwright/test';
import { atRest, expect, test } from './app';

/** Screens, and what is whole on them: presets with changes of them, by level. Elsewhere only covers are looked for. */
const SCREENS = [
  {
    size: { width: 1280, height: 720 },
    whole: {
      stages: ['XS', 'L', 'XL'],
      blocks: ['XS', 'S&w=1.5', 'M'],
    },
    others: ['M&level=layers', 'XL&level=blocks'],
  },
  {
    size: { width: 820, height: 1180 },
    whole: { stages: ['XL'], blocks: ['M'] },
    others: ['L&level=layers'],
  },
  {
    size: { width: 390, height: 844 },
    whole: { stages: ['XL'], blocks: [] },
    others: ['M&level=blocks'],
  },
] as const;

test('toolbar, overview and sheets lie over no box, and the presets are whole and legible', async ({ app }) => {
  const { page } = app;
  // Which panels are open at the start is decided by the screen, and kept.
  await page.addInitScript(() => localStorage.clear());
  for (const { size, whole, others } of SCREENS) {
    await page.setViewportSize(size);
    await app.open();
    await page.getByRole('application', { name: /^Network/ }).waitFor();
    const said = `${size.width} × ${size.height}`;
    for (const [level, designs] of Object.entries(whole)) {
      for (const design of designs) {
        const { covered, outside, type } = await drawn(page, `${design}&level=${level}`);
        expect({ covered, outside }, `${design}, ${level}, ${said}`).toEqual({ covered: [], outside: [] });
        expect(type, `height of type: ${design}, ${level}, ${said}`).toBeGreaterThanOrEqual(9);
      }
    }
    for (const design of others) {
      const { covered, type } = await drawn(page, design);
      expect(covered, `${design}, ${said}`).toEqual([]);
      expect(type, `height of type: ${design}, ${said}`).toBeGreaterThanOrEqual(9);
    }
    if (size.width < 720) continue;
    if (size.width < 1000) {
      // What the inspector leaves is narrower than three boxes.
      await page.getByRole('button', { name: 'Inspector', exact: true }).click();
      const { covered, outside, type, room } = await drawn(page, 'S&level=blocks');
      expect(room.width).toBeLessThan(400);
      expect({ covered, outside }, `the inspector open, ${said}`).toEqual({ covered: [], outside: [] });
      expect(type, `height of type, the inspector open, ${said}`).toBeGreaterThanOrEqual(9);
      await page.getByRole('button', { name: 'Inspector', exact: true }).click();
    }
    // Nor does the word that the network on the screen is the last legal one.
    await page.getByRole('spinbutton', { name: 'Bottleneck', exact: true }).fill('0');
    await page.keyboard.press('Tab');
    await page.getByText('This is the last legal network.').waitFor();
    await settled(page);
    expect((await look(page)).covered, `an illegal design, ${said}`).toEqual([]);
  }
  // The last screen is a phone.
  for (const name of ['Design', 'Inspector', 'Run and tables']) {
    await drawn(page, 'S&level=blocks');
    await page.getByRole('navigation', { name: 'Panels' }).getByRole('button', { name }).click();
    await page.getByRole('dialog', { name }).waitFor();
    await settled(page);
    const { covered, outside, room } = await look(page);
    expect(covered, `sheet ${name}`).toEqual([]);
    expect(room.height, `height of the graph over the sheet ${name}`).toBeGreaterThanOrEqual(0.35 * 844);
    expect(outside, `sheet ${name}`).not.toContain('stem');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name }).waitFor({ state: 'detached' });
  }
  // A selected block that is wider than the screen is seen from its beginning over its sheet.
  await drawn(page, 'M&level=layers&at=layer3.4');
  await page.getByRole('navigation', { name: 'Panels' }).getByRole('button', { name: 'Inspector' }).click();
  await page.getByRole('dialog', { name: 'Inspector' }).waitFor();
  await settled(page);
  const { x, width } = await placeOf(page.locator('[role=treeitem][aria-selected=true]'));
  expect(width).toBeGreaterThan(390);
  expect(x).toBeGreaterThanOrEqual(0);
  expect(x).toBeLessThan(30);
  // All parts that a lesson lights are seen at once, in smaller print where that takes it.
  await app.open('#v=1&lesson=channelwise:2');
  await settled(page);
  const lit = page.locator('[role=treeitem][data-lit]');
  expect(await lit.count()).toBe(2);
  for (const each of await lit.all()) {
    const { x, width } = await placeOf(each);
    expect(x).toBeGreaterThanOrEqual(0);
    expect(x + width).toBeLessThanOrEqual(390);
  }
  // Nor does the lesson leave the page while it is presented.
  await page.keyboard.press('y');
  await page.getByRole('button', { name: 'Stop presenting' }).waitFor();
  const lesson = await placeOf(page.getByRole('region', { name: 'Lesson' }));
  expect(lesson.x + lesson.width).toBeLessThanOrEqual(390);
});

async function placeOf(part: Locator): Promise<{ x: number; width: number }> {
  const box = await part.boundingBox();
  if (!box) throw new Error('the part is not drawn');
  return box;
}

async function drawn(page: Page, design: string): Promise<Seen> {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, `#v=1&from=${design}`);
  await settled(page);
  return look(page);
}

/** A link is followed, the graph catches up with the design by two frames, the view glides for a fifth of a second. */
async function settled(page: Page): Promise<void> {
  await page.waitForTimeout(350);
  await atRest(page);
}

interface Seen {
  /** Boxes that something else lies over, a line each. */
  readonly covered: readonly string[];
  /** Names of boxes that are not wholly in the drawing's room. */
  readonly outside: readonly string[];
  /** The least height of type in the drawing, in pixels on the screen. */
  readonly type: number;
  readonly room: { readonly width: number; readonly height: number };
}

function look(page: Page): Promise<Seen> {
  return page.evaluate(() => {
    const flow = document.querySelector('.react-flow');
    const scale = document
      .querySelector<HTMLElement>('.react-flow__viewport')
      ?.style.transform.match(/scale\(([\d.]+)/);
    const items = [...document.querySelectorAll('[role=treeitem]')];
    if (!flow || !scale || items.length === 0) throw new Error('no box is drawn');
    const room = flow.getBoundingClientRect();
    const over = [
      ...document.querySelectorAll(
        '[role=toolbar], [aria-label=Overview], [role=dialog], main footer, main > [role=status]',
      ),
    ].filter((element) => element.checkVisibility());
    const covered: string[] = [];
    const outside: string[] = [];
    for (const item of items) {
      const name = item.getAttribute('aria-label')?.split(/[,.]/)[0] ?? '';
      const box = item.getBoundingClientRect();
      // Of an open part only the heading is read.
      const bottom = item.matches('[aria-expanded=true]')
        ? (item.firstElementChild?.getBoundingClientRect().bottom ?? box.bottom)
        : box.bottom;
      if (box.left < room.left || box.top < room.top || box.right > room.right || box.bottom > room.bottom)
        outside.push(name);
      const seen = {
        left: Math.max(box.left, room.left),
        right: Math.min(box.right, room.right),
        top: Math.max(box.top, room.top),
        bottom: Math.min(bottom, room.bottom),
      };
      for (const element of over) {
        const { left, right, top, bottom: low } = element.getBoundingClientRect();
        const wide = Math.min(seen.right, right) - Math.max(seen.left, left);
        const high = Math.min(seen.bottom, low) - Math.max(seen.top, top);
        if (wide > 0.5 && high > 0.5) covered.push(`${name} under ${element.ariaLabel ?? element.tagName}`);
      }
    }
    let type = Number.POSITIVE_INFINITY;
    const walker = document.createTreeWalker(flow, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      if (!element?.closest('[role=treeitem]') || !node.textContent?.trim()) continue;
      if (!element.checkVisibility({ visibilityProperty: true })) continue;
      type = Math.min(type, Number.parseFloat(getComputedStyle(element).fontSize) * Number(scale[1]));
    }
    return { covered, outside, type, room: { width: room.width, height: room.height } };
  });
}

test('type is legible from as far away as boxes are drawn', async ({ app }) => {
  const { page } = app;
  await app.open('#v=1&from=M&level=layers');
  const items = page.getByRole('treeitem');
  await items.first().waitFor();
  let steps = 0;
  for (; (await items.count()) > 0; steps++) {
    const { type } = await look(page);
    expect(type, `height of type, ${steps} steps away`).toBeGreaterThanOrEqual(9);
    await page.getByRole('button', { name: 'Zoom out' }).click();
    await settled(page);
  }
  expect(steps).toBeGreaterThan(3);
});
