/** Mean advance of a character, in em, in the faces of `--x3d-font`: digits and lower-case letters, rounded up. */
const MEAN_ADVANCE = 0.58;

/** About how wide a line of text is, in pixels: labels are placed before they are drawn. */
export function textWidth(text: string, fontSize: number): number {
  return text.length * MEAN_ADVANCE * fontSize;
}
