/**
 * Module names in the three projects that train X3D, as their constructors register them (checked by building all three
 * and comparing outputs). `#` stands for a stage (1 for the first; SlowFast counts the stem, so its first is s2), `*`
 * for a block in it (0 for the first).
 */
const MODULES: readonly (readonly [reference: string, slowfast: string, pytorchvideo: string])[] = [
  // pytorchvideo hands its spatial convolution to the argument named conv_t and the temporal one to conv_xy
  // (models/x3d.py, create_x3d_stem), so its names say the opposite of what they hold. Do not "fix".
  ['conv1_s.conv', 's1.pathway0_stem.conv_xy', 'blocks.0.conv.conv_t'],
  ['conv1_t.conv', 's1.pathway0_stem.conv', 'blocks.0.conv.conv_xy'],
  ['conv1_t.bn', 's1.pathway0_stem.bn', 'blocks.0.norm'],
  ['layer#.*.downsample.conv', 's#.pathway0_res*.branch1', 'blocks.#.res_blocks.*.branch1_conv'],
  ['layer#.*.downsample.bn', 's#.pathway0_res*.branch1_bn', 'blocks.#.res_blocks.*.branch1_norm'],
  ['layer#.*.conv1.conv', 's#.pathway0_res*.branch2.a', 'blocks.#.res_blocks.*.branch2.conv_a'],
  ['layer#.*.conv1.bn', 's#.pathway0_res*.branch2.a_bn', 'blocks.#.res_blocks.*.branch2.norm_a'],
  ['layer#.*.conv2.conv', 's#.pathway0_res*.branch2.b', 'blocks.#.res_blocks.*.branch2.conv_b'],
  ['layer#.*.conv2.bn', 's#.pathway0_res*.branch2.b_bn', 'blocks.#.res_blocks.*.branch2.norm_b.0'],
  ['layer#.*.se_module.fc1', 's#.pathway0_res*.branch2.se.fc1', 'blocks.#.res_blocks.*.branch2.norm_b.1.block.0'],
  ['layer#.*.se_module.fc2', 's#.pathway0_res*.branch2.se.fc2', 'blocks.#.res_blocks.*.branch2.norm_b.1.block.2'],
  ['layer#.*.conv3.conv', 's#.pathway0_res*.branch2.c', 'blocks.#.res_blocks.*.branch2.conv_c'],
  ['layer#.*.conv3.bn', 's#.pathway0_res*.branch2.c_bn', 'blocks.#.res_blocks.*.branch2.norm_c'],
  ['conv5.conv', 'head.conv_5', 'blocks.5.pool.pre_conv'],
  ['conv5.bn', 'head.conv_5_bn', 'blocks.5.pool.pre_norm'],
  ['head.fc1', 'head.lin_5', 'blocks.5.pool.post_conv'],
  ['head.fc2', 'head.projection', 'blocks.5.proj'],
];

export type DialectName = 'mmaction2' | 'backbone' | 'slowfast' | 'pytorchvideo';

/** A naming scheme, both ways. The reference's names are those of its backbone; the head's begin with `head.`. */
export interface Dialect {
  readonly name: DialectName;
  /** As people call it. */
  readonly label: string;
  /** Key its own tools keep the state dict under. */
  readonly holder: 'state_dict' | 'model_state';
  /** The head's fc1 is a 1×1×1 convolution there, so its weight has three more axes. */
  readonly fc1IsConvolution: boolean;
  /** A first shortcut that keeps its width has no norm there. */
  readonly shortcutWithoutNorm: boolean;
  /** The reference's name of a tensor in this scheme; null where the scheme has no such name. */
  read(name: string): string | null;
  /** This scheme's name of a tensor of the reference; null where it has none (PReLU, group norm). */
  write(reference: string): string | null;
}

/** A tensor of the reference's backbone. */
const BACKBONE =
  /^(conv1_s|conv1_t|conv5|layer[1-9]\d?\.\d{1,3})(\.\w+)+\.(weight|bias|running_mean|running_var|num_batches_tracked)$/;
const HEAD = /^(?:cls_head|head)\.(fc[12]\.(?:weight|bias))$/;

/** Every scheme that is read and written. */
export const DIALECTS: Readonly<Record<DialectName, Dialect>> = {
  mmaction2: {
    name: 'mmaction2',
    label: 'mmaction2 recogniser',
    holder: 'state_dict',
    fc1IsConvolution: false,
    shortcutWithoutNorm: false,
    read: (name) => {
      if (name.startsWith('backbone.')) return backboneName(name.slice('backbone.'.length));
      return name.startsWith('cls_head.') ? headName(name) : null;
    },
    write: (reference) => (reference.startsWith('head.') ? `cls_${reference}` : `backbone.${reference}`),
  },
  backbone: {
    name: 'backbone',
    label: 'bare backbone',
    holder: 'state_dict',
    fc1IsConvolution: false,
    shortcutWithoutNorm: false,
    read: (name) => backboneName(name) ?? headName(name),
    write: (reference) => reference,
  },
  slowfast: {
    name: 'slowfast',
    label: 'SlowFast',
    holder: 'model_state',
    fc1IsConvolution: true,
    shortcutWithoutNorm: false,
    ...translation(1, 1),
  },
  pytorchvideo: {
    name: 'pytorchvideo',
    label: 'pytorchvideo',
    holder: 'model_state',
    fc1IsConvolution: true,
    shortcutWithoutNorm: true,
    ...translation(2, 0),
  },
};

const backboneName = (name: string) => (BACKBONE.test(name) ? name : null);
const headName = (name: string) => {
  const tensor = HEAD.exec(name)?.[1];
  return tensor === undefined ? null : `head.${tensor}`;
};

/** Both directions of one column of MODULES, whose stage numbers are `offset` above the reference's. */
function translation(column: 1 | 2, offset: number): Pick<Dialect, 'read' | 'write'> {
  const rows = MODULES.map((row) => ({ reference: row[0], theirs: row[column] }));
  const toReference = rows.map(({ reference, theirs }) => ({ pattern: patternOf(theirs), template: reference }));
  const toTheirs = rows.map(({ reference, theirs }) => ({ pattern: patternOf(reference), template: theirs }));
  return { read: (name) => rename(name, toReference, -offset), write: (name) => rename(name, toTheirs, offset) };
}

function patternOf(template: string): RegExp {
  const escaped = template.replaceAll('.', '\\.').replace('#', '(\\d+)').replace('*', '(\\d+)');
  return new RegExp(`^${escaped}\\.(\\w+)$`);
}

interface Rule {
  readonly pattern: RegExp;
  readonly template: string;
}

function rename(name: string, rules: readonly Rule[], offset: number): string | null {
  for (const { pattern, template } of rules) {
    const match = pattern.exec(name);
    if (!match) continue;
    const suffix = match.at(-1);
    if (!template.includes('#')) return `${template}.${suffix}`;
    const stage = Number(match[1]) + offset;
    if (stage < 1) return null;
    return `${template.replace('#', String(stage)).replace('*', match[2] as string)}.${suffix}`;
  }
  return null;
}
