import type { Page } from '@playwright/test';

/**
 * What is wrong with the texts and the buttons' pictures inside some elements as they are laid out now, a line each: two
 * that lie over each other, one that is cut and has no ellipsis, one that leaves the page. What is hidden or scrolled out
 * of sight is not looked at.
 * @param roots CSS selector
 */
export function wrongTexts(page: Page, roots: string): Promise<string[]> {
  return page.evaluate((roots) => {
    interface Box {
      left: number;
      right: number;
      top: number;
      bottom: number;
    }
    const hidden = (element: Element) => {
      if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return true;
      for (let at: Element | null = element; at; at = at.parentElement)
        if (getComputedStyle(at).clipPath.startsWith('inset(50%') || (at.clientWidth === 1 && at.clientHeight === 1))
          return true;
      return false;
    };
    const cut = (a: Box, b: Box): Box => ({
      left: Math.max(a.left, b.left),
      right: Math.min(a.right, b.right),
      top: Math.max(a.top, b.top),
      bottom: Math.min(a.bottom, b.bottom),
    });
    const wrong: string[] = [];
    const seen: { text: string; box: Box; element: Element }[] = [];
    const look = (text: string, element: Element, whole: Box) => {
      let box = whole;
      for (let at: Element | null = element; at && at !== document.documentElement; at = at.parentElement) {
        const style = getComputedStyle(at);
        if (style.overflowX === 'visible' || style.display.startsWith('inline')) continue;
        const edge = at.getBoundingClientRect();
        const scrolls = /auto|scroll/.test(style.overflowX);
        const lost = Math.max(box.right - edge.right, edge.left - box.left);
        if (lost > 1.5 && !scrolls && style.textOverflow !== 'ellipsis')
          wrong.push(`cut by ${Math.round(lost)} px: ${text}`);
        box = cut(box, edge);
      }
      if (box.right - box.left < 1 || box.bottom - box.top < 1) return;
      if (box.right > innerWidth + 0.5 || box.left < -0.5) wrong.push(`leaves the page: ${text}`);
      seen.push({ text, box, element });
    };
    for (const root of document.querySelectorAll(roots)) {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const element = node.parentElement;
        const text = node.textContent?.trim();
        if (!element || !text || hidden(element) || element.closest('svg, option, select')) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        for (const rect of range.getClientRects()) if (rect.width > 0) look(text, element, rect);
      }
      for (const picture of root.querySelectorAll('button svg')) {
        const button = picture.closest('button');
        if (!button || button.textContent?.trim() || hidden(button)) continue;
        look(`button ${button.ariaLabel}`, button, picture.getBoundingClientRect());
      }
      for (const field of root.querySelectorAll('input, select')) {
        if (hidden(field) || !(field instanceof HTMLInputElement) || /checkbox|radio|file|range/.test(field.type))
          continue;
        if (field.scrollWidth > field.clientWidth + 1)
          wrong.push(`cut in its field: ${field.value} (${field.ariaLabel})`);
        const box = field.getBoundingClientRect();
        look(`field ${field.ariaLabel ?? field.value}`, field.parentElement ?? field, box);
      }
    }
    for (const [index, a] of seen.entries()) {
      for (const b of seen.slice(index + 1)) {
        const { left, right, top, bottom } = cut(a.box, b.box);
        // Lines stand closer than their boxes are high.
        if (right - left > 1 && bottom - top > 4 && a.element !== b.element)
          wrong.push(
            `over each other by ${Math.round(right - left)} × ${Math.round(bottom - top)} px: ${a.text} | ${b.text}`,
          );
      }
    }
    return [...new Set(wrong)];
  }, roots);
}
