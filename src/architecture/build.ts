import type { Design } from '../design/design';
import { type Architecture, CLIP, type Group } from './architecture';
import { clipShape, describeNetwork, featureChannels } from './describeNetwork';
import { type KeptLayers, keepLayers } from './keepLayers';
import { baseChannels, stageFacts } from './stages';
import { isGroup } from './walk';

/**
 * The network a design stands for: every layer with its fields, inputs and shapes. Pure.
 * @throws ShapeError, beginning with a layer's path, for a design that `validate` would have refused: our bug.
 */
export function build(design: Design): Architecture {
  return built(design, (kept) => kept);
}

/**
 * The same with every block that repeats another left out: what the layers of the whole network are, but neither how many
 * nor how deep. @throws ShapeError as `build` does
 */
export function buildDistinct(design: Design): Architecture {
  return built(design, (kept) => ({ ...kept, repeat: (_block, _name, input) => input }));
}

function built(design: Design, through: (kept: KeptLayers) => KeptLayers): Architecture {
  const clip = clipShape(design);
  const kept = through(keepLayers(clip));
  const base = baseChannels(design);
  const stages = stageFacts(design);
  describeNetwork(design, CLIP, kept, stages);
  const parts: readonly Group[] = kept.parts.filter(isGroup);
  const featDim = featureChannels(design, stages.at(-1)?.channels ?? base.result);
  return { design, clip, parts, layers: kept.layers, baseChannels: base, stages, featDim };
}
