import { stageFacts } from '../architecture/stages';
import type { Design, StageOverride } from '../design/design';

/** A design with every repeated block once, so that what needs the layers is quickly known. */
export interface Condensed {
  /** Builds the distinct blocks of every stage: the first, and of the others one with SE and one without. */
  readonly design: Design;
  /** The full network's blocks in forward order, each as the path of its like in the condensed one. */
  readonly blocks: readonly string[];
}

/**
 * Blocks after a stage's first have the same layers and shapes but for SE, so a sum over the network's blocks is a sum
 * over their likes. The depth of the condensed network means nothing: receptive fields, for one, are lost.
 */
export function condense(design: Design): Condensed {
  const overrides: Record<string, StageOverride> = { ...design.overrides };
  const blocks: string[] = [];
  for (const { path, se } of stageFacts(design)) {
    const kept = [0, se.indexOf(true, 1), se.indexOf(false, 1)].filter((index) => index >= 0).sort((a, b) => a - b);
    const flags = kept.map((index) => se[index] ?? false);
    overrides[path] = { ...overrides[path], blocks: kept.length, se: flags };
    se.forEach((flag, index) => {
      blocks.push(`${path}.${index === 0 ? 0 : flags.indexOf(flag, 1)}`);
    });
  }
  return { design: { ...design, overrides }, blocks };
}
