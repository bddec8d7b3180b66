import { ViewportPortal } from '@xyflow/react';
import { usePointing } from '../kit/usePointing';
import { BoxPaths } from './BoxPaths';
import classes from './FarView.module.css';
import type { StudioNode } from './nodes';

/** Size of a name, in units of the drawing. A frame that is lower has no room for it: the one above would lie under it. */
const NAME = 96;

/** From afar, where no node's text can be read: boxes by their colour, and the names of the outermost groups. */
export function FarView({ nodes }: { nodes: readonly StudioNode[] }) {
  const seen = usePointing(({ selected }) => selected);
  const lit = usePointing((pointing) => pointing.lit);
  const selected = nodes.find(({ id }) => id === seen);
  return (
    <ViewportPortal>
      <svg className={classes.far} aria-hidden>
        <BoxPaths nodes={nodes} />
        {nodes
          .filter(({ data, height = 0 }) => data.open && data.depth === 0 && height > 2 * NAME)
          .map(({ id, position, data }) => (
            <text key={id} className={classes.name} x={position.x} y={position.y - 24}>
              {data.title}
            </text>
          ))}
        {nodes
          .filter(({ id }) => lit.has(id))
          .map(({ id, position, width, height }) => (
            <rect key={id} className={classes.lit} x={position.x} y={position.y} width={width} height={height} />
          ))}
        {selected && (
          <rect
            className={classes.selected}
            x={selected.position.x}
            y={selected.position.y}
            width={selected.width}
            height={selected.height}
          />
        )}
      </svg>
    </ViewportPortal>
  );
}
