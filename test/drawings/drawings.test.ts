import { describe, expect, test } from 'vitest';
import { diagramOf } from '../../src/diagram/diagram';
import { layout } from '../../src/diagram/layout';
import { kindLegend } from '../../src/diagram/legend';
import { mermaidOf } from '../../src/diagram/mermaid';
import { svgOf } from '../../src/diagram/svg';
import type { Drawing } from './drawing';

/** Every file beside this one that ends in `.drawing.ts` is one picture; its SVG and Mermaid text are kept with it. */
const drawings = import.meta.glob<{ readonly drawing: Drawing }>('./*.drawing.ts', { eager: true });

describe.each(Object.entries(drawings))('%s', (file, { drawing }) => {
  const { title, architecture, opening, direction, lineLength } = drawing;
  const diagram = diagramOf(architecture, opening);
  const name = file.replace(/^\.\/(.*)\.drawing\.ts$/, '$1');

  test('is drawn as its snapshot', async () => {
    const svg = svgOf(layout(diagram, { direction, lineLength }), { title, legend: kindLegend(diagram) });
    await expect(svg).toMatchFileSnapshot(`./snapshots/${name}.svg`);
  });

  test('is written as its Mermaid snapshot', async () => {
    await expect(mermaidOf(diagram, direction)).toMatchFileSnapshot(`./snapshots/${name}.mmd`);
  });
});
