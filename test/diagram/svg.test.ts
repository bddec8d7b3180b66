import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diagramOf } from '../../src/diagram/diagram';
import { layout } from '../../src/diagram/layout';
import { mermaidOf } from '../../src/diagram/mermaid';
import { svgOf } from '../../src/diagram/svg';
import { randomOpening } from './designs';

test('an SVG draws every node, frame and edge, inside its view, whatever its title', () => {
  fc.assert(
    fc.property(randomOpening, fc.string(), ([architecture, open], title) => {
      const placed = layout(diagramOf(architecture, open), { direction: 'horizontal', lineLength: 900 });
      const svg = svgOf(placed, { title });
      const boxes = placed.nodes.filter(({ node }) => node.children.length === 0);
      const bands = boxes.reduce((sum, { node }) => sum + node.families.length, 0);
      expect(svg.match(/<path /g)).toHaveLength(placed.edges.length);
      // The ground, a border for every node, and a band for every family in a box.
      expect(svg.match(/<rect /g)).toHaveLength(1 + placed.nodes.length + bands);
      expect(svg).not.toMatch(/NaN|undefined/);
      expect(svg.match(/<title>[^<>]*<\/title>/g)).toHaveLength(1);
    }),
    { numRuns: 20 },
  );
});

test('a Mermaid text names every box once and draws every edge between names it has given', () => {
  fc.assert(
    fc.property(randomOpening, ([architecture, open]) => {
      const diagram = diagramOf(architecture, open);
      const text = mermaidOf(diagram, 'horizontal');
      const named = new Set(text.match(/^ *(?:subgraph )?(n\d+)\[/gm)?.map((line) => line.match(/n\d+/)?.[0]));
      const arrows = [...text.matchAll(/^ {2}(n\d+) -\.?-> (n\d+)$/gm)];
      expect(arrows).toHaveLength(diagram.edges.length);
      expect(arrows.flatMap(([, from, to]) => [from, to]).filter((name) => !named.has(name))).toEqual([]);
      expect(text.match(/\bsubgraph\b/g)?.length ?? 0).toBe(text.match(/^ *end$/gm)?.length ?? 0);
    }),
    { numRuns: 20 },
  );
});
