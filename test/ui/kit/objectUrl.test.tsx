// @vitest-environment jsdom

import { cleanup, render } from '@testing-library/react';
import fc from 'fast-check';
import { useRef } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { BlobVideo } from '../../../src/ui/kit/BlobVideo';
import { useObjectUrl } from '../../../src/ui/kit/useObjectUrl';

/** Addresses that were made and not given back. */
let living: Set<string>;
/** Addresses that an element still had when they were given back. */
let cutOff: string[];
/** Every element that was drawn: a video that left the page may go on loading, a picture does not. */
let drawn: Set<Element>;

beforeEach(() => {
  living = new Set();
  cutOff = [];
  drawn = new Set();
  let made = 0;
  vi.stubGlobal('URL', {
    createObjectURL() {
      made += 1;
      living.add(`blob:${made}`);
      return `blob:${made}`;
    },
    revokeObjectURL(url: string) {
      living.delete(url);
      const loading = [...drawn].filter((element) => element.isConnected || element instanceof HTMLMediaElement);
      if (loading.some((element) => element.getAttribute('src') === url)) cutOff.push(url);
    },
  });
  // jsdom has media elements and loads nothing into them.
  vi.spyOn(HTMLMediaElement.prototype, 'load').mockImplementation(() => {});
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

function Picture({ blob }: { blob: Blob | null }) {
  const url = useObjectUrl(blob);
  return <img src={url ?? undefined} alt="" />;
}

function Film({ blob }: { blob: Blob | null }) {
  const player = useRef<HTMLVideoElement>(null);
  return blob && <BlobVideo blob={blob} player={player} />;
}

test.each([
  ['a picture', Picture],
  ['a video', Film],
])('%s never has an address that ended, whatever is shown after what, and gives every one back', (_, Shown) => {
  const blobs = [new Blob(['a']), new Blob(['b']), null];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...blobs), { minLength: 1, maxLength: 8 }), (sequence) => {
      const { container, rerender, unmount } = render(<Shown blob={null} />);
      for (const blob of sequence) {
        rerender(<Shown blob={blob} />);
        const element = container.querySelector('img, video');
        if (element) drawn.add(element);
        const src = element?.getAttribute('src') ?? null;
        expect(src === null).toBe(blob === null);
        if (src !== null) expect(living.has(src)).toBe(true);
      }
      unmount();
      expect([...living]).toEqual([]);
      expect(cutOff).toEqual([]);
    }),
  );
});
