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
  const values = new Map<string, unknown>();
  const where = new Map<string, string>();
  const notRead: string[] = [];
  for (const [key, text] of metadata) {
    if (!key.startsWith(`${under}.`)) continue;
    const field = FIELDS.get(key.split('.').at(-1)?.toLowerCase() ?? '');
    const stated = field === undefined || where.has(field) ? [] : valuesOf(field, parseJson(text) ?? text);
    if (stated.length === 0) notRead.push(key);
    for (const [name, value] of stated) {
      if (name.startsWith(`${NORM}.`)) where.set(NORM, key);
      where.set(name, key);
      values.set(name, value);
    }
  }
  if (where.size === 0) return null;
  const section = (name: string) =>
    Object.fromEntries(
      [...values].flatMap(([field, value]) => {
        const inside = field.startsWith(`${name}.`) ? field.slice(name.length + 1) : '';
        return inside === '' || inside.includes('.') ? [] : [[inside, value] as const];
      }),
    );
  const norm = where.has(NORM) && { norm_cfg: { type: 'BN3d', requires_grad: true, ...section(NORM) } };
  const head = section('head');
  return {
    what: 'hyper-parameters of Lightning',
    stated: {
      reference: { ...section('reference'), ...norm },
      clip: section('clip'),
      ...(Object.keys(head).length > 0 && { head }),
    },
    where,
    complete: false,
    headChannels: null,
    notes: [],
    notRead,
  };
}

const NORM = 'reference.norm_cfg';

/** What an argument says, by the field of a design; nothing where its value is of another kind. */
function valuesOf(field: string, value: unknown): readonly (readonly [field: string, value: unknown])[] {
  if (field === 'clip.size') {
    const sizes = Array.isArray(value) ? value.slice(-2) : [value, value];
    const [h, w] = sizes.filter((size) => Number.isInteger(size) && size > 0);
    return h === undefined || w === undefined
      ? []
      : [
          ['clip.h', h],
          ['clip.w', w],
        ];
  }
  if (field !== 'reference.act_cfg') return [[field, value]];
  const activation = activationNamed(String(value));
  return activation ? [[field, activation]] : [];
}

/** An activation by its name, or by its class's: `relu`, `torch.nn.modules.activation.SiLU`. */
function activationNamed(name: string): ActCfg | null {
  const last = name.split('.').at(-1)?.toLowerCase();
  const type = ACT_TYPES.find((each) => each.toLowerCase() === last);
  return type ? { type, ...(type === 'ReLU' && { inplace: true }) } : null;
}
