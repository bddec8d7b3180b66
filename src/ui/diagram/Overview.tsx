import { useStore as useFlow, useReactFlow } from '@xyflow/react';
import type { PointerEvent } from 'react';
import type { Layout, Point } from '../../diagram/layout';
import type { MeasureView } from '../kit/measures';
import { BoxPaths } from './BoxPaths';
import classes from './Overview.module.css';
import { shifted } from './useView';

/** Size of the overview, in pixels. */
const SIZE = { width: 150, height: 94 };

interface OverviewProps {
  readonly layout: Layout;
  /** How far the layout is shifted on the drawing's ground. */
  readonly offset: Point;
  readonly measure: MeasureView;
}

/**
 * The whole network in small, and what of it is in sight; a press or a drag moves the view there. React Flow's own
 * minimap has a component for every node, which costs more than the graph at a thousand nodes; this one draws all
 * boxes of a colour as one path.
 */
export function Overview({ layout, offset, measure }: OverviewProps) {
  const flow = useReactFlow();
  const bounds = shifted(layout.bounds, offset);
  const zoom = Math.min(SIZE.width / bounds.width, SIZE.height / bounds.height) * 0.92;
  const origin = {
    x: bounds.x - (SIZE.width / zoom - bounds.width) / 2,
    y: bounds.y - (SIZE.height / zoom - bounds.height) / 2,
  };
  const go = (event: PointerEvent<SVGSVGElement>) => {
    if (event.buttons === 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const frame = event.currentTarget.getBoundingClientRect();
    const [x, y] = [origin.x + (event.clientX - frame.left) / zoom, origin.y + (event.clientY - frame.top) / zoom];
    void flow.setCenter(x, y, { zoom: flow.getZoom() });
  };
  const viewBox = `${origin.x} ${origin.y} ${SIZE.width / zoom} ${SIZE.height / zoom}`;
  return (
    <svg
      className={classes.overview}
      {...SIZE}
      viewBox={viewBox}
      role="img"
      aria-label="Overview"
      onPointerDown={go}
      onPointerMove={go}
    >
      <g transform={`translate(${offset.x} ${offset.y})`}>
        <BoxPaths layout={layout} measure={measure} />
      </g>
      <InSight pixel={1 / zoom} />
    </svg>
  );
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
