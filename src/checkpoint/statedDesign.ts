import type { Architecture } from '../architecture/architecture';
import { check } from '../architecture/problems';
import { DESIGN_KEY, designFromMetadata } from '../design/metadata';

/** The network of the design that one of our own files states in its metadata; null where it states none that is legal. */
export function statedArchitecture(metadata: ReadonlyMap<string, string>): Architecture | null {
  const text = metadata.get(DESIGN_KEY) ?? metadata.get(`meta.${DESIGN_KEY}`);
  const design = text === undefined ? null : designFromMetadata(new Map([[DESIGN_KEY, text]]));
  return design ? check(design).architecture : null;
}
