import type { Design } from './design';
import type { PresetName } from './presets';

/** A design as a file: readable JSON under the reference's own names, which the command line takes too. */
export function designJson({ design, preset }: { readonly design: Design; readonly preset: PresetName }): string {
  return `${JSON.stringify({ preset, ...design }, null, 2)}\n`;
}
