import type { Design } from '../design/design';
import { presetNamed } from '../design/presets';
import { receiveDesign } from '../design/receiveDesign';
import { isRecord, parseJson } from '../text/json';

/** How the comment begins that keeps a whole design in a configuration of a code base with fewer words. */
const START = '# x3d-studio: ';

/** A comment for the end of a configuration: what its own keys have no words for, such as gamma_w in SlowFast's. */
export function designComment(design: Design): string {
  return `# The same design for X3D Studio, which reads it as long as the keys above say the same:\n${START}${JSON.stringify(design)}\n`;
}

/** The design such a comment holds; null where a file has none. Its values may be illegal: ask `problemsOf`. */
export function commentedDesign(text: string): Design | null {
  const line = text.split('\n').findLast((each) => each.startsWith(START));
  if (line === undefined) return null;
  const raw = parseJson(line.slice(START.length));
  if (!isRecord(raw)) return null;
  const { design, dropped } = receiveDesign(raw, presetNamed('defaults').design);
  return dropped.length === 0 ? design : null;
}
