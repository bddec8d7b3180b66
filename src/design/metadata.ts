import { completeDesign, type RawDesign } from './complete';
import type { Design } from './design';

/** Under which name files we write (ONNX, safetensors) keep the design they were made from. */
export const DESIGN_KEY = 'design';

/** The texts a file keeps so that the app opens it to the same design. */
export function designMetadata(design: Design): ReadonlyMap<string, string> {
  return new Map([[DESIGN_KEY, JSON.stringify(design)]]);
}

/** The design a file was made from, or null where it says none. It may be illegal: ask `problemsOf`. */
export function designFromMetadata(metadata: ReadonlyMap<string, string>): Design | null {
  const text = metadata.get(DESIGN_KEY);
  if (text === undefined) return null;
  try {
    const raw: unknown = JSON.parse(text);
    return raw !== null && typeof raw === 'object' ? completeDesign(raw as RawDesign) : null;
  } catch {
    return null;
  }
}
