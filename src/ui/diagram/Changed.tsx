import { ViewportPortal } from '@xyflow/react';
import { memo } from 'react';
import type { PlacedNode } from '../../diagram/layout';
import type { Point } from '../../diagram/point';
import classes from './Changed.module.css';
import type { Changes } from './useChanges';

/**
 * What the last edit changed, lit up for a moment: all of it in one picture over the nodes. A light in every node would
 * be a layer for the compositor each, and hundreds of those cost more than the drawing.
 */
export const Changed = memo(function Changed({
  changes: { edit, nodes },
  offset,
}: {
  changes: Changes;
  offset: Point;
}) {
  return (
    <ViewportPortal>
      <svg className={classes.changed} data-turn={edit % 2} style={{ left: offset.x, top: offset.y }} aria-hidden>
        <path className={classes.boxes} d={outlines(nodes.filter(({ node }) => node.children.length === 0))} />
        <path className={classes.frames} d={outlines(nodes.filter(({ node }) => node.children.length > 0))} />
      </svg>
    </ViewportPortal>
  );
});

function outlines(nodes: readonly PlacedNode[]): string {
  return nodes.map(({ x, y, width, height }) => `M${x} ${y}h${width}v${height}h${-width}z`).join('');
}
