/**
 * What Vitest runs before every test file. Files that ask for a page (`// @vitest-environment jsdom`) get the browser
 * features that jsdom lacks and the interface and React Flow cannot do without; files in the Node environment get nothing.
 */
import type {} from '@testing-library/jest-dom/vitest';
import { afterEach, vi } from 'vitest';

// Workers are kept from file to file; the modules of the app are not, so that every file finds its stores new.
vi.resetModules();

if (typeof document !== 'undefined') {
  await import('@testing-library/jest-dom/vitest');
  const { cleanup, configure } = await import('@testing-library/react');
  // A lazy chunk takes longer than the default second on a busy machine.
  configure({ asyncUtilTimeout: 10_000 });
  afterEach(() => {
    cleanup();
    // What one test keeps in the browser is not what the next one finds.
    localStorage.clear();
    sessionStorage.clear();
  });

  window.matchMedia = (media) =>
    Object.assign(new EventTarget(), {
      media,
      matches: false,
      onchange: null,
      addListener: () => {},
      removeListener: () => {},
    });
  window.scrollTo = () => {};
  // jsdom hides what is a popover, and cannot show it.
  HTMLElement.prototype.showPopover = function () {
    this.removeAttribute('popover');
  };
  HTMLElement.prototype.hidePopover = () => {};
  Element.prototype.scrollIntoView = () => {};

  // jsdom lays nothing out, so a size never changes: one report per element is the whole truth. React Flow draws
  // nothing before it has had that one.
  globalThis.ResizeObserver = class {
    readonly #report: ResizeObserverCallback;
    constructor(report: ResizeObserverCallback) {
      this.#report = report;
    }
    observe(target: Element): void {
      const contentRect = new DOMRect(0, 0, 1000, 800);
      const size = [{ inlineSize: contentRect.width, blockSize: contentRect.height }];
      const entry: ResizeObserverEntry = {
        target,
        contentRect,
        borderBoxSize: size,
        contentBoxSize: size,
        devicePixelContentBoxSize: size,
      };
      this.#report([entry], this);
    }
    unobserve(): void {}
    disconnect(): void {}
  };

  // React Flow reads the zoom, m22, from the viewport's transform.
  Object.assign(globalThis, {
    DOMMatrixReadOnly: class {
      readonly m22: number;
      constructor(transform = '') {
        this.m22 = Number(/scale\(([\d.]+)/.exec(transform)?.[1] ?? 1);
      }
    },
  });
}
