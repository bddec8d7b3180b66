import { useReactFlow, useStoreApi, type Viewport } from '@xyflow/react';
import { useMemo, useRef } from 'react';
import type { Layout, Rectangle } from '../../diagram/layout';
import { LEGIBLE, NAMED } from '../../diagram/lineLength';
import type { Point } from '../../diagram/point';
import type { GraphView } from '../../state/view/graphView';
import { moveTime } from '../kit/motion';

/** A part that is brought onto the screen is drawn this large, where there is room. */
const COMFORTABLE = 0.9;
/** The largest a picture is drawn by itself: read from the last row of a room where it is presented. */
export const LARGEST = { usual: 1.15, presenting: 1.8 };
/** Around the picture. */
export const MARGIN = { left: 16, right: 16, top: 16, bottom: 16 };

/** The viewport's commands, and what the room tells it. */
export interface RoomView extends GraphView {
  /** The picture was moved by hand: from now on it stays there. */
  leave(): void;
  /**
   * Brings nodes onto the screen by no more than it takes; without any, the picture's beginning.
   * @param around more nodes to be seen with them, as far as all can be read then
   * @param again the same nodes in another picture: nothing moves once it was moved by hand
   */
  showParts(ids: readonly string[], around: readonly string[], again: boolean): void;
  /** An edit may have raised the picture over the upper edge: one that was not moved by hand begins below it. */
  keepBeginning(): void;
  /** The room has another size: a picture that was not moved by hand is placed anew. */
  fitAgain(): void;
}

/** Nodes to be seen, and what is to be seen around them. */
interface Parts {
  readonly ids: readonly string[];
  readonly around: readonly string[];
}

/** The viewport's commands. They are the same functions for as long as the room is mounted. */
export function useView(layout: Layout, offset: Point, largest: number): RoomView {
  const flow = useReactFlow();
  const store = useStoreApi();
  const now = useRef({ layout, offset, largest });
  now.current = { layout, offset, largest };
  /** How the picture was placed; null once it was moved by hand. */
  const placed = useRef<'start' | 'all' | Parts | null>(null);
  /** Where the viewport is or glides to; null where it was moved by hand since. */
  const goal = useRef<Viewport | null>(null);
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
      goal.current = { x, y, zoom };
      void flow.setViewport(goal.current, { duration });
    };
    const fitting = (box: Rectangle): number => Math.min(room().width / box.width, room().height / box.height);
    /** The least zoom for what is to be seen: small print is given up where all of it is seen then. */
    const leastFor = (box: Rectangle): number => {
      const fit = fitting(box);
      return fit >= NAMED ? Math.min(LEGIBLE, fit) : LEGIBLE;
    };
    const boxAround = (ids: readonly string[]) => around(ids.flatMap((id) => place(id) ?? []));
    const putParts = (parts: Parts, duration: number): void => {
      const { width, height, transform } = store.getState();
      const all = boxAround([...parts.ids, ...parts.around]);
      const box = all && fitting(all) < LEGIBLE ? (boxAround(parts.ids) ?? all) : all;
      if (!box || width === 0) return;
      const { x, y, zoom } = goal.current ?? { x: transform[0], y: transform[1], zoom: transform[2] };
      const across = intoSight(box.x * zoom + x, box.width * zoom, MARGIN.left, width - MARGIN.right);
      const down = intoSight(box.y * zoom + y, box.height * zoom, MARGIN.top, height - MARGIN.bottom);
      const least = leastFor(box);
      if (across === 0 && down === 0 && zoom >= least) return;
      show(box, Math.max(least, Math.min(now.current.largest, fitting(box), Math.max(zoom, COMFORTABLE))), duration);
    };
    const putWhole = (how: 'start' | 'all', duration: number): void => {
      placed.current = how;
      const least = how === 'start' ? LEGIBLE : 0;
      show(bounds(), Math.min(now.current.largest, Math.max(least, fitting(bounds()))), duration);
    };
    return {
      // The first picture does not move into its place: it is there.
      showStart() {
        putWhole('start', first.current ? 0 : moveTime());
        first.current = false;
      },
      showAll: () => putWhole('all', moveTime()),
      showParts(ids, around, again) {
        if (again && placed.current === null) return;
        if (ids.length + around.length === 0) return again ? undefined : putWhole('start', moveTime());
        placed.current = { ids, around };
        putParts(placed.current, moveTime());
      },
      leave() {
        placed.current = null;
        goal.current = null;
      },
      keepBeginning() {
        if (placed.current === null) return;
        const [tx, ty, zoom] = store.getState().transform;
        const box = bounds();
        const x = Math.max(0, MARGIN.left - (box.x * zoom + tx));
        const y = Math.max(0, MARGIN.top - (box.y * zoom + ty));
        if (x > 0 || y > 0) void flow.setViewport({ x: tx + x, y: ty + y, zoom }, { duration: moveTime() });
      },
      fitAgain() {
        if (placed.current === 'start' || placed.current === 'all') putWhole(placed.current, 0);
        else if (placed.current) putParts(placed.current, 0);
      },
      zoomTo(id) {
        const box = place(id);
        placed.current = null;
        if (box) show(box, Math.min(now.current.largest, fitting(box)), moveTime());
      },
      reveal(id) {
        const box = place(id);
        const { width, height, transform } = store.getState();
        if (!box || width === 0) return;
        const [tx, ty, zoom] = transform;
        const [left, top] = [box.x * zoom + tx, box.y * zoom + ty];
        const [right, bottom] = [left + box.width * zoom, top + Math.min(box.height * zoom, 80)];
        const visible = right > 60 && left < width - 60 && bottom > MARGIN.top && top < height - 40;
        if (!visible) this.settle(id);
      },
      settle(id) {
        const box = place(id);
        const { width, height, transform } = store.getState();
        if (!box || width === 0) return;
        const [tx, ty, before] = transform;
        // Smaller where that shows all of it, as long as it can be read.
        const zoom = Math.min(before, Math.max(leastFor(box), fitting(box)));
        const [left, top] = [box.x * before + tx, box.y * before + ty];
        const x = intoSight(left, box.width * zoom, MARGIN.left, width - MARGIN.right);
        const y = intoSight(top, box.height * zoom, MARGIN.top, height - MARGIN.bottom);
        if (x === 0 && y === 0 && zoom === before) return;
        placed.current = null;
        goal.current = null;
        const at = { x: left + x - box.x * zoom, y: top + y - box.y * zoom, zoom };
        void flow.setViewport(at, { duration: moveTime() });
      },
      zoomBy(factor) {
        placed.current = null;
        goal.current = null;
        void flow.zoomTo(flow.getZoom() * factor, { duration: moveTime() });
      },
    };
  }, [flow, store]);
}

/** The least rectangle around others; null around none. */
function around(boxes: readonly Rectangle[]): Rectangle | null {
  if (boxes.length === 0) return null;
  const [x, y] = [Math.min(...boxes.map((box) => box.x)), Math.min(...boxes.map((box) => box.y))];
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
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
