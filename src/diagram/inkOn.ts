/** The two inks there are. */
const INKS = ['#15181e', '#ffffff'] as const;

/** The ink to write with on a colour: the one with more contrast to it. Colours as `#rrggbb`. */
export function inkOn(colour: string): string {
  const [dark, light] = INKS;
  return contrast(colour, dark) > contrast(colour, light) ? dark : light;
}

/** Contrast of two colours, 1 to 21 (WCAG 2.2, definition of contrast ratio). */
function contrast(a: string, b: string): number {
  const [one, other] = [luminance(a) + 0.05, luminance(b) + 0.05];
  return Math.max(one, other) / Math.min(one, other);
}

/** Relative luminance, 0 to 1 (WCAG 2.2, definition of relative luminance). */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
