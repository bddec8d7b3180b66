import type { Driver } from './driver';

/** An element by a CSS selector and, where several match, by its name: its `aria-label`, its label's or its own text. */
export interface Wanted {
  readonly css: string;
  readonly name?: string | RegExp;
}

/** How long is waited for what shall appear, in ms, unless a task says otherwise. */
const PATIENCE = 30_000;

/** What a person does with the app in a browser, and sees of it. */
export interface Screen {
  readonly driver: Driver;
  /** Waits until a function in the page gives something true, and returns that. @throws Error that names `what` */
  until<A extends readonly unknown[], R>(
    what: string,
    look: (...args: A) => R | Promise<R>,
    args: A,
    patience?: number,
  ): Promise<Exclude<R, null | undefined | false | '' | 0>>;
  /** Waits until a text stands in what is wanted, and returns all that stands there. */
  sees(css: string, text: string | RegExp, patience?: number): Promise<string>;
  /** Clicks into the middle of an element once it is there and at rest. */
  click(wanted: Wanted): Promise<void>;
  /** Clicks into a number's field, types, and presses Enter. What stood there is replaced. */
  set(field: string, value: string): Promise<void>;
  /** Drops a file onto the page. @param address where the page can fetch it */
  drop(address: string, name: string): Promise<void>;
}

/** A screen over a driver. */
export function screenOf(driver: Driver): Screen {
  const until: Screen['until'] = async (what, look, args, patience = PATIENCE) => {
    const start = Date.now();
    for (;;) {
      // A page that is being replaced cannot be asked.
      const seen = await driver.evaluate(look, ...args).catch((error: Error) => error);
      if (seen && !(seen instanceof Error)) return seen as never;
      if (Date.now() - start > patience) {
        throw new Error(`${what}: not within ${patience / 1000} s${seen instanceof Error ? `; ${seen.message}` : ''}`);
      }
      await new Promise((later) => setTimeout(later, 100));
    }
  };
  const click = async ({ css, name }: Wanted) => {
    const pattern = name === undefined ? null : typeof name === 'string' ? `^${escaped(name)}$` : name.source;
    const [x, y] = await until(`${css} ${name ?? ''} to click`, placeOf, [css, pattern] as const);
    await driver.clickAt(x, y);
  };
  return {
    driver,
    until,
    click,
    sees: (css, text, patience) => {
      const pattern = typeof text === 'string' ? escaped(text) : text.source;
      return until(`“${pattern}” in ${css}`, textIn, [css, pattern] as const, patience);
    },
    async set(field, value) {
      await click({ css: `input[aria-label="${field}"]` });
      await driver.type(value);
      await driver.press('Enter');
    },
    drop: (address, name) => driver.evaluate(dropFile, address, name),
  };
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** In the page: the middle of the first visible element, scrolled into view, once it does not move any more. */
async function placeOf(css: string, pattern: string | null): Promise<[x: number, y: number] | null> {
  const nameOf = (element: Element) =>
    (
      element.getAttribute('aria-label') ??
      (element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : element.textContent) ??
      ''
    ).trim();
  const element = [...document.querySelectorAll(css)].find(
    (each) => each.getClientRects().length > 0 && (pattern === null || new RegExp(pattern).test(nameOf(each))),
  );
  if (!element) return null;
  element.scrollIntoView({ block: 'center', inline: 'nearest' });
  const place = () => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return [x + width / 2, y + height / 2] as [number, number];
  };
  const before = place();
  await new Promise((later) => setTimeout(later, 50));
  const now = place();
  return before[0] === now[0] && before[1] === now[1] ? now : null;
}

/** In the page: the text of the first element that matches a pattern; null where none does. */
function textIn(css: string, pattern: string): string | null {
  const texts = [...document.querySelectorAll(css)].map(({ textContent }) => textContent ?? '');
  return texts.find((text) => new RegExp(pattern).test(text)) ?? null;
}

/** In the page: what a file manager does when a file is dropped. */
async function dropFile(address: string, name: string): Promise<void> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: HTTP ${response.status}`);
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([await response.blob()], name));
  for (const type of ['dragover', 'drop']) {
    document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
  }
}
