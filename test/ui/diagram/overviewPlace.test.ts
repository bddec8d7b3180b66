import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DiagramNode } from '../../../src/diagram/diagram';
import type { PlacedNode } from '../../../src/diagram/layout';
import { freeCorner } from '../../../src/ui/diagram/overviewPlace';

const SIZE = { width: 150, height: 94 };
const ROOM = { width: 664, height: 325 };

const CLOSED = { id: 'layer', part: 'layer', children: [] } as unknown as DiagramNode;

const place = fc.record({
  x: fc.integer({ min: -300, max: 900 }),
  y: fc.integer({ min: -300, max: 600 }),
  width: fc.integer({ min: 20, max: 400 }),
  height: fc.integer({ min: 20, max: 200 }),
});

test('the overview lies over no box, whatever lies where, and stays in its corner while that is free', () => {
  const zoom = 0.62;
  fc.assert(
    fc.property(fc.array(place, { maxLength: 12 }), fc.integer({ min: -200, max: 200 }), (places, shift) => {
      const nodes = places.map((at): PlacedNode => ({ ...at, node: CLOSED, depth: 0, entry: { x: at.x, y: at.y } }));
      const view = { ...ROOM, transform: [shift, -shift, zoom] as const, offset: { x: 10, y: -5 } };
      const corner = freeCorner(nodes, SIZE, view, null);
      const left = corner?.endsWith('left') ? 12 : ROOM.width - 12 - SIZE.width;
      const top = corner?.startsWith('top') ? 12 : ROOM.height - 12 - SIZE.height;
      const covered = places.some(({ x, y, width, height }) => {
        const [boxLeft, boxTop] = [(x + 10) * zoom + shift, (y - 5) * zoom - shift];
        const [right, bottom] = [boxLeft + width * zoom, boxTop + height * zoom];
        return boxLeft < left + SIZE.width && right > left && boxTop < top + SIZE.height && bottom > top;
      });
      expect(corner !== null && covered).toBe(false);
      if (corner !== null) expect(freeCorner(nodes, SIZE, view, corner)).toBe(corner);
    }),
  );
});

test('no box takes no corner, one over all takes every one', () => {
  const view = { ...ROOM, transform: [0, 0, 1] as const, offset: { x: 0, y: 0 } };
  expect(freeCorner([], SIZE, view, null)).toBe('bottom right');
  const all = { node: CLOSED, depth: 0, entry: { x: 0, y: 0 }, x: 0, y: 0, width: 700, height: 400 };
  expect(freeCorner([all], SIZE, view, 'top left')).toBeNull();
});
