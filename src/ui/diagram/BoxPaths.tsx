import { memo, useMemo } from 'react';
import classes from './BoxPaths.module.css';
import type { StudioNode } from './nodes';

/** All boxes, as one path for each colour, under their frames' outlines: a thousand nodes are a dozen elements. */
export const BoxPaths = memo(function BoxPaths({ nodes }: { nodes: readonly StudioNode[] }) {
  const [frames, paths] = useMemo(() => pathsOf(nodes), [nodes]);
  return (
    <>
      <path className={classes.frames} d={frames} />
      {paths.map(([colour, path]) => (
        <path key={colour} style={{ fill: colour }} d={path} />
      ))}
    </>
  );
});

function pathsOf(nodes: readonly StudioNode[]): readonly [string, readonly (readonly [string, string])[]] {
  const frames: string[] = [];
  const byColour = new Map<string, string[]>();
  for (const { data, position, width = 0, height = 0 } of nodes) {
    const path = `M${position.x} ${position.y}h${width}v${height}h${-width}z`;
    if (data.open) frames.push(path);
    else if (byColour.get(data.colour)?.push(path) === undefined) byColour.set(data.colour, [path]);
  }
  return [frames.join(''), [...byColour].map(([colour, path]) => [colour, path.join('')] as const)];
}
