import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diagramOf, opening } from '../../src/diagram/diagram';
import { layout } from '../../src/diagram/layout';
import { kindLegend, scaleLegend } from '../../src/diagram/legend';
import { mermaidOf } from '../../src/diagram/mermaid';
import { type Paint, svgOf } from '../../src/diagram/svg';
import { preset, randomOpening } from './designs';

test('an SVG draws every node, frame, edge and sign, inside its view, whatever its title', () => {
  fc.assert(
    fc.property(randomOpening, fc.string(), fc.boolean(), ([architecture, open], title, filled) => {
      const diagram = diagramOf(architecture, open);
      const placed = layout(diagram, { direction: 'horizontal', lineLength: 900 });
      const legend = filled ? scaleLegend('macs') : kindLegend(diagram);
      const fill: Paint = { bands: [], fill: '#000000', ink: '#ffffff', share: { fraction: 0.5, text: '50 %' } };
      const svg = svgOf(placed, { title, legend, ...(filled ? { paint: () => fill } : {}) });
      const boxes = placed.nodes.filter(({ node }) => node.children.length === 0);
      const [, edges = ''] = svg.match(/<g [^>]*>(.*?)<\/g>/s) ?? [];
      expect(edges.match(/<path /g)).toHaveLength(placed.edges.length);
      // Every family in a box is a band where boxes are not filled.
      const bands = filled ? 0 : boxes.reduce((sum, { node }) => sum + node.families.length, 0);
      expect(svg.match(/<path d="[^"]*Z" /g) ?? []).toHaveLength(bands);
      expect(svg.match(/<rect [^>]*rx="5" fill="none"/g)).toHaveLength(boxes.length);
      expect(svg.match(/<rect [^>]*rx="8"/g) ?? []).toHaveLength(placed.nodes.length - boxes.length);
      expect(svg.match(/50 %/g)?.length ?? 0).toBeGreaterThanOrEqual(filled ? boxes.length : 0);
      for (const { text } of legend) expect(svg).toContain(text.replace('<', '&lt;'));
      expect(svg).not.toMatch(/NaN|undefined/);
      expect(svg.match(/<title>[^<>]*<\/title>/g)).toHaveLength(1);
      const [, x, y, width, height] = svg.match(/viewBox="(\S+) (\S+) (\S+) (\S+)"/)?.map(Number) ?? [];
      for (const [, tx, ty] of svg.matchAll(/<text x="(\S+)" y="(\S+)"/g)) {
        expect(Number(tx)).toBeGreaterThan(x ?? 0);
        expect(Number(tx)).toBeLessThan((x ?? 0) + (width ?? 0));
        expect(Number(ty)).toBeGreaterThan(y ?? 0);
        expect(Number(ty)).toBeLessThan((y ?? 0) + (height ?? 0));
      }
    }),
    { numRuns: 20 },
  );
});

test('the legend names the kinds and lanes that are in the picture, and no others', () => {
  const texts = (...opened: readonly string[]) =>
    kindLegend(diagramOf(preset('S'), opening(opened))).map(({ text }) => text);
  expect(texts()).toEqual(['conv', 'channel-wise', 'SE', 'linear']);
  expect(texts('layer1', 'layer1.0', 'layer1.0.se_module')).toEqual([
    ...['conv', 'channel-wise', 'activation', 'SE', 'sum', 'pool', 'linear'],
    ...['shortcut', 'SE branch'],
  ]);
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
