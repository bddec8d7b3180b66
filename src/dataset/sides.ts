import type { ClipClass } from './library';

/** Which way a name points. */
type Side = 'left' | 'right';

/** Words for left and right in the languages most people name classes in. A turn seen in a mirror turns the other way too. */
const LEFT =
  'left leftward leftwards lefthand lefthanded l links linke linker gauche izquierda izquierdo sinistra sinistro ' +
  'esquerda esquerdo counterclockwise anticlockwise ccw';
const RIGHT =
  'right rightward rightwards righthand righthanded r rechts rechte rechter droite droit derecha derecho destra destro ' +
  'direita direito clockwise cw';
const WORDS: ReadonlyMap<string, Side> = new Map([
  ...LEFT.split(' ').map((word) => [word, 'left'] as const),
  ...RIGHT.split(' ').map((word) => [word, 'right'] as const),
]);

/** What mirrored copies of clips are good for. */
type Mirroring =
  /** No name points left or right: a mirrored clip still shows its class. */
  | { readonly kind: 'keeps' }
  /** Every name that points one way has a partner that points the other: a mirrored clip shows the partner. */
  | { readonly kind: 'swaps'; readonly partners: ReadonlyMap<string, string>; readonly sided: readonly ClipClass[] }
  /** A name points left or right and has no partner: a mirrored clip would have no class. */
  | { readonly kind: 'loses'; readonly sided: readonly ClipClass[] };

/** Which way a name points, and the name with its side taken out; null for a name that points nowhere, or both ways. */
export function sideOf(name: string): { readonly side: Side; readonly rest: string } | null {
  const words = wordsOf(name);
  const sides = words.flatMap((word) => WORDS.get(word) ?? []);
  const [side] = sides;
  if (!side || sides.some((other) => other !== side)) return null;
  return { side, rest: words.map((word) => (WORDS.has(word) ? '*' : word)).join(' ') };
}

/** What a mirror does to classes, going by their names. Partners are by id, both ways; classes without a side are their own. */
export function mirroringOf(classes: readonly ClipClass[]): Mirroring {
  const found = classes.flatMap((each) => {
    const side = sideOf(each.name);
    return side ? [{ each, ...side }] : [];
  });
  if (found.length === 0) return { kind: 'keeps' };
  const sided = found.map(({ each }) => each);
  const partners = new Map<string, string>();
  for (const { each, side, rest } of found) {
    const matching = found.filter((other) => other.rest === rest && other.side !== side);
    const [partner] = matching;
    if (!partner || matching.length > 1) return { kind: 'loses', sided };
    partners.set(each.id, partner.each.id);
  }
  // Two that point one way and share one that points the other have no partner of their own.
  if (new Set(partners.values()).size < partners.size) return { kind: 'loses', sided };
  return { kind: 'swaps', partners, sided };
}

/** Lower-case words: `swipeLeft_2` is `swipe`, `left`, `2`; single letters only where they stand alone. */
function wordsOf(name: string): string[] {
  return name
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .replace(/(counter|anti)[\s_-]+(clockwise)/g, '$1$2')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}
