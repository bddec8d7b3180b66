import type { Design } from '../design/design';
import type { Structure } from './structure';

/** A field that no tensor shows, with the value it was given because it is the usual one. */
export interface Undecided {
  readonly field: string;
  readonly value: string;
  /** Why the file cannot tell. */
  readonly reason: string;
}

/** What leaves no trace, with the value the design was given. */
export function undecidedOf(
  { stages, conv5, norm, preluSlopes, head }: Structure,
  design: Design,
  styleOpen: boolean,
): Undecided[] {
  const { reference, clip } = design;
  const list: Undecided[] = [];
  const add = (field: string, value: string, reason: string) => list.push({ field, value, reason });
  const first = stages[0]?.blocks[0]?.downsample;
  add(
    'reference.spatial_strides',
    reference.spatial_strides.join(', '),
    first
      ? 'a stride is no tensor; only that the first is not 1 shows, by its shortcut'
      : 'a stride is no tensor; only the first shows, by the shortcut it lacks',
  );
  add('clip', `${clip.t} × ${clip.h} × ${clip.w}, every ${clip.interval}th frame`, 'any clip can be fed');
  if (preluSlopes === null) add('reference.act_cfg', reference.act_cfg.type, 'an activation stores nothing');
  add('reference.conv_cfg', 'zeros', 'padding stores nothing');
  if (norm?.family === 'bn') add('reference.norm_cfg.type', 'BN3d', 'SyncBN stores the same');
  if (norm?.family === 'bn' && !norm.statistics)
    add(
      'reference.norm_cfg.track_running_stats',
      'false',
      'the file holds no running mean and variance: they are missing, as from named_parameters(), or the norms keep none',
    );
  if (norm?.family === 'gn')
    add('reference.norm_cfg.num_groups', String(reference.norm_cfg?.num_groups), 'groups store nothing');
  if (norm) add('reference.norm_cfg.eps', '1e-5', 'eps is no tensor');
  else add('reference.norm_cfg', 'None', 'instance norm without scale and shift stores nothing either');
  if (styleOpen && reference.se_ratio !== null) add('reference.se_style', 'half', 'no stage has a second block');
  if (conv5 === null) add('conv5', 'random', 'conv5 is not in the file, nor anything that reads it');
  if (head) {
    add('head.spatial_type', 'avg', 'a pool stores nothing');
    add('head.dropout_ratio', '0.5', 'dropout stores nothing, and does nothing in eval mode');
    add('head.init_std', '0.01', 'how fresh weights were drawn does not show');
    add('head.label_smooth_eps', '0', 'label smoothing stores nothing, and does nothing in eval mode');
    if (head.classes === null) add('head.num_classes', '400', 'fc2 is not in the file');
    if (head.fc1Bias === null) add('head.fc1_bias', 'false', 'fc1 is not in the file');
  }
  return list;
}
