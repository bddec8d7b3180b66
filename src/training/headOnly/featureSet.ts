import type { LabelledClips } from '../clipSet';
import type { FeatureOptions, PooledFeatures } from './pooledFeatures';

/** Labelled clips as their pooled features, [N, C]: what `clipSet` makes a data set of for `openHeadTraining`. */
export async function featureSet(
  { clips, ...rest }: LabelledClips,
  features: PooledFeatures,
  options?: FeatureOptions,
): Promise<LabelledClips> {
  return { ...rest, clips: await features.of(clips, options) };
}
