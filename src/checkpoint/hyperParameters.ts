import type { StatedDesign } from '../configs/statedDesign';
import { ACT_TYPES, type ActCfg } from '../design/design';
import { parseJson } from '../text/json';

/**
 * Names people give the arguments of a network, by the field of a design: those of pytorchvideo's `create_x3d`, of
 * SlowFast, and usual ones. A name that an optimiser has too (`eps`, `momentum`) is not among them.
 */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  'clip.t': ['input_clip_length', 'clip_length', 'clip_len', 'num_frames', 'n_frames', 'frames_per_clip', 'frames'],
  'clip.interval': ['sampling_rate', 'frame_interval', 'frame_stride', 'temporal_stride'],
  'clip.size': ['input_crop_size', 'crop_size', 'train_crop_size', 'image_size', 'img_size', 'input_size'],
  'reference.norm_cfg.eps': ['norm_eps', 'bn_eps', 'norm_epsilon', 'bn_epsilon'],
  'reference.norm_cfg.momentum': ['norm_momentum', 'bn_momentum'],
  'reference.gamma_b': ['bottleneck_factor', 'gamma_b'],
  'reference.gamma_d': ['depth_factor', 'gamma_d'],
  'reference.gamma_w': ['gamma_w'],
  'reference.se_ratio': ['se_ratio'],
  'reference.in_channels': ['input_channel', 'input_channels', 'in_channels', 'num_channels'],
  'reference.act_cfg': ['activation', 'act_layer', 'act_type'],
  'head.num_classes': ['model_num_class', 'num_classes', 'n_classes', 'num_class', 'nb_classes', 'classes'],
  'head.dropout_ratio': ['dropout_rate', 'dropout_ratio', 'dropout', 'head_dropout'],
  'head.mid_channels': ['head_dim_out', 'mid_channels'],
  'head.spatial_type': ['spatial_type', 'head_pool_type'],
};

const FIELDS: ReadonlyMap<string, string> = new Map(
  Object.entries(NAMES).flatMap(([field, names]) => names.map((name) => [name, field] as const)),
);

/** What a Lightning checkpoint's hyper-parameters say of a design; null where none of their names is known. */
export function readHyperParameters(metadata: ReadonlyMap<string, string>, under: string): StatedDesign | null {
  const reference = new Map<string, unknown>();
  const clip = new Map<string, unknown>();
  const head = new Map<string, unknown>();
  const norm = new Map<string, unknown>();
  const where = new Map<string, string>();
  const notRead: string[] = [];
  for (const [key, text] of metadata) {
    if (!key.startsWith(`${under}.`)) continue;
    const field = FIELDS.get(key.split('.').at(-1)?.toLowerCase() ?? '');
    const value = parseJson(text) ?? text;
    const [section, name = ''] = field?.split('.') ?? [];
    if (field === undefined || where.has(field)) notRead.push(key);
    else if (field === 'clip.size') {
      const sizes = Array.isArray(value) ? value.slice(-2) : [value, value];
      if (sizes.length === 2 && sizes.every((size) => Number.isInteger(size) && size > 0)) {
        clip.set('h', sizes[0]).set('w', sizes[1]);
        where.set('clip.h', key).set('clip.w', key);
      } else notRead.push(key);
    } else if (field === 'reference.act_cfg') {
      const activation = activationNamed(String(value));
      if (activation) {
        reference.set(name, activation);
        where.set(field, key);
      } else notRead.push(key);
    } else if (field.startsWith('reference.norm_cfg.')) {
      norm.set(field.slice('reference.norm_cfg.'.length), value);
      where.set('reference.norm_cfg', key).set(field, key);
    } else {
      (section === 'clip' ? clip : section === 'head' ? head : reference).set(name, value);
      where.set(field, key);
    }
  }
  if (where.size === 0) return null;
  if (norm.size > 0) reference.set('norm_cfg', { type: 'BN3d', requires_grad: true, ...Object.fromEntries(norm) });
  return {
    what: 'hyper-parameters of Lightning',
    stated: {
      reference: Object.fromEntries(reference),
      clip: Object.fromEntries(clip),
      ...(head.size > 0 && { head: Object.fromEntries(head) }),
    },
    where,
    complete: false,
    headChannels: null,
    notes: [],
    notRead,
  };
}

/** An activation by its name, or by its class's: `relu`, `torch.nn.modules.activation.SiLU`. */
function activationNamed(name: string): ActCfg | null {
  const last = name.split('.').at(-1)?.toLowerCase();
  const type = ACT_TYPES.find((each) => each.toLowerCase() === last);
  return type ? { type, ...(type === 'ReLU' && { inplace: true }) } : null;
}
