import { ReactFlow, useStore as useFlow, useOnViewportChange, useReactFlow } from '@xyflow/react';
import { type CSSProperties, type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Layout } from '../../diagram/layout';
import type { Point } from '../../diagram/point';
import { type Arrow, frameAround, neighbour } from '../../diagram/visit';
import type { App } from '../../state/app';
import { toggle } from '../../state/view/toggle';
import { useApp } from '../app/useApp';
import { useMeasure } from '../app/useMeasure';
import { NETWORK_ID } from '../kit/focusTargets';
import { Changed } from './Changed';
import classes from './Diagram.module.css';
import { Edges } from './Edges';
import { FarView } from './FarView';
import { NetworkNode } from './NetworkNode';
import { flowNodes, itemId, type StudioNode } from './nodes';
import { Overview } from './Overview';
import { useChanges } from './useChanges';
import { useMoving } from './useMoving';
import type { Picture } from './usePicture';
import { SayingsContext } from './useShownNode';

const NODE_TYPES = { part: NetworkNode };
/** React Flow draws no edges here; our own layer does (Edges.tsx). */
const NO_EDGES: [] = [];
/** React Flow is named under the picture (Diagram.tsx), where its credit covers nothing. */
const OWN_CREDIT = { hideAttribution: true };
/** Under this zoom no text can be read: boxes are drawn as plain shapes, all together. */
const VERY_FAR = 0.22;
/** Type on the screen is at least this high, in pixels, as long as boxes are drawn as such. */
const LEAST_TYPE = 9;
/** Steps of the zoom in which type is set larger: not at every pixel of a pinch. */
const TYPE_STEPS = 20;
/** Up to this size of type a box holds shape and share side by side, in the drawing's pixels. */
const SHARE_FITS = 11;
/** No node is mounted while the picture is seen from afar. */
const NO_NODES: StudioNode[] = [];
/** Under this zoom a node's small print cannot be read, and its name is set larger instead. */
const FAR = 0.6;

const STEPS: ReadonlyMap<string, Arrow> = new Map([
  ['ArrowLeft', 'left'],
  ['ArrowRight', 'right'],
  ['ArrowUp', 'up'],
  ['ArrowDown', 'down'],
]);

/** What the drawing needs of its room. */
interface CanvasProps {
  readonly picture: Picture;
  /** How far the layout is shifted on the drawing's ground. */
  readonly offset: Point;
  /** The node that shows the selection. */
  readonly seen: string | null;
  /** The picture was moved by hand. */
  readonly onMoved: () => void;
}

/** The drawing: React Flow for viewport, nodes and minimap; layout and edges are ours. */
export function Canvas({ picture, offset, seen, onMoved }: CanvasProps) {
  const app = useApp();
  const move = useMoving(picture);
  const measure = useMeasure(picture.architecture);
  const nodes = useNodes(picture.arrangement, offset);
  const sayings = useMemo(
    () => ({ placed: new Map(picture.layout.nodes.map((placed) => [placed.node.id, placed])), measure }),
    [picture.layout, measure],
  );
  const changes = useChanges(picture.architecture, picture.layout);
  const far = useFlow(({ transform }) => transform[2] < FAR);
  const veryFar = useFlow(({ transform }) => transform[2] < VERY_FAR);
  // Rounded down, so that type is rather too large.
  const step = useFlow(({ transform }) => Math.max(1, Math.floor(Math.min(1, transform[2]) * TYPE_STEPS + 1e-6)));
  const least = (LEAST_TYPE * TYPE_STEPS) / step;
  const { screenToFlowPosition } = useReactFlow();
  const active = useActiveItem(seen);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (handleKey(app, event.key, picture, seen)) event.preventDefault();
  };
  const nameTree = useCallback((element: HTMLDivElement | null) => {
    // React Flow gives its list of nodes no role; the tree items need a tree around them.
    const tree = element?.querySelector('.react-flow__nodes');
    tree?.setAttribute('role', 'tree');
    tree?.setAttribute('aria-label', 'Network');
  }, []);
  return (
    <div
      className={classes.canvas}
      data-far={far || undefined}
      data-small={least > SHARE_FITS || undefined}
      data-moving={move !== null || undefined}
      data-direction={picture.direction}
      style={{ '--least': `${least}px` } as CSSProperties}
    >
      <SayingsContext value={sayings}>
        <ReactFlow
          ref={nameTree}
          nodes={veryFar ? NO_NODES : (nodes as StudioNode[])}
          edges={NO_EDGES}
          nodeTypes={NODE_TYPES}
          onlyRenderVisibleElements
          nodesDraggable={false}
          nodesConnectable={false}
          nodesFocusable={false}
          elementsSelectable={false}
          disableKeyboardA11y
          deleteKeyCode={null}
          selectionKeyCode={null}
          panOnScroll
          zoomOnDoubleClick={false}
          minZoom={0.04}
          maxZoom={2.5}
          proOptions={OWN_CREDIT}
          onNodeMouseEnter={(_, node) => app.pointing.setState({ hovered: node.id })}
          onNodeMouseLeave={() => app.pointing.setState({ hovered: null })}
          onPaneClick={(event) => {
            const at = screenToFlowPosition({ x: event.clientX, y: event.clientY });
            app.session.setState({
              selected: veryFar ? nodeAt(picture.layout, { x: at.x - offset.x, y: at.y - offset.y }) : null,
            });
          }}
          onMove={(event) => event && onMoved()}
          id={NETWORK_ID}
          tabIndex={0}
          aria-label="Network. Arrow keys walk, Enter opens, Escape closes."
          aria-activedescendant={active}
          onKeyDown={onKeyDown}
        >
          {veryFar && <FarView layout={picture.layout} offset={offset} measure={measure} />}
          <Edges layout={picture.layout} offset={offset} move={move} />
          <Changed changes={changes} offset={offset} />
        </ReactFlow>
      </SayingsContext>
      <Overview layout={picture.layout} offset={offset} measure={measure} />
    </div>
  );
}

/** The innermost node at a place; frames come before what they hold. */
function nodeAt({ nodes }: Layout, at: Point): string | null {
  const found = nodes.findLast(
    ({ x, y, width, height }) => at.x >= x && at.x <= x + width && at.y >= y && at.y <= y + height,
  );
  return found?.node.id ?? null;
}

/** React Flow's nodes for the picture; those that stay where they were stay the same objects. */
function useNodes(arrangement: Layout, offset: Point): readonly StudioNode[] {
  const before = useRef<ReadonlyMap<string, StudioNode>>(new Map());
  return useMemo(() => {
    const nodes = flowNodes(arrangement, offset, before.current);
    before.current = new Map(nodes.map((node) => [node.id, node]));
    return nodes;
  }, [arrangement, offset]);
}

/** The DOM id of the selected node's tree item, while it has one: nodes out of sight are no elements. */
function useActiveItem(seen: string | null): string | undefined {
  const [active, setActive] = useState<string>();
  const update = useCallback(() => {
    const id = seen === null ? null : itemId(seen);
    setActive(id !== null && document.getElementById(id) ? id : undefined);
  }, [seen]);
  useOnViewportChange({ onEnd: update });
  useEffect(() => {
    // React Flow mounts what has come into sight a moment after this.
    const frame = requestAnimationFrame(update);
    return () => cancelAnimationFrame(frame);
  });
  return active;
}

/**
 * Arrow keys walk, Enter opens or closes, Escape closes the frame around; with nothing to close it is left to the page.
 * True where the key meant something.
 */
function handleKey(app: App, key: string, { layout, direction }: Picture, seen: string | null): boolean {
  const [first] = layout.nodes;
  const last = layout.nodes[layout.nodes.length - 1];
  const step = STEPS.get(key);
  if (step || key === 'Home' || key === 'End') {
    const edge = key === 'End' ? last : first;
    const next = step && seen !== null ? neighbour(layout, seen, step, direction) : (edge?.node.id ?? null);
    if (next !== null) app.session.setState({ selected: next });
    return true;
  }
  const node = layout.nodes.find((placed) => placed.node.id === seen)?.node;
  if (!node) return false;
  if (key === 'Enter' || key === ' ') {
    if (node.openable) toggle(app, node.id);
    return true;
  }
  if (key !== 'Escape') return false;
  const open = node.children.length > 0 ? node.id : frameAround(layout, node.id);
  if (open === null) return false;
  app.session.setState({ selected: open });
  toggle(app, open);
  return true;
}
