/** Where something floats beside what it belongs to: under it or over it, from its left edge, its right edge or its middle. */
export type Position = 'bottom' | 'bottom-start' | 'bottom-end' | 'top';

/** Kept free at the edges of the window, in CSS pixels. */
const MARGIN = 5;

/** Puts a floating element beside its anchor, on the other side where there is no room, and inside the window. */
export function place(floating: HTMLElement, anchor: Element, position: Position, gap: number): void {
  const { left, right, top, bottom } = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = floating;
  const { clientWidth, clientHeight } = document.documentElement;
  const [over, under] = [top - gap - MARGIN, clientHeight - bottom - gap - MARGIN];
  const isUnder = position === 'top' ? height > over && under > over : height <= under || under >= over;
  const x = position.endsWith('start') ? left : position.endsWith('end') ? right - width : (left + right - width) / 2;
  const y = isUnder ? bottom + gap : top - gap - height;
  floating.style.left = `${within(x, clientWidth - width)}px`;
  floating.style.top = `${within(y, clientHeight - height)}px`;
}

function within(at: number, most: number): number {
  return Math.max(MARGIN, Math.min(at, most - MARGIN));
}

/** Shows an element over everything, until what it answers is called. */
export function raise(floating: HTMLElement): () => void {
  floating.showPopover();
  return () => floating.hidePopover();
}
