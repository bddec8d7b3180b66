import type { LearningChoice } from '../state/classes/classes';

/** What learns of a network of so many stages, in words: `the head alone`, `from stage 4 on`. */
export function scopeText(scope: LearningChoice['scope'], stages: number): string {
  if (scope === 'head') return 'the head alone';
  if (scope === 'all') return 'everything';
  const frozen = Math.min(scope.frozenStages, stages);
  return frozen === stages ? 'from conv5 on' : `from stage ${frozen + 1} on`;
}
