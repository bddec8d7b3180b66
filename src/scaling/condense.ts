import type { StageFacts } from '../architecture/architecture';
import { stageFacts } from '../architecture/stages';
import type { Design, StageOverride } from '../design/design';

/** A design with every repeated block once, so that what needs the layers is quickly known. */
export interface Condensed {
  /** Builds the distinct blocks of every stage: the first, then of the others one with SE and one without. */
  readonly design: Design;
  /** The full network's blocks in forward order, each as the path of its like in the condensed one. */
  readonly blocks: readonly string[];
}

/**
 * Blocks after a stage's first have the same layers and shapes but for SE, so a sum over the network's blocks is a sum
 * over their likes. The depth of the condensed network means nothing: receptive fields, for one, are lost.
 */
export function condense(design: Design): Condensed {
  const stages = stageFacts(design);
  const overrides: Record<string, StageOverride> = { ...design.overrides };
  for (const { path, se } of stages) {
    const flags = distinctFlags(se);
    overrides[path] = { ...overrides[path], blocks: flags.length, se: flags };
  }
  return { design: { ...design, overrides }, blocks: likesOf(stages) };
}

/** The blocks of the full network in forward order, each as the path of its like in the condensed one. */
export function likesOf(stages: readonly StageFacts[]): readonly string[] {
  return stages.flatMap(({ path, se }) => {
    const flags = distinctFlags(se);
    return se.map((flag, index) => `${path}.${index === 0 ? 0 : flags.indexOf(flag, 1)}`);
  });
}

/** Whether each distinct block of a stage has SE. */
export function distinctFlags(se: readonly boolean[]): readonly boolean[] {
  return [se[0] ?? false, ...[true, false].filter((flag) => se.includes(flag, 1))];
}
