import type { Diagram, DiagramNode } from './diagram';
import { HEADER, type Layout, layout, type PlacedNode, type Rectangle } from './layout';

/** A piece of a picture that stays together on a page; pieces follow each other without a gap. */
interface PaperPiece {
  readonly layout: Layout;
  readonly window: Rectangle;
}

/** What a page of A4 has room for inside of its margins, in CSS pixels of 1/96 inch. */
const PAGE = { width: 688, height: 940 };
/** Around a picture, in its own pixels. */
const MARGIN = 12;
/** The drawing's smallest type is 11 px high, which is 8 pt; on paper it is about 7 pt at least. */
const SMALLEST = 0.84;
/** Lengths of a line that leave type as large, of three boxes and of four. */
const LINES = [570, 780];
/** Pieces are about as high as this, so that no page ends long before its foot. */
const PIECE = 260;
/** A picture no higher than half a page stays whole. */
const WHOLE = PAGE.height / 2;

/**
 * A picture for paper, in pieces between which a page may end. It lies across the page where its type is then about
 * 7 pt high or more, on lines of the length that makes it lowest; else it runs down the page, on as many pages as it takes.
 */
export function onPaper(diagram: Diagram): readonly PaperPiece[] {
  const across = LINES.map((lineLength) => layout(diagram, { direction: 'horizontal', lineLength }))
    .filter((one) => scaleOf(one) >= SMALLEST)
    .toSorted((a, b) => a.bounds.height * scaleOf(a) - b.bounds.height * scaleOf(b));
  const chosen = across[0] ?? layout(diagram, { direction: 'vertical', lineLength: Number.POSITIVE_INFINITY });
  return piecesOf(chosen);
}

/** The part of a diagram that one of its nodes is; null where the node is not in it. */
export function partOf({ nodes, edges }: Diagram, id: string): Diagram | null {
  const node = find(nodes, id);
  if (!node) return null;
  const inside = new Set<string>();
  const note = ({ id, children }: DiagramNode): void => {
    inside.add(id);
    children.forEach(note);
  };
  note(node);
  return { nodes: [node], edges: edges.filter(({ from, to }) => inside.has(from) && inside.has(to)) };
}

function find(nodes: readonly DiagramNode[], id: string): DiagramNode | null {
  for (const node of nodes) {
    const found = node.id === id ? node : find(node.children, id);
    if (found) return found;
  }
  return null;
}

/** By how much a picture is drawn smaller for a page. */
function scaleOf({ bounds }: Layout): number {
  return Math.min(1, PAGE.width / (bounds.width + 2 * MARGIN));
}

/** Cuts a picture where no box and no heading is cut. */
function piecesOf(whole: Layout): readonly PaperPiece[] {
  const { bounds, nodes } = whole;
  const x = bounds.x - MARGIN;
  const width = bounds.width + 2 * MARGIN;
  const [start, end] = [bounds.y - MARGIN, bounds.y + bounds.height + MARGIN];
  const [usual, most] = [PIECE / scaleOf(whole), PAGE.height / scaleOf(whole)];
  const pieces: PaperPiece[] = [];
  let top = start;
  const staysWhole = (end - start) * scaleOf(whole) <= WHOLE;
  while (!staysWhole && end - top > usual) {
    const bottom = gaps(nodes).find((gap) => gap >= top + usual) ?? end;
    // What cannot be cut as it should is cut anywhere.
    const cut = Math.min(bottom, top + most);
    // A last piece with nothing but the margin belongs to the one before.
    if (end - cut <= 2 * MARGIN) break;
    pieces.push({ layout: whole, window: { x, y: top, width, height: cut - top } });
    top = cut;
  }
  return [...pieces, { layout: whole, window: { x, y: top, width, height: end - top } }];
}

/** Heights at which no box and no heading stands, from top to bottom. */
function gaps(nodes: readonly PlacedNode[]): readonly number[] {
  const taken = nodes
    .map(({ node, y, height }) => ({ from: y, to: y + (node.children.length > 0 ? HEADER[node.part] : height) }))
    .toSorted((a, b) => a.from - b.from);
  const found: number[] = [];
  let reach = Number.NEGATIVE_INFINITY;
  for (const { from, to } of taken) {
    if (from > reach && Number.isFinite(reach)) found.push((from + reach) / 2);
    reach = Math.max(reach, to);
  }
  return found;
}
