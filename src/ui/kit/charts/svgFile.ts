/** What the page's style sheets say of an SVG's look; a file has no style sheets. */
const LOOK = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-opacity',
  'stroke-linecap',
  'stroke-linejoin',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'font-style',
  'text-anchor',
  'dominant-baseline',
  'letter-spacing',
] as const;

/**
 * A drawing on the page as an SVG file that looks the same anywhere: every style written out, the ground it lies on
 * behind it. What is marked `data-only-here` (focus rings, targets for the pointer) is left out.
 */
export function svgFileOf(drawing: SVGSVGElement, title: string): string {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  inlineLooks(drawing, copy);
  for (const element of copy.querySelectorAll('[data-only-here]')) element.remove();
  for (const element of [copy, ...copy.querySelectorAll('*')]) {
    for (const { name } of [...element.attributes]) {
      if (name === 'class' || name === 'tabindex' || name === 'role' || /^(data|aria)-/.test(name)) {
        element.removeAttribute(name);
      }
    }
  }
  const { width, height } = drawing.getBoundingClientRect();
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  const ground = element('rect', { width: '100%', height: '100%', fill: groundOf(drawing) });
  const name = element('title', {});
  name.textContent = title;
  copy.prepend(name, ground);
  return new XMLSerializer().serializeToString(copy);
}

function inlineLooks(from: Element, to: Element): void {
  const style = getComputedStyle(from);
  const look = LOOK.map((property) => `${property}:${style.getPropertyValue(property)}`).join(';');
  to.setAttribute('style', look);
  [...from.children].forEach((child, index) => {
    const twin = to.children[index];
    if (twin) inlineLooks(child, twin);
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

function element(name: string, attributes: Readonly<Record<string, string>>): SVGElement {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
