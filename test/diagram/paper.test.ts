import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diagramOf, fullyOpen, opening } from '../../src/diagram/diagram';
import { HEADER } from '../../src/diagram/layout';
import { onPaper, partOf } from '../../src/diagram/paper';
import { preset, randomOpening } from './designs';

/** A page of A4 inside its margins, in CSS pixels; the drawing's smallest type, and 6.9 pt. */
const [WIDTH, HEIGHT, TYPE, LEAST] = [688, 1000, 11, (6.9 * 96) / 72];
const STAGES = ['layer1', 'layer2', 'layer3', 'layer4'];

const typeOf = (width: number) => TYPE * Math.min(1, WIDTH / width);

test('a picture for paper is cut between boxes only, whole, and no piece is higher than a page', () => {
  fc.assert(
    fc.property(randomOpening, ([architecture, open]) => {
      const pieces = onPaper(diagramOf(architecture, open));
      const [first] = pieces;
      if (!first) throw new Error('nothing is drawn');
      const { bounds, nodes } = first.layout;
      let end = first.window.y;
      for (const { layout, window } of pieces) {
        expect(layout).toBe(first.layout);
        expect(window.y).toBe(end);
        end += window.height;
        expect(window.height * Math.min(1, WIDTH / window.width)).toBeLessThanOrEqual(HEIGHT);
        expect(window.x).toBeLessThan(bounds.x);
        expect(window.x + window.width).toBeGreaterThan(bounds.x + bounds.width);
      }
      expect(first.window.y).toBeLessThan(bounds.y);
      expect(end).toBeGreaterThan(bounds.y + bounds.height);
      for (const { window } of pieces.slice(1)) {
        for (const { node, y, height } of nodes) {
          const foot = y + (node.children.length > 0 ? HEADER[node.part] : height);
          expect(window.y <= y || window.y >= foot, `${node.id} is cut`).toBe(true);
        }
      }
    }),
    { numRuns: 20 },
  );
});

test('type on paper is about 7 pt high or more, whatever is open', () => {
  const architecture = preset('S');
  const pictures = [
    opening(),
    opening(STAGES),
    opening([...STAGES, 'layer1.0', 'layer2.0', 'layer2.0.se_module']),
    fullyOpen(architecture, true),
  ].map((open) => onPaper(diagramOf(architecture, open)));
  for (const [piece] of pictures) expect(typeOf(piece?.window.width ?? 0)).toBeGreaterThanOrEqual(LEAST);
});

test('a part of a picture holds what is inside of it, and the edges between', () => {
  const diagram = diagramOf(preset('S'), opening([...STAGES, 'layer1.0']));
  const part = partOf(diagram, 'layer1.0');
  expect(part?.nodes.map(({ id }) => id)).toEqual(['layer1.0']);
  expect(part?.edges.length).toBeGreaterThan(4);
  for (const { from, to } of part?.edges ?? []) expect([from, to].every((id) => id.startsWith('layer1.0.'))).toBe(true);
  expect(partOf(diagram, 'layer1.0.conv1.bn')).toBeNull();
});
