import type { Section } from '../../design/parameters';

/** What the form calls a field, in words; the reference's keyword stands in its explanation. */
export const LABELS: Readonly<Record<string, string>> = {
  'reference.gamma_w': 'Width',
  'reference.gamma_b': 'Bottleneck',
  'reference.gamma_d': 'Depth',
  'clip.t': 'Frames',
  'clip.h': 'Frame size',
  'clip.interval': 'Frame interval',
  'clip.n': 'Clips in a batch',
  'reference.in_channels': 'Channels',
  'reference.num_stages': 'Stages',
  'reference.spatial_strides': 'Spatial strides',
  'reference.se_style': 'Blocks with SE',
  'reference.se_ratio': 'Squeeze ratio',
  'reference.conv_cfg': 'Padding',
  'reference.norm_cfg': 'Norm',
  'reference.act_cfg': 'Activation',
  'reference.use_swish': 'Swish',
  'reference.frozen_stages': 'Frozen stages',
  'reference.norm_eval': 'Norms in eval mode',
  'reference.with_cp': 'Checkpointing',
  'reference.zero_init_residual': 'Zero-init residual',
  'reference.pretrained': 'Pretrained',
  'head.num_classes': 'Classes',
  'head.mid_channels': 'Hidden channels',
  'head.dropout_ratio': 'Dropout',
  'head.fc1_bias': 'Bias on fc1',
  'head.spatial_type': 'Pooling',
};

/** The parts of the form, in order. */
export const SECTIONS: readonly {
  readonly section: Section;
  readonly title: string;
  readonly startsFolded: boolean;
}[] = [
  { section: 'expansion', title: 'Expansion', startsFolded: false },
  { section: 'clip', title: 'Clip', startsFolded: false },
  { section: 'stages', title: 'Stages', startsFolded: false },
  { section: 'squeeze', title: 'Squeeze and excitation', startsFolded: false },
  { section: 'block', title: 'Layers', startsFolded: true },
  { section: 'training', title: 'Training', startsFolded: true },
  { section: 'head', title: 'Head', startsFolded: true },
];

/** A symbol as formulas set it: `γ_w` with its w below the line. */
export function SymbolText({ symbol }: { symbol: string }) {
  const [base, index] = symbol.split('_');
  return (
    <>
      {base}
      {index && <sub>{index}</sub>}
    </>
  );
}
