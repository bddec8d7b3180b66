/** What the page's style sheets say of an SVG's look, and is handed down to what stands inside; a file has no style sheets. */
const INHERITED = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-opacity',
  'stroke-linecap',
  'stroke-linejoin',
  // Names of points have a rim of the ground's colour, behind their letters.
  'paint-order',
  'font-family',
  'font-size',
  'font-weight',
  'font-style',
  'text-anchor',
  'letter-spacing',
] as const;

/** Properties that an element does not inherit, with the values that need not be written. */
const OWN = { opacity: '1', 'dominant-baseline': 'auto' } as const;

/** Room for the title above a drawing and for what stands below it, in pixels. */
const HEAD = 34;
const FOOT = 24;
const SIDE = 10;

/**
 * A drawing on the page as an SVG file that looks the same anywhere: every style written out, the ground it lies on
 * behind it, its title above and its sources below. What is marked `data-only-here` (focus rings, targets for the
 * pointer) is left out.
 */
export function svgFileOf(drawing: SVGSVGElement, title: string, caption = ''): string {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  inlineLooks(drawing, copy, null);
  for (const element of copy.querySelectorAll('[data-only-here]')) element.remove();
  for (const element of [copy, ...copy.querySelectorAll('*')]) {
    for (const { name, value } of [...element.attributes]) {
      // A colour by the name of the page's own is written out in the style.
      if (/^(class|tabindex|role|(data|aria)-.*)$/.test(name) || value.includes('var(')) {
        element.removeAttribute(name);
      }
    }
  }
  const { width, height } = drawing.getBoundingClientRect();
  const foot = caption === '' ? 0 : FOOT;
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  copy.setAttribute('y', String(HEAD));
  const { fontFamily, color } = getComputedStyle(drawing);
  const file = element('svg', { width: String(width), height: String(height + HEAD + foot) });
  file.append(
    element('title', {}, title),
    element('rect', { width: '100%', height: '100%', fill: groundOf(drawing) }),
    element(
      'text',
      { x: String(SIDE), y: '22', fill: color, 'font-family': fontFamily, 'font-size': '15', 'font-weight': '600' },
      title,
    ),
    copy,
  );
  if (foot > 0) {
    const at = { x: String(SIDE), y: String(HEAD + height + 14) };
    file.append(
      element(
        'text',
        { ...at, fill: color, 'fill-opacity': '0.7', 'font-family': fontFamily, 'font-size': '11' },
        caption,
      ),
    );
  }
  return new XMLSerializer().serializeToString(file);
}

/** Writes out every style that is not handed down by the element around it. */
function inlineLooks(from: Element, to: Element, around: CSSStyleDeclaration | null): void {
  const style = getComputedStyle(from);
  const inherited = INHERITED.filter((name) => style.getPropertyValue(name) !== around?.getPropertyValue(name));
  const own = (Object.keys(OWN) as (keyof typeof OWN)[]).filter((name) => style.getPropertyValue(name) !== OWN[name]);
  const look = [...inherited, ...own].flatMap((name) => {
    const value = style.getPropertyValue(name);
    return value === '' ? [] : `${name}:${value}`;
  });
  if (look.length > 0) to.setAttribute('style', look.join(';'));
  [...from.children].forEach((child, index) => {
    const twin = to.children[index];
    if (twin) inlineLooks(child, twin, style);
  });
}

/** The colour of the nearest surface behind an element. */
function groundOf(start: Element): string {
  for (let at: Element | null = start; at; at = at.parentElement) {
    const colour = getComputedStyle(at).backgroundColor;
    if (colour !== '' && colour !== 'transparent' && !colour.startsWith('rgba(0, 0, 0, 0')) return colour;
  }
  return '#ffffff';
}

function element(name: string, attributes: Readonly<Record<string, string>>, text = ''): SVGElement {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
}
