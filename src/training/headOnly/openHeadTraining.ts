import type { Architecture } from '../../architecture/architecture';
import type { Recipe } from '../recipe';
import { openTraining, type TrainingSession, type TrainingSessionOptions } from '../trainingSession';

/**
 * Training of fc1 and fc2 alone, over pooled features: the backbone is no part of the graph, so a step costs what the
 * head costs. It is what a recipe of scope `head` computes through the whole network, but for the last digits.
 *
 * How to use it: the pooled output of conv5 for every clip and crop, computed once and kept, `clipSet` over that as the data
 * set, then this session under `createRun`, `evaluate` and `judge` as any other: wherever they say clips, [N, C, T, H, W],
 * these are features, [N, C]. `stateDictFrom(session.layout, state, weights)` is the whole state dict with the head that was
 * learnt, to go on with in any other scope.
 * @throws SessionError
 */
export function openHeadTraining(
  architecture: Architecture,
  recipe: Recipe,
  options: Omit<TrainingSessionOptions, 'reads'>,
): Promise<TrainingSession> {
  return openTraining(architecture, { ...recipe, scope: 'head' }, { ...options, reads: 'features' });
}
