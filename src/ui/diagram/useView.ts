import { useReactFlow, useStoreApi } from '@xyflow/react';
import { useMemo, useRef } from 'react';
import type { Layout, Point, Rectangle } from '../../diagram/layout';
import type { GraphView } from '../kit/graphView';
import { moveTime } from '../kit/motion';

/** Smallest zoom at which a node's small print is read without effort. */
const LEGIBLE = 0.62;
const LARGEST = 1.15;
/** Size of the overview in the lower right corner, in pixels: what lies under it is not in sight. */
export const OVERVIEW = { width: 150, height: 94 };
/** Around the picture, and above it the toolbar. */
const MARGIN = { left: 24, right: 24, top: 60, bottom: 24 };

/** The viewport's commands, and what the room tells it. */
export interface RoomView extends GraphView {
  /** Somebody moved the picture: from now on it stays where they put it. */
  leave(): void;
  /** The room has another size: a picture that nobody moved is placed anew. */
  fitAgain(): void;
}

/** The viewport's commands. They are the same functions for as long as the room is mounted. */
export function useView(layout: Layout, offset: Point): RoomView {
  const flow = useReactFlow();
  const store = useStoreApi();
  const now = useRef({ layout, offset });
  now.current = { layout, offset };
  /** How the picture was placed; null once somebody moved it. */
  const placed = useRef<'start' | 'all' | null>(null);
  const first = useRef(true);
  return useMemo(() => {
    const bounds = (): Rectangle => shifted(now.current.layout.bounds, now.current.offset);
    const place = (id: string): Rectangle | null => {
      const found = now.current.layout.nodes.find(({ node }) => node.id === id);
      return found ? shifted(found, now.current.offset) : null;
    };
    const room = () => {
      const { width, height } = store.getState();
      return { width: width - MARGIN.left - MARGIN.right, height: height - MARGIN.top - MARGIN.bottom };
    };
    const show = (box: Rectangle, zoom: number, duration: number): void => {
      const free = room();
      // What does not fit is shown from its beginning; what does stands in the middle.
      const x = MARGIN.left + Math.max(0, (free.width - box.width * zoom) / 2) - box.x * zoom;
      const y = MARGIN.top + Math.max(0, (free.height - box.height * zoom) / 2) - box.y * zoom;
      void flow.setViewport({ x, y, zoom }, { duration });
    };
    const fitting = (box: Rectangle): number => Math.min(room().width / box.width, room().height / box.height);
    const putWhole = (how: 'start' | 'all', duration: number): void => {
      placed.current = how;
      const least = how === 'start' ? LEGIBLE : 0;
      show(bounds(), Math.min(LARGEST, Math.max(least, fitting(bounds()))), duration);
    };
    return {
      // The first picture does not move into its place: it is there.
      showStart() {
        putWhole('start', first.current ? 0 : moveTime());
        first.current = false;
      },
      showAll: () => putWhole('all', moveTime()),
      leave() {
        placed.current = null;
      },
      fitAgain() {
        if (placed.current !== null) putWhole(placed.current, 0);
      },
      zoomTo(id) {
        const box = place(id);
        placed.current = null;
        if (box) show(box, Math.min(LARGEST, fitting(box)), moveTime());
      },
      reveal(id) {
        const box = place(id);
        const { width, height, transform } = store.getState();
        if (!box || width === 0) return;
        const [tx, ty, zoom] = transform;
        const [left, top] = [box.x * zoom + tx, box.y * zoom + ty];
        const [right, bottom] = [left + box.width * zoom, top + Math.min(box.height * zoom, 80)];
        const covered = left > width - OVERVIEW.width && top > height - OVERVIEW.height;
        const visible = right > 60 && left < width - 60 && bottom > MARGIN.top && top < height - 40 && !covered;
        if (visible) return;
        placed.current = null;
        const middle = { x: box.x + Math.min(box.width, 300) / 2, y: box.y + Math.min(box.height, 200) / 2 };
        void flow.setCenter(middle.x, middle.y, { zoom, duration: moveTime() });
      },
      settle(id) {
        const box = place(id);
        const { width, height, transform } = store.getState();
        if (!box || width === 0) return;
        const [tx, ty, before] = transform;
        // Smaller where that shows all of it, as long as it can be read.
        const zoom = Math.min(before, Math.max(LEGIBLE, fitting(box)));
        const [left, top] = [box.x * before + tx, box.y * before + ty];
        const x = intoSight(left, box.width * zoom, MARGIN.left, width - MARGIN.right);
        const y = intoSight(top, box.height * zoom, MARGIN.top, height - MARGIN.bottom);
        if (x === 0 && y === 0 && zoom === before) return;
        placed.current = null;
        const at = { x: left + x - box.x * zoom, y: top + y - box.y * zoom, zoom };
        void flow.setViewport(at, { duration: moveTime() });
      },
      zoomBy(factor) {
        placed.current = null;
        void flow.zoomTo(flow.getZoom() * factor, { duration: moveTime() });
      },
    };
  }, [flow, store]);
}

/** A rectangle of the layout on the drawing's ground. */
export function shifted(box: Rectangle, { x, y }: Point): Rectangle {
  return { x: box.x + x, y: box.y + y, width: box.width, height: box.height };
}

/** How far a stretch must move to lie between two bounds, or to begin at the first where it is too long. */
function intoSight(start: number, length: number, from: number, to: number): number {
  if (start < from || length > to - from) return from - start;
  return Math.min(0, to - (start + length));
}
