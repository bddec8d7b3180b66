import { ViewportPortal } from '@xyflow/react';
import { memo, useMemo } from 'react';
import type { Layout, PlacedEdge, Point } from '../../diagram/layout';
import { edgeWidth, roundedPath } from '../../diagram/path';
import { elementCount } from '../../tensor/shape';
import { usePointing } from '../kit/usePointing';
import classes from './Edges.module.css';

/** Corners of edges, in pixels. */
const RADIUS = 7;

/** All edges, as one path for each lane and weight: a thousand edges are a dozen elements. */
export const Edges = memo(function Edges({ layout, offset }: { layout: Layout; offset: Point }) {
  const strokes = useMemo(() => strokesOf(layout.edges), [layout]);
  return (
    <ViewportPortal>
      <svg className={classes.edges} style={{ left: offset.x, top: offset.y }} aria-hidden>
        {strokes.map(({ key, lane, width, path }) => (
          <path key={key} className={classes[lane]} d={path} strokeWidth={width} />
        ))}
        <Lit layout={layout} />
      </svg>
    </ViewportPortal>
  );
});

/** What the node under the pointer reads and feeds, or else the selected one. */
function Lit({ layout }: { layout: Layout }) {
  const id = usePointing(({ selected, hovered }) => hovered ?? selected);
  if (id === null) return null;
  const lit = layout.edges.filter(({ edge }) => edge.from === id || edge.to === id);
  const ends = new Set(lit.flatMap(({ edge }) => [edge.from, edge.to]));
  ends.delete(id);
  return (
    <>
      {lit.map(({ edge, points }) => (
        <path
          key={edge.id}
          className={edge.to === id ? classes.input : classes.output}
          d={roundedPath(points, RADIUS)}
          strokeWidth={edgeWidth(elementCount(edge.shape)) + 1}
        />
      ))}
      {layout.nodes
        .filter(({ node }) => ends.has(node.id))
        .map(({ node, x, y, width, height }) => (
          <rect key={node.id} className={classes.end} x={x} y={y} width={width} height={height} rx={6} />
        ))}
    </>
  );
}

interface Stroke {
  readonly key: string;
  readonly lane: PlacedEdge['edge']['lane'];
  readonly width: number;
  readonly path: string;
}

/** Side lanes first, so that the main path lies over them where they share a stretch. */
const LANE_ORDER: readonly Stroke['lane'][] = ['shortcut', 'gate', 'main'];

function strokesOf(edges: readonly PlacedEdge[]): readonly Stroke[] {
  const strokes = new Map<string, { lane: Stroke['lane']; width: number; paths: string[] }>();
  for (const { edge, points } of edges) {
    const width = Math.round(2 * edgeWidth(elementCount(edge.shape))) / 2;
    const key = `${edge.lane} ${width}`;
    const stroke = strokes.get(key) ?? { lane: edge.lane, width, paths: [] };
    strokes.set(key, stroke);
    stroke.paths.push(roundedPath(points, RADIUS));
  }
  return [...strokes]
    .map(([key, { lane, width, paths }]) => ({ key, lane, width, path: paths.join('') }))
    .sort((a, b) => LANE_ORDER.indexOf(a.lane) - LANE_ORDER.indexOf(b.lane));
}
