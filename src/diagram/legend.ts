import { COLOUR_SCALES, type ColourMeasure } from './colourScales';
import type { Diagram, DiagramNode, Lane } from './diagram';
import { type Colour, FAMILIES, type Family } from './looks';

/** One sign of a picture and what it means. Words alone have no sign. */
export type LegendEntry =
  | { readonly sign: 'fill' | 'line'; readonly colour: Colour; readonly text: string }
  | { readonly sign: 'none'; readonly text: string };

/** The families in the order one meets them. */
const ORDER: readonly Family[] = ['conv', 'channelwise', 'norm', 'activation', 'gate', 'sum', 'pool', 'linear'];

/** Lines beside the main path. */
const LANES: readonly { readonly lane: Lane; readonly colour: Colour; readonly text: string }[] = [
  { lane: 'shortcut', colour: FAMILIES.sum, text: 'shortcut' },
  { lane: 'gate', colour: FAMILIES.gate, text: 'SE branch' },
];

/** What the colours of kinds mean: those that are in the picture. */
export function kindLegend({ nodes, edges }: Diagram): readonly LegendEntry[] {
  const families = new Set(boxesOf(nodes).flatMap((box) => box.families));
  const lanes = new Set(edges.map(({ lane }) => lane));
  return [
    ...ORDER.filter((family) => families.has(family)).map((family) => {
      return { sign: 'fill' as const, colour: FAMILIES[family], text: FAMILIES[family].name };
    }),
    ...LANES.filter(({ lane }) => lanes.has(lane)).map(({ colour, text }) => ({ sign: 'line' as const, colour, text })),
  ];
}

export function scaleLegend(measure: ColourMeasure): readonly LegendEntry[] {
  const { meaning, steps } = COLOUR_SCALES[measure];
  return [
    { sign: 'none', text: meaning },
    ...steps.map((step) => ({ sign: 'fill' as const, colour: step, text: step.label })),
  ];
}

function boxesOf(nodes: readonly DiagramNode[]): readonly DiagramNode[] {
  return nodes.flatMap((node) => (node.children.length > 0 ? boxesOf(node.children) : [node]));
}
