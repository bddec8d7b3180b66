import { useStore as useFlow } from '@xyflow/react';
import { useMemo, useRef, useState } from 'react';
import type { Architecture } from '../../architecture/architecture';
import { type Diagram, diagramOf, firstOfRun, type OpenParts, runId } from '../../diagram/diagram';
import { type Direction, type Layout, type LayoutOptions, layout, lengthsOf, relabelled } from '../../diagram/layout';
import { lineLengthFor } from '../../diagram/lineLength';
import type { Point } from '../../diagram/point';
import { openedPaths } from '../../state/view/openedPaths';
import { useDrawnArchitecture, useSession } from '../app/useStudio';
import { LARGEST, MARGIN } from './useView';

/** Nothing opened, closed or spread out by hand. */
const NONE: ReadonlySet<string> = new Set();

/** What the graph shows now: the visible network and where it lies. */
export interface Picture {
  readonly architecture: Architecture;
  readonly opening: OpenParts;
  readonly direction: Direction;
  readonly diagram: Diagram;
  readonly layout: Layout;
  /** The first layout with these places: another one only when something has moved, come or gone. */
  readonly arrangement: Layout;
  /** Length of a line along the flow. */
  readonly lineLength: number;
}

/** The picture of the network on the screen, computed again only when the design or what is open changes. */
export function usePicture(): Picture {
  const architecture = useDrawnArchitecture();
  const level = useSession((session) => session.level);
  const unfolded = useSession((session) => session.unfolded);
  const direction = useSession((session) => session.direction);
  const width = useFlow((state) => stepped(state.width - MARGIN.left - MARGIN.right));
  const height = useFlow((state) => stepped(state.height - MARGIN.top - MARGIN.bottom));
  const presenting = useSession((session) => session.presenting);
  const toggled = useSession((session) => session.toggled);
  const opened = useMemo(() => openedPaths(architecture, { level, toggled }), [architecture, level, toggled]);
  const byHand = toggled.size > 0 || unfolded.size > 0;
  // Lines break as they would with nothing opened or closed by hand.
  const plain = useMemo(() => {
    const plain: OpenParts = {
      opened: openedPaths(architecture, { level, toggled: NONE }),
      runs: { spread: level === 'layers', except: NONE, open: level === 'layers', toggled: NONE },
    };
    return diagramOf(architecture, plain);
  }, [architecture, level]);
  const lineLength = useMemo(
    () => lineLengthFor(plain, direction, { width, height }, presenting ? LARGEST.presenting : undefined),
    [plain, direction, width, height, presenting],
  );
  const lengths = useMemo(
    () => (byHand ? lengthsOf(plain, { direction, lineLength }) : undefined),
    [byHand, plain, direction, lineLength],
  );
  const before = useRef<Arranged | null>(null);
  return useMemo(() => {
    const layers = level === 'layers';
    const opening = { opened, runs: { spread: layers, except: unfolded, open: layers, toggled } };
    const diagram = byHand ? diagramOf(architecture, opening) : plain;
    const options: LayoutOptions = { direction, lineLength, ...(lengths && { lengths }) };
    const known = before.current && sameOptions(before.current.options, options) ? before.current.arrangement : null;
    const same = known && relabelled(known, diagram);
    const arrangement = (same && known) ?? layout(diagram, options);
    before.current = { arrangement, options };
    return { architecture, opening, direction, diagram, layout: same ?? arrangement, arrangement, lineLength };
  }, [architecture, plain, byHand, opened, level, unfolded, toggled, direction, lineLength, lengths]);
}

interface Arranged {
  readonly arrangement: Layout;
  readonly options: LayoutOptions;
}

function sameOptions(a: LayoutOptions, b: LayoutOptions): boolean {
  if (a.direction !== b.direction || a.lineLength !== b.lineLength || a.lengths?.size !== b.lengths?.size) return false;
  return [...(a.lengths ?? [])].every(([id, length]) => b.lengths?.get(id) === length);
}

/**
 * Pixels of room as lines are broken by. From 600 on in steps of 40, rounded down: a panel that is dragged by a few must
 * not make the lines break elsewhere. Below to the pixel: on a phone a few decide whether three boxes fit a line.
 */
function stepped(pixels: number): number {
  return Math.max(0, pixels < 600 ? pixels : Math.floor(pixels / 40) * 40);
}

/** How far the picture is shifted so that a node which was just opened or closed stays where it was on the screen. */
export function useAnchor({ arrangement: now }: Picture, anchor: string | null): Point {
  const [held, setHeld] = useState<{ layout: Layout; offset: Point }>({ layout: now, offset: { x: 0, y: 0 } });
  if (held.layout === now) return held.offset;
  const before = anchor === null ? null : entryOf(held.layout, anchor);
  const after = anchor === null ? null : entryOf(now, anchor);
  const offset =
    before && after ? { x: held.offset.x + before.x - after.x, y: held.offset.y + before.y - after.y } : held.offset;
  setHeld({ layout: now, offset });
  return offset;
}

/** Where the main path enters a node; a run and its first block stand for each other. */
function entryOf({ nodes }: Layout, id: string): Point | null {
  const same = new Set([id, runId(id), firstOfRun(id)]);
  return nodes.find(({ node }) => same.has(node.id))?.entry ?? null;
}
