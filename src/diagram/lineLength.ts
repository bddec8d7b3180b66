import type { Diagram, DiagramNode } from './diagram';
import { BOX, type Direction, LINE_LENGTHS, layout } from './layout';

/** The room that a picture has, in pixels. */
interface Room {
  readonly width: number;
  readonly height: number;
}

/** Zoom from which a node's small print can be read. */
export const LEGIBLE = 0.62;
/** Zoom from which its name can be read, which is set larger then; what is wider than a phone's screen may be drawn so. */
export const NAMED = 0.4;

/** Lengths of a line that are tried, from that of three boxes on. */
const TRIED = [530, 720, 930, 1120, 1300];
/** What is drawn larger than this is no easier to read. */
const LARGE_ENOUGH = 0.9;

/**
 * The length of a line with which a picture is drawn largest in its room; where no length shows all of it legibly, the
 * one that can be read without moving the picture along the flow. It depends on nothing but the picture and the room.
 * @param diagram with nothing opened or closed by hand, so that opening something breaks lines nowhere else
 * @param largeEnough zoom beyond which a larger picture is no better
 */
export function lineLengthFor(
  diagram: Diagram,
  direction: Direction,
  room: Room,
  largeEnough: number = LARGE_ENOUGH,
): number {
  const flat = direction === 'horizontal';
  const along = flat ? room.width : room.height;
  const lengths = LINE_LENGTHS[direction];
  const usual = lengths[along < 600 ? 'small' : along > 1300 ? 'large' : 'usual'];
  if (along <= 0 || diagram.nodes.length === 0) return lengths.usual;
  const narrow = lengths.small * LEGIBLE > along;
  // Boxes that do not fit however they lie: nothing is tried.
  const { width, height } = BOX[direction];
  if (boxes(diagram.nodes) * width * height * LEGIBLE ** 2 > room.width * room.height)
    return narrow ? lengths.least : usual;
  const drawn = (lineLength: number) => layout(diagram, { direction, lineLength }).bounds;
  let best = { lineLength: usual, zoom: LEGIBLE };
  for (const lineLength of [usual, ...(narrow ? [lengths.least] : []), ...TRIED]) {
    const { width, height } = drawn(lineLength);
    const zoom = Math.min(largeEnough, room.width / width, room.height / height);
    if (zoom > best.zoom) best = { lineLength, zoom };
  }
  if (!narrow || best.zoom > LEGIBLE) return best.lineLength;
  return drawn(usual)[flat ? 'width' : 'height'] * LEGIBLE > along ? lengths.least : usual;
}

function boxes(nodes: readonly DiagramNode[]): number {
  return nodes.reduce((count, { children }) => count + (children.length === 0 ? 1 : boxes(children)), 0);
}
