import { type ReactFlowState, useStore as useFlow, useReactFlow } from '@xyflow/react';
import { type PointerEvent, useRef, useState } from 'react';
import type { Rectangle } from '../../diagram/layout';
import { BoxPaths, type DrawingProps } from './BoxPaths';
import classes from './Overview.module.css';
import { type Corner, freeCorner } from './overviewPlace';
import { shifted } from './useView';

/** Size of the overview, in pixels. */
const OVERVIEW = { width: 150, height: 94 };

/**
 * The whole network in small, and what of it is in sight; a press or a drag moves the view there. React Flow's own
 * minimap has a component for every node, which costs more than the graph at a thousand nodes; this one draws all
 * boxes of a colour as one path. It is there while something is out of sight, in a corner where it lies over no box.
 */
export function Overview({ layout, offset, measure }: DrawingProps) {
  const flow = useReactFlow();
  const bounds = shifted(layout.bounds, offset);
  // Under a pointer that drags in it, it stays.
  const [held, hold] = useState<Corner | null>(null);
  const last = useRef<Corner | null>(null);
  const free = useFlow((state) => {
    if (isInSight(bounds, state)) return null;
    const { width, height, transform } = state;
    return freeCorner(layout.nodes, OVERVIEW, { width, height, transform, offset }, last.current);
  });
  const corner = held ?? free;
  last.current = corner;
  if (corner === null) return null;
  const zoom = Math.min(OVERVIEW.width / bounds.width, OVERVIEW.height / bounds.height) * 0.92;
  const origin = {
    x: bounds.x - (OVERVIEW.width / zoom - bounds.width) / 2,
    y: bounds.y - (OVERVIEW.height / zoom - bounds.height) / 2,
  };
  const go = (event: PointerEvent<SVGSVGElement>) => {
    if (event.buttons === 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    hold(corner);
    const frame = event.currentTarget.getBoundingClientRect();
    const [x, y] = [origin.x + (event.clientX - frame.left) / zoom, origin.y + (event.clientY - frame.top) / zoom];
    void flow.setCenter(x, y, { zoom: flow.getZoom() });
  };
  const viewBox = `${origin.x} ${origin.y} ${OVERVIEW.width / zoom} ${OVERVIEW.height / zoom}`;
  return (
    <svg
      className={classes.overview}
      {...OVERVIEW}
      viewBox={viewBox}
      role="img"
      aria-label="Overview"
      onPointerDown={go}
      onPointerMove={go}
      onLostPointerCapture={() => hold(null)}
      data-corner={corner}
    >
      <g transform={`translate(${offset.x} ${offset.y})`}>
        <BoxPaths layout={layout} measure={measure} />
      </g>
      <InSight pixel={1 / zoom} />
    </svg>
  );
}

/** True where all of a rectangle is on the screen, but for a pixel. */
function isInSight(
  { x, y, width, height }: Rectangle,
  { transform: [tx, ty, zoom], ...room }: ReactFlowState,
): boolean {
  const [left, top] = [x * zoom + tx, y * zoom + ty];
  return left > -1 && top > -1 && left + width * zoom < room.width + 1 && top + height * zoom < room.height + 1;
}

/** The part of the network that is on the screen; `pixel` is the length of one pixel of the overview. */
function InSight({ pixel }: { pixel: number }) {
  const [x = 0, y = 0, zoom = 1] = useFlow(({ transform }) => transform);
  const width = useFlow((state) => state.width);
  const height = useFlow((state) => state.height);
  return (
    <rect
      className={classes.sight}
      x={-x / zoom}
      y={-y / zoom}
      width={width / zoom}
      height={height / zoom}
      strokeWidth={1.5 * pixel}
    />
  );
}
