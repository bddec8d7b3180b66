import { elementCount } from '../tensor/shape';
import type { DiagramNode } from './diagram';
import { HEADER, type Layout, type PlacedEdge, type PlacedNode, type Rectangle } from './layout';
import type { LegendEntry } from './legend';
import { FAMILIES } from './looks';
import { edgeWidth, roundedPath } from './path';

/** How a picture is drawn. */
interface SvgOptions {
  /** Said by the file's own title. */
  readonly title: string;
  /** What the colours mean, under the picture. */
  readonly legend: readonly LegendEntry[];
  /** How a box looks; where it is left out, with a band for each family that works inside. */
  readonly paint?: (node: DiagramNode) => Paint;
  /** The piece of the picture that is drawn; all of it, with a margin, where it is left out. */
  readonly window?: Rectangle;
}

/** How one box, or a frame's name, looks on white paper. Colours are SVG's. */
export interface Paint {
  /** A stripe's bands, from top to bottom; none where the whole box is filled. */
  readonly bands: readonly string[];
  readonly fill: string;
  readonly ink: string;
  /** Its share of the measure: length 0 to 1, and as it is written. */
  readonly share: { readonly fraction: number; readonly text: string } | null;
}

/** Ink on white paper. */
const PAPER = '#ffffff';
const INK = '#15181e';
const SECOND = '#4a515e';
const LINE = '#b4bac5';
const TRACK = '#e9ebf0';
const EDGE = { main: '#7d8593', shortcut: FAMILIES.sum.light, gate: FAMILIES.gate.light } as const;
const FONT = 'Inter, Helvetica, Arial, sans-serif';
const MARGIN = 16;
/** Corners of boxes. */
const RADIUS = 5;
/** The stripe of a box that is not filled. */
const STRIPE = 5;
/** Average width of a character over its size; texts that would be wider than their room are cut. */
const CHARACTER = 0.56;

/** A box without a measure: white, with a band for each family that works inside. */
export function plainPaint(node: DiagramNode): Paint {
  return { bands: node.families.map((family) => FAMILIES[family].light), fill: PAPER, ink: INK, share: null };
}

/**
 * The whole picture as a standalone SVG file on white: no style sheet, no script, no font of its own, so that it can be
 * put into a paper.
 */
export function svgOf(picture: Layout, { title, legend, paint = plainPaint, window }: SvgOptions): string {
  const { bounds } = picture;
  const view = window ?? {
    x: bounds.x - MARGIN,
    y: bounds.y - MARGIN,
    width: bounds.width + 2 * MARGIN,
    height: bounds.height + 2 * MARGIN,
  };
  const { nodes, edges } = within(picture, view);
  const signs = placedLegend(legend, bounds.width);
  const signsHeight = signs.length === 0 ? 0 : (signs[signs.length - 1]?.y ?? 0) + LEGEND.line;
  const sheet = { ...view, height: view.height + signsHeight };
  const [left, top, width, height] = [sheet.x, sheet.y, sheet.width, sheet.height].map(number);
  const frames = nodes.filter(({ node }) => node.children.length > 0);
  const boxes = nodes.filter(({ node }) => node.children.length === 0);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${left} ${top} ${width} ${height}" width="${width}" height="${height}" font-family="${FONT}" font-size="11">`,
    `<title>${escaped(title)}</title>`,
    rect(sheet, `fill="${PAPER}"`),
    ...frames.map((frame) => frameSvg(frame, paint(frame.node))),
    '<g fill="none" stroke-linecap="round">',
    ...[...edges].sort((a, b) => rank(a) - rank(b)).map(edgeSvg),
    '</g>',
    ...boxes.map((box) => boxSvg(box, paint(box.node))),
    ...signs.map((sign) => signSvg(sign, bounds.x, view.y + view.height)),
    '</svg>',
    '',
  ].join('\n');
}

/** What of a picture is seen in a part of it. */
function within({ nodes, edges }: Layout, { x, y, width, height }: Rectangle): Pick<Layout, 'nodes' | 'edges'> {
  const isIn = (left: number, top: number, right: number, bottom: number) =>
    right >= x && left <= x + width && bottom >= y && top <= y + height;
  return {
    nodes: nodes.filter((node) => isIn(node.x, node.y, node.x + node.width, node.y + node.height)),
    edges: edges.filter(({ points }) => {
      const [xs, ys] = [points.map((point) => point.x), points.map((point) => point.y)];
      return isIn(Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys));
    }),
  };
}

function frameSvg(frame: PlacedNode, { share }: Paint): string {
  const { node, depth, x, y, width } = frame;
  const baseline = y + HEADER[node.part] / 2 + 4;
  // The outermost say their shape and share; on what is inside, its boxes do.
  const right = depth > 0 ? '' : [node.output.slice(1).join('×'), share?.text].filter(Boolean).join(' · ');
  return [
    rect(frame, `rx="8" fill="${depth % 2 === 0 ? '#f7f8fa' : PAPER}" stroke="${LINE}"`),
    `<text x="${number(x + 10)}" y="${number(baseline)}" fill="${INK}"><tspan font-weight="600">${escaped(node.title)}</tspan> <tspan fill="${SECOND}">${escaped(node.label)}</tspan></text>`,
    ...(right === '' ? [] : [textSvg(right, x + width - 10, baseline, { room: width / 2, size: 11, end: true })]),
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

function boxSvg(box: PlacedNode, { bands, fill, ink, share }: Paint): string {
  const { node, x, y, width, height } = box;
  const shape = node.output.slice(1).join('×');
  const flat = height < 60;
  const [start, end] = [x + 8 + (bands.length > 0 ? STRIPE : 2), x + width - 8];
  const inner = end - start;
  const quiet = bands.length > 0 ? SECOND : ink;
  const small = { size: 11, fill: quiet };
  // A flat box has two lines, with its shape at the end of the first; a high one has three.
  const [first, second, third] = flat ? [18, 34, 34] : [19, 35, 53];
  return [
    rect(box, `rx="${RADIUS}" fill="${fill}"`),
    ...(share ? barSvg(box, share.fraction, bands.length > 0 ? TRACK : null, quiet) : []),
    ...bands.map((colour, index) => bandSvg(box, colour, index, bands.length)),
    rect(box, `rx="${RADIUS}" fill="none" stroke="${LINE}"`),
    textSvg(node.title, start, y + first, { room: inner * (flat ? 0.5 : 1), size: 13, weight: 600, fill: ink }),
    textSvg(node.label, start, y + second, { ...small, room: inner * (flat ? 0.7 : 1) }),
    flat
      ? textSvg(shape, end, y + first, { ...small, room: inner * 0.5, end: true })
      : textSvg(shape, start, y + third, { ...small, room: inner * (share ? 0.7 : 1) }),
    ...(share ? [textSvg(share.text, end, y + third, { ...small, room: Number.POSITIVE_INFINITY, end: true })] : []),
  ].join('');
}

/** A box's share of the measure, along its lower edge; on a track where there is one. */
function barSvg({ x, y, width, height }: Rectangle, fraction: number, track: string | null, ink: string) {
  const [start, length] = [x + STRIPE + 2, width - STRIPE - 2 - RADIUS];
  const bar = (of: number, colour: string) =>
    rect({ x: start, y: y + height - 4, width: of * length, height: 3 }, `fill="${colour}"`);
  return [...(track ? [bar(1, track)] : []), bar(fraction, ink)];
}

/** One band of a box's stripe; the first and the last follow its corners. */
function bandSvg({ x, y, height }: Omit<Rectangle, 'width'>, colour: string, index: number, count: number): string {
  const [top, bottom] = [y + (index * height) / count, y + ((index + 1) * height) / count];
  const right = number(x + STRIPE);
  const start =
    index === 0
      ? `M${right} ${number(top)}A5 5 0 0 0 ${number(x)} ${number(top + RADIUS)}`
      : `M${right} ${number(top)}H${number(x)}`;
  const end =
    index === count - 1
      ? `V${number(bottom - RADIUS)}A5 5 0 0 0 ${right} ${number(bottom)}Z`
      : `V${number(bottom)}H${right}Z`;
  return `<path d="${start}${end}" fill="${colour}"/>`;
}

interface TextLook {
  /** Room for the text, in pixels. */
  readonly room: number;
  readonly size: number;
  readonly weight?: number;
  readonly fill?: string;
  /** It ends at x instead of beginning there. */
  readonly end?: boolean;
}

function textSvg(text: string, x: number, y: number, { room, size, weight, fill = SECOND, end }: TextLook): string {
  const letters = Math.floor(room / (CHARACTER * size));
  const shown = text.length > letters ? `${text.slice(0, Math.max(1, letters - 1))}…` : text;
  const attributes = [
    `x="${number(x)}" y="${number(y)}" fill="${fill}"`,
    ...(size === 11 ? [] : [`font-size="${size}"`]),
    ...(weight ? [`font-weight="${weight}"`] : []),
    ...(end ? ['text-anchor="end"'] : []),
  ];
  return `<text ${attributes.join(' ')}>${escaped(shown)}</text>`;
}

/** Sizes of the legend, in pixels. */
const LEGEND = { line: 20, sign: 9, gap: 6, between: 18 } as const;

interface PlacedSign {
  readonly entry: LegendEntry;
  readonly x: number;
  readonly y: number;
}

/** The legend's entries in lines as wide as the picture, from the legend's corner. */
function placedLegend(legend: readonly LegendEntry[], width: number): readonly PlacedSign[] {
  let [x, y] = [0, 0];
  return legend.map((entry) => {
    const sign = entry.sign === 'none' ? 0 : LEGEND.sign + LEGEND.gap;
    const length = sign + entry.text.length * CHARACTER * 11;
    if (x > 0 && x + length > width) [x, y] = [0, y + LEGEND.line];
    const placed = { entry, x, y };
    x += length + LEGEND.between;
    return placed;
  });
}

function signSvg({ entry, x, y }: PlacedSign, left: number, top: number): string {
  const [start, middle] = [left + x, top + y + LEGEND.line / 2];
  const text = start + (entry.sign === 'none' ? 0 : LEGEND.sign + LEGEND.gap);
  const draw = {
    none: () => '',
    fill: (colour: string) =>
      rect(
        { x: start, y: middle - LEGEND.sign / 2, width: LEGEND.sign, height: LEGEND.sign },
        `rx="2" fill="${colour}"`,
      ),
    line: (colour: string) =>
      `<path d="M${number(start)} ${number(middle)}h${LEGEND.sign}" stroke="${colour}" stroke-width="2"/>`,
  };
  const drawn = draw[entry.sign](entry.sign === 'none' ? '' : entry.colour.light);
  return `${drawn}<text x="${number(text)}" y="${number(middle + 4)}" fill="${SECOND}">${escaped(entry.text)}</text>`;
}

function rect({ x, y, width, height }: Rectangle, look: string): string {
  return `<rect x="${number(x)}" y="${number(y)}" width="${number(width)}" height="${number(height)}" ${look}/>`;
}

function number(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
