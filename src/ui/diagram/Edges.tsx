import { ViewportPortal } from '@xyflow/react';
import { memo, useMemo } from 'react';
import type { Layout, PlacedEdge } from '../../diagram/layout';
import { edgeWidth, roundedPath } from '../../diagram/path';
import type { Point } from '../../diagram/point';
import { memoised } from '../../memo/memoised';
import { elementCount } from '../../tensor/shape';
import { usePointing } from '../app/useStudio';
import classes from './Edges.module.css';
import { useGlide } from './useGlide';
import type { Move } from './useMoving';

/** Corners of edges, in pixels. */
const RADIUS = 7;

/** All edges, as one path for each lane and weight: a thousand edges are a dozen elements. */
export const Edges = memo(function Edges(props: { layout: Layout; offset: Point; move: Move | null }) {
  const { layout, offset, move } = props;
  const { kept, fresh, progress } = useGlide(layout, offset, move);
  return (
    <ViewportPortal>
      <svg className={classes.edges} aria-hidden>
        <Strokes edges={kept} />
        <g opacity={progress}>
          <Strokes edges={fresh} />
        </g>
        {progress === 1 && <Lit layout={layout} edges={kept} offset={offset} />}
      </svg>
    </ViewportPortal>
  );
});

const Strokes = memo(function Strokes({ edges }: { edges: readonly PlacedEdge[] }) {
  const strokes = useMemo(() => strokesOf(edges), [edges]);
  return strokes.map(({ key, lane, width, path }) => (
    <path key={key} className={classes[lane]} d={path} strokeWidth={width} />
  ));
});

/** What the node under the pointer reads and feeds, or else the selected one; a frame with all that is in it. */
function Lit({ layout, edges, offset }: { layout: Layout; edges: readonly PlacedEdge[]; offset: Point }) {
  const id = usePointing(({ selected, hovered }) => hovered ?? selected);
  const within = useMemo(() => (id === null ? NOTHING : inside(layout, id)), [layout, id]);
  const lit = edges.filter(({ edge }) => within.has(edge.from) !== within.has(edge.to));
  const ends = new Set(lit.map(({ edge }) => (within.has(edge.to) ? edge.from : edge.to)));
  return (
    <>
      {lit.map(({ edge, points }) => (
        <path
          key={edge.id}
          className={within.has(edge.to) ? classes.input : classes.output}
          d={pathAlong(points)}
          strokeWidth={edgeWidth(elementCount(edge.shape)) + 1}
        />
      ))}
      {layout.nodes
        .filter(({ node }) => ends.has(node.id))
        .map(({ node, x, y, width, height }) => (
          <rect
            key={node.id}
            className={classes.end}
            x={x + offset.x}
            y={y + offset.y}
            width={width}
            height={height}
            rx={6}
          />
        ))}
    </>
  );
}

const NOTHING: ReadonlySet<string> = new Set();

/** A box, or the boxes in a frame. */
function inside({ nodes }: Layout, id: string): ReadonlySet<string> {
  const start = nodes.findIndex(({ node }) => node.id === id);
  const depth = nodes[start]?.depth ?? 0;
  const rest = nodes.slice(start + 1);
  const end = rest.findIndex((placed) => placed.depth <= depth);
  return new Set([id, ...rest.slice(0, end < 0 ? rest.length : end).map(({ node }) => node.id)]);
}

interface Stroke {
  readonly key: string;
  readonly lane: PlacedEdge['edge']['lane'];
  readonly width: number;
  readonly path: string;
}

/** Side lanes first, so that the main path lies over them where they share a stretch. */
const LANE_ORDER: readonly Stroke['lane'][] = ['shortcut', 'gate', 'main'];

/** An edit that moves nothing leaves the points of an edge the same array. */
const pathAlong = memoised((points: readonly Point[]) => roundedPath(points, RADIUS));

function strokesOf(edges: readonly PlacedEdge[]): readonly Stroke[] {
  const strokes = new Map<string, { lane: Stroke['lane']; width: number; paths: string[] }>();
  for (const { edge, points } of edges) {
    const width = Math.round(2 * edgeWidth(elementCount(edge.shape))) / 2;
    const key = `${edge.lane} ${width}`;
    const stroke = strokes.get(key) ?? { lane: edge.lane, width, paths: [] };
    strokes.set(key, stroke);
    stroke.paths.push(pathAlong(points));
  }
  return [...strokes]
    .map(([key, { lane, width, paths }]) => ({ key, lane, width, path: paths.join('') }))
    .sort((a, b) => LANE_ORDER.indexOf(a.lane) - LANE_ORDER.indexOf(b.lane));
}
