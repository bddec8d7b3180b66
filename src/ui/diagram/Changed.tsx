import { ViewportPortal } from '@xyflow/react';
import { memo } from 'react';
import type { Point } from '../../diagram/point';
import classes from './Changed.module.css';
import { isOpen, outlineOf } from './nodes';
import type { Changes } from './useChanges';

/**
 * What the last edit changed, lit up for a moment: all of it in one picture over the nodes. A light in every node would
 * be a layer for the compositor each, and hundreds of those cost more than the drawing.
 */
export const Changed = memo(function Changed(props: { changes: Changes; offset: Point }) {
  const { edit, nodes } = props.changes;
  const { x: left, y: top } = props.offset;
  const [boxes, frames] = [nodes.filter(({ node }) => !isOpen(node)), nodes.filter(({ node }) => isOpen(node))];
  return (
    <ViewportPortal>
      <svg className={classes.changed} data-turn={edit % 2} style={{ left, top }} aria-hidden>
        <path className={classes.boxes} d={boxes.map(outlineOf).join('')} />
        <path className={classes.frames} d={frames.map(outlineOf).join('')} />
      </svg>
    </ViewportPortal>
  );
});
