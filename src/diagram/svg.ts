import { elementCount } from '../tensor/shape';
import type { DiagramNode } from './diagram';
import { HEADER, type Layout, type PlacedEdge, type PlacedNode } from './layout';
import { FAMILIES } from './looks';
import { edgeWidth, roundedPath } from './path';

/** How a picture is drawn. */
export interface SvgOptions {
  /** Said by the file's own title. */
  readonly title: string;
  /** Fill of a box's stripe, any SVG colour; where it is left out, a band for each family that works inside. */
  readonly colourOf?: (node: DiagramNode) => string;
}

/** Ink on white paper. */
const PAPER = '#ffffff';
const INK = '#15181e';
const SECOND = '#4a515e';
const LINE = '#b4bac5';
const EDGE = { main: '#6b7280', shortcut: FAMILIES.sum.light, gate: FAMILIES.gate.light } as const;
const FONT = 'Inter, Helvetica, Arial, sans-serif';
const MARGIN = 16;
/** Average width of a character over its size; texts that would be wider than their box are cut. */
const CHARACTER = 0.58;

/**
 * The whole picture as a standalone SVG file on white: no style sheet, no script, no font of its own, so that it can be
 * put into a paper.
 */
export function svgOf({ nodes, edges, bounds }: Layout, { title, colourOf }: SvgOptions): string {
  const [width, height] = [bounds.width + 2 * MARGIN, bounds.height + 2 * MARGIN].map(number);
  const view = [bounds.x - MARGIN, bounds.y - MARGIN].map(number).join(' ');
  const frames = nodes.filter(({ node }) => node.children.length > 0);
  const boxes = nodes.filter(({ node }) => node.children.length === 0);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${view} ${width} ${height}" width="${width}" height="${height}" font-family="${FONT}" font-size="11">`,
    `<title>${escaped(title)}</title>`,
    `<rect x="${number(bounds.x - MARGIN)}" y="${number(bounds.y - MARGIN)}" width="${width}" height="${height}" fill="${PAPER}"/>`,
    ...frames.map(frameSvg),
    '<g fill="none" stroke-linecap="round">',
    ...[...edges].sort((a, b) => rank(a) - rank(b)).map(edgeSvg),
    '</g>',
    ...boxes.map((box) =>
      boxSvg(box, colourOf ? [colourOf(box.node)] : box.node.families.map((family) => FAMILIES[family].light)),
    ),
    '</svg>',
    '',
  ].join('\n');
}

function frameSvg({ node, depth, x, y, width, height }: PlacedNode): string {
  const header = HEADER[node.part];
  const baseline = number(y + header / 2 + 4);
  return [
    `<rect x="${number(x)}" y="${number(y)}" width="${number(width)}" height="${number(height)}" rx="8" fill="${depth % 2 === 0 ? '#f7f8fa' : PAPER}" stroke="${LINE}"/>`,
    `<text x="${number(x + 10)}" y="${baseline}" fill="${INK}"><tspan font-weight="600">${escaped(node.title)}</tspan> <tspan fill="${SECOND}">${escaped(node.label)}</tspan></text>`,
  ].join('');
}

function edgeSvg({ edge, points }: PlacedEdge): string {
  const width = number(edgeWidth(elementCount(edge.shape)));
  return `<path d="${roundedPath(points, 7)}" stroke="${EDGE[edge.lane]}" stroke-width="${width}"/>`;
}

/** Side lanes first: the main path lies over them where they share a stretch. */
function rank({ edge }: PlacedEdge): number {
  return edge.lane === 'main' ? 1 : 0;
}

function boxSvg({ node, x, y, width, height }: PlacedNode, colours: readonly string[]): string {
  const shape = node.output.slice(1).join('×');
  const flat = height < 60;
  const inner = width - 20;
  const lines = flat
    ? [
        textSvg(node.title, x + 13, y + 19, { inner: inner * 0.55, size: 13, weight: 600 }),
        textSvg(node.label, x + 13, y + 36, { inner, size: 11, fill: SECOND }),
        textSvg(shape, x + width - 8, y + 19, { inner: inner * 0.5, size: 11, fill: SECOND, end: true }),
      ]
    : [
        textSvg(node.title, x + 13, y + 19, { inner, size: 13, weight: 600 }),
        textSvg(node.label, x + 13, y + 36, { inner, size: 11, fill: SECOND }),
        textSvg(shape, x + 13, y + 54, { inner, size: 11, fill: SECOND }),
      ];
  return [
    `<rect x="${number(x)}" y="${number(y)}" width="${number(width)}" height="${number(height)}" rx="5" fill="${PAPER}" stroke="${LINE}"/>`,
    ...colours.map((colour, index) => {
      const band = height / colours.length;
      return `<rect x="${number(x)}" y="${number(y + index * band)}" width="5" height="${number(band)}" fill="${colour}"/>`;
    }),
    ...lines,
  ].join('');
}

interface TextLook {
  /** Room for the text, in pixels. */
  readonly inner: number;
  readonly size: number;
  readonly weight?: number;
  readonly fill?: string;
  /** It ends at x instead of beginning there. */
  readonly end?: boolean;
}

function textSvg(text: string, x: number, y: number, { inner, size, weight, fill = INK, end }: TextLook): string {
  const room = Math.floor(inner / (CHARACTER * size));
  const shown = text.length > room ? `${text.slice(0, Math.max(1, room - 1))}…` : text;
  const attributes = [
    `x="${number(x)}" y="${number(y)}" fill="${fill}"`,
    ...(size === 11 ? [] : [`font-size="${size}"`]),
    ...(weight ? [`font-weight="${weight}"`] : []),
    ...(end ? ['text-anchor="end"'] : []),
  ];
  return `<text ${attributes.join(' ')}>${escaped(shown)}</text>`;
}

function number(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
