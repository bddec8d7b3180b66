import type { Architecture } from '../architecture/architecture';
import { type Design, REFERENCE_DEFAULTS } from '../design/design';
import { whyNotMmaction2 } from '../design/whyNotMmaction2';
import { pythonCall, pythonValue } from './python';

/** A configuration for another code base, or why it has none for this design. */
export type Written = { readonly text: string } | { readonly reasons: readonly string[] };

/**
 * `model = dict(type='Recognizer3D', …)` as mmaction2's configs spell it: what differs from the reference's defaults,
 * and the three gammas always. A backbone without a head is written as `backbone = dict(…)`.
 */
export function mmaction2Config(architecture: Architecture): Written {
  const { design } = architecture;
  const reasons = whyNotMmaction2(design);
  if (reasons.length > 0) return { reasons };
  const backbone = pythonCall('dict', { type: 'X3D', ...changedArguments(design) });
  if (!design.head)
    return { text: `# The backbone alone; a Recognizer3D needs a cls_head as well.\nbackbone = ${backbone}\n` };
  const { num_classes, spatial_type, dropout_ratio, fc1_bias } = design.head;
  const head = {
    type: 'X3DHead',
    in_channels: architecture.featDim,
    num_classes,
    spatial_type,
    dropout_ratio,
    fc1_bias,
  };
  const { t, h, w, interval } = design.clip;
  const mean = Array.from({ length: design.reference.in_channels }, () => 114.75);
  const std = mean.map(() => 57.38);
  return {
    text: `# Made for clips of ${t} frames, ${interval} source frames apart, ${h} × ${w} pixels:
# dict(type='SampleFrames', clip_len=${t}, frame_interval=${interval}, num_clips=1)
model = dict(
    type='Recognizer3D',
    backbone=${backbone},
    cls_head=${pythonCall('dict', head)},
    data_preprocessor=dict(
        type='ActionDataPreprocessor',
        mean=${pythonValue(mean)},
        std=${pythonValue(std)},
        format_shape='NCTHW'),
    train_cfg=None,
    test_cfg=dict(average_clips='prob'))
`,
  };
}

function changedArguments({ reference }: Design): Readonly<Record<string, unknown>> {
  const usual = new Map<string, unknown>(Object.entries(REFERENCE_DEFAULTS));
  const always = ['gamma_w', 'gamma_b', 'gamma_d'];
  return Object.fromEntries(
    Object.entries(reference).filter(
      ([name, value]) => always.includes(name) || JSON.stringify(value) !== JSON.stringify(usual.get(name)),
    ),
  );
}
