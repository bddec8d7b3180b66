import { memo, useMemo } from 'react';
import type { Layout } from '../../diagram/layout';
import type { Point } from '../../diagram/point';
import type { MeasureView } from '../../present/measures';
import classes from './BoxPaths.module.css';
import { colourOf, isOpen, outlineOf } from './nodes';

/** The whole network as it is drawn in small. */
export interface DrawingProps {
  readonly layout: Layout;
  /** How far the layout is shifted on the drawing's ground. */
  readonly offset: Point;
  readonly measure: MeasureView;
}

/** All boxes, as one path for each colour, under their frames' outlines: a thousand nodes are a dozen elements. */
export const BoxPaths = memo(function BoxPaths({ layout, measure }: Omit<DrawingProps, 'offset'>) {
  const [frames, paths] = useMemo(() => pathsOf(layout, measure), [layout, measure]);
  return (
    <>
      <path className={classes.frames} d={frames} />
      {paths.map(([colour, path]) => (
        <path key={colour} style={{ fill: colour }} d={path} />
      ))}
    </>
  );
});

function pathsOf({ nodes }: Layout, measure: MeasureView): readonly [string, readonly (readonly [string, string])[]] {
  const frames: string[] = [];
  const byColour = new Map<string, string[]>();
  for (const placed of nodes) {
    const { node } = placed;
    const path = outlineOf(placed);
    const colour = colourOf(node, measure);
    if (isOpen(node)) frames.push(path);
    else if (byColour.get(colour)?.push(path) === undefined) byColour.set(colour, [path]);
  }
  return [frames.join(''), [...byColour].map(([colour, path]) => [colour, path.join('')] as const)];
}
