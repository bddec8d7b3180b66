import { ViewportPortal } from '@xyflow/react';
import { usePointing } from '../app/useStudio';
import { BoxPaths, type DrawingProps } from './BoxPaths';
import classes from './FarView.module.css';
import { isOpen } from './nodes';

/** Size of a name, in units of the drawing. A frame that is lower has no room for it: the one above would lie under it. */
const NAME = 96;

/** From afar, where no node's text can be read: boxes by their colour, and the names of the outermost groups. */
export function FarView({ layout, offset, measure }: DrawingProps) {
  const { nodes } = layout;
  const seen = usePointing(({ selected }) => selected);
  const lit = usePointing((pointing) => pointing.lit);
  const selected = nodes.find(({ node }) => node.id === seen);
  return (
    <ViewportPortal>
      <svg className={classes.far} style={{ left: offset.x, top: offset.y }} aria-hidden>
        <BoxPaths layout={layout} measure={measure} />
        {nodes
          .filter(({ node, depth, height }) => isOpen(node) && depth === 0 && height > 2 * NAME)
          .map(({ node, x, y }) => (
            <text key={node.id} className={classes.name} x={x} y={y - 24}>
              {node.title}
            </text>
          ))}
        {nodes
          .filter(({ node }) => lit.has(node.id))
          .map(({ node, x, y, width, height }) => (
            <rect key={node.id} className={classes.lit} x={x} y={y} width={width} height={height} />
          ))}
        {selected && (
          <rect
            className={classes.selected}
            x={selected.x}
            y={selected.y}
            width={selected.width}
            height={selected.height}
          />
        )}
      </svg>
    </ViewportPortal>
  );
}
