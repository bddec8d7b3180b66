import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { build } from '../../src/architecture/build';
import type { Design } from '../../src/design/design';
import { diagramOf, fullyOpen, type OpenParts, opening } from '../../src/diagram/diagram';
import {
  type Direction,
  type Layout,
  LINE_LENGTHS,
  layout,
  lengthsOf,
  type PlacedNode,
  type Rectangle,
  relabelled,
} from '../../src/diagram/layout';
import type { Point } from '../../src/diagram/point';
import { preset, randomDesign, randomOpening } from './designs';

const DIRECTIONS: readonly Direction[] = ['horizontal', 'vertical'];
const boxes = ({ nodes }: Layout): readonly PlacedNode[] => nodes.filter(({ node }) => node.children.length === 0);
const overlap = (a: Rectangle, b: Rectangle): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
const inside = (a: Rectangle, b: Rectangle): boolean =>
  a.x >= b.x && a.y >= b.y && a.x + a.width <= b.x + b.width && a.y + a.height <= b.y + b.height;

const anyLayout = fc
  .tuple(randomOpening, fc.constantFrom(...DIRECTIONS), fc.constantFrom(600, 900, 3000, Number.POSITIVE_INFINITY))
  .map(([[architecture, open], direction, lineLength]) =>
    layout(diagramOf(architecture, open), { direction, lineLength }),
  );

describe('whatever is open, in both directions and at any line length', () => {
  test('boxes do not overlap, and every node lies inside the frame around it', () => {
    fc.assert(
      fc.property(anyLayout, (placed) => {
        const all = boxes(placed);
        const overlaps = all.flatMap((a, index) =>
          all.slice(index + 1).flatMap((b) => (overlap(a, b) ? [`${a.node.id} and ${b.node.id}`] : [])),
        );
        expect(overlaps).toEqual([]);
        const byId = new Map(placed.nodes.map((node) => [node.node.id, node]));
        const outside = placed.nodes.flatMap((frame) =>
          frame.node.children.filter(({ id }) => !inside(byId.get(id) ?? frame, frame)).map(({ id }) => id),
        );
        expect(outside).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  test('edges are horizontal and vertical pieces that begin and end at their boxes and cross no other', () => {
    fc.assert(
      fc.property(anyLayout, (placed) => {
        const all = boxes(placed);
        const byId = new Map(all.map((box) => [box.node.id, box]));
        const faults = placed.edges.flatMap(({ edge, points }) => {
          const ends = [byId.get(edge.from), byId.get(edge.to)];
          const pieces = points.slice(1).map((to, index) => between(points[index] ?? to, to));
          return [
            ...ends.flatMap((box, end) => {
              const point = points[end === 0 ? 0 : points.length - 1];
              const touches = box && point && overlap({ ...point, width: 0, height: 0 }, grown(box, 0.5));
              return touches ? [] : [`${edge.id} does not reach its box`];
            }),
            ...pieces.flatMap((piece) => [
              ...(piece.width > 0 && piece.height > 0 ? [`${edge.id} is oblique`] : []),
              ...all.filter((box) => overlap(piece, grown(box, -1))).map(({ node }) => `${edge.id} crosses ${node.id}`),
            ]),
          ];
        });
        expect(faults).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  test('the order along the network is the order of reading: a later box is further on, or on a later line', () => {
    fc.assert(
      fc.property(randomOpening, ([architecture, open]) => {
        const placed = layout(diagramOf(architecture, open), { direction: 'horizontal', lineLength: 900 });
        const main = boxes(placed).filter(({ node }) => node.lane === 'main');
        const back = main.slice(1).filter((box, index) => {
          const before = main[index] ?? box;
          return box.entry.y <= before.entry.y && box.x < before.x + before.width;
        });
        expect(back).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});

describe('X3D-S', () => {
  const architecture = preset('S');
  const place = (open: OpenParts, direction: Direction = 'horizontal', lineLength = LINE_LENGTHS[direction].usual) =>
    layout(diagramOf(architecture, open), { direction, lineLength });

  test('the same diagram gives the same layout', () => {
    expect(place(fullyOpen(architecture, true))).toEqual(place(fullyOpen(architecture, true)));
  });

  test('on one line, opening a node moves nothing that comes before it', () => {
    const before = place(opening(['layer1', 'layer2']), 'horizontal', Number.POSITIVE_INFINITY);
    const after = place(opening(['layer1', 'layer2', 'layer2.0']), 'horizontal', Number.POSITIVE_INFINITY);
    const entries = (placed: Layout, ids: readonly string[]) =>
      ids.map((id) => placed.nodes.find(({ node }) => node.id === id)?.entry);
    const ids = ['clip', 'stem', 'layer1', 'layer1.0', 'layer1.1', 'layer1.2', 'layer2', 'layer2.0'];
    // Entries, not corners: a frame's top rises with what it holds, the main path stays.
    expect(entries(after, ids.slice(0, 6))).toEqual(entries(before, ids.slice(0, 6)));
    expect(entries(after, ids.slice(6))).toEqual(entries(before, ids.slice(6)));
  });

  test('with the lengths from before, opening a node moves nothing that comes before it on any line', () => {
    const stages = ['layer1', 'layer2', 'layer3', 'layer4'];
    const before = diagramOf(architecture, opening(stages));
    const options = { direction: 'horizontal', lineLength: 900 } as const;
    const lengths = lengthsOf(before, options);
    const entries = (open: OpenParts): readonly (readonly [string, Point])[] =>
      layout(diagramOf(architecture, open), { ...options, lengths }).nodes.map(({ node, entry }) => [node.id, entry]);
    const closed = entries(opening(stages));
    for (const opened of ['stem', 'layer1.1', 'layer2.0', 'layer3.0', 'conv5']) {
      const at = closed.findIndex(([id]) => id === opened);
      const line = closed[at]?.[1].y;
      const earlier = closed.slice(0, at).filter(([, { y }]) => y !== line);
      const sameLine = closed.slice(0, at + 1).filter(([, { y }]) => y === line);
      const after = new Map(entries(opening([...stages, opened])));
      expect(earlier.map(([id]) => after.get(id))).toEqual(earlier.map(([, entry]) => entry));
      // Its own line may sink a little under what rises above it, as a whole.
      const sunk = (after.get(opened)?.y ?? 0) - (line ?? 0);
      expect(sameLine.map(([id]) => after.get(id))).toEqual(sameLine.map(([, { x, y }]) => ({ x, y: y + sunk })));
    }
  });

  test('the main path is straight within a line', () => {
    const placed = place(opening(['layer1', 'layer1.0', 'layer1.0.se_module']), 'horizontal', Number.POSITIVE_INFINITY);
    for (const { edge, points } of placed.edges)
      if (edge.lane === 'main') expect(new Set(points.map(({ y }) => y)).size, edge.id).toBe(1);
  });

  test('the shortcut runs above its block and the SE branch below the main path', () => {
    const placed = place(opening(['layer1', 'layer1.0', 'layer1.0.se_module']));
    const at = (id: string) => placed.nodes.find(({ node }) => node.id === id) as PlacedNode;
    expect(at('layer1.0.downsample').y + at('layer1.0.downsample').height).toBeLessThan(at('layer1.0.conv1').y);
    expect(at('layer1.0.se_module.avg_pool').y).toBeGreaterThan(at('layer1.0.conv1').entry.y);
  });

  test('vertical, the network flows down and the shortcut runs at the side', () => {
    const placed = place(opening(['layer1', 'layer1.0']), 'vertical');
    const at = (id: string) => placed.nodes.find(({ node }) => node.id === id) as PlacedNode;
    expect(at('layer1.0.conv2').y).toBeGreaterThan(at('layer1.0.conv1').y);
    expect(at('layer1.0.downsample').x).toBeLessThan(at('layer1.0.conv1').x);
  });
});

function between(from: Point, to: Point): Rectangle {
  const [x, y] = [Math.min(from.x, to.x), Math.min(from.y, to.y)];
  return { x, y, width: Math.abs(from.x - to.x), height: Math.abs(from.y - to.y) };
}

function grown({ x, y, width, height }: Rectangle, by: number): Rectangle {
  return { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by };
}

describe('an edit that moves nothing', () => {
  const options = { direction: 'horizontal', lineLength: 900 } as const;
  const drawn = (design: Design, spread: boolean) => {
    const architecture = build(design);
    return diagramOf(architecture, fullyOpen(architecture, spread));
  };

  test('relabels the picture as if it were drawn anew, and keeps the points of its edges', () => {
    fc.assert(
      fc.property(randomDesign, fc.boolean(), (design, spread) => {
        const before = layout(drawn(design, spread), options);
        const wider = { ...design, reference: { ...design.reference, gamma_w: 2 } };
        const diagram = drawn(wider, spread);
        const labelled = relabelled(before, diagram);
        expect(labelled).toEqual(layout(diagram, options));
        expect(labelled?.edges.every(({ points }, index) => points === before.edges[index]?.points)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  test('is told from one that does: more blocks, another head, something opened', () => {
    const { design } = preset('S');
    const before = layout(drawn(design, true), options);
    const deeper = { ...design, reference: { ...design.reference, gamma_d: 3 } };
    for (const other of [drawn(deeper, true), drawn({ ...design, head: null }, true), drawn(design, false)])
      expect(relabelled(before, other)).toBeNull();
  });
});
