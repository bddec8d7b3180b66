import { isRecord, parseJson } from '../text/json';
import { completeDesign } from './complete';
import type { Design } from './design';

/** Under which name files we write (ONNX, safetensors) keep the design they were made from. */
export const DESIGN_KEY = 'design';

/** The texts a file keeps so that the app opens it to the same design. */
export function designMetadata(design: Design): ReadonlyMap<string, string> {
  return new Map([[DESIGN_KEY, JSON.stringify(design)]]);
}

/** The design a file was made from, or null where it says none. It may be illegal: ask `problemsOf`. */
export function designFromMetadata(metadata: ReadonlyMap<string, string>): Design | null {
  const raw = parseJson(metadata.get(DESIGN_KEY) ?? '');
  return isRecord(raw) ? completeDesign(raw) : null;
}
