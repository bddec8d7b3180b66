/** A block in SlowFast's names and in pytorchvideo's. */
const S = 's#.pathway0_res*';
const P = 'blocks.#.res_blocks.*';

/**
 * Module names in the projects that train X3D, as their constructors register them (checked by building them and
 * comparing outputs). `#` stands for a stage (1 for the first; SlowFast counts the stem, so its first is s2), `*` for a
 * block in it (0 for the first). EfficientX3d is pytorchvideo’s X3D for phones.
 */
const MODULES: readonly (readonly [reference: string, slowfast: string, pytorchvideo: string, efficient: string])[] = [
  // pytorchvideo hands its spatial convolution to the argument named conv_t and the temporal one to conv_xy
  // (models/x3d.py, create_x3d_stem), so its names say the opposite of what they hold. Do not "fix".
  ['conv1_s.conv', 's1.pathway0_stem.conv_xy', 'blocks.0.conv.conv_t', 's1.pathway0_stem_conv_xy.kernel.conv'],
  ['conv1_t.conv', 's1.pathway0_stem.conv', 'blocks.0.conv.conv_xy', 's1.pathway0_stem_conv.kernel.conv'],
  ['conv1_t.bn', 's1.pathway0_stem.bn', 'blocks.0.norm', 's1.pathway0_stem_conv.kernel.bn'],
  ['layer#.*.downsample.conv', `${S}.branch1`, `${P}.branch1_conv`, `${S}._res_proj.kernel.conv`],
  ['layer#.*.downsample.bn', `${S}.branch1_bn`, `${P}.branch1_norm`, `${S}._res_proj.kernel.bn`],
  ['layer#.*.conv1.conv', `${S}.branch2.a`, `${P}.branch2.conv_a`, `${S}.layers.conv_0.kernel.conv`],
  ['layer#.*.conv1.bn', `${S}.branch2.a_bn`, `${P}.branch2.norm_a`, `${S}.layers.conv_0.kernel.bn`],
  ['layer#.*.conv2.conv', `${S}.branch2.b`, `${P}.branch2.conv_b`, `${S}.layers.conv_1.kernel.conv`],
  ['layer#.*.conv2.bn', `${S}.branch2.b_bn`, `${P}.branch2.norm_b.0`, `${S}.layers.conv_1.kernel.bn`],
  ['layer#.*.se_module.fc1', `${S}.branch2.se.fc1`, `${P}.branch2.norm_b.1.block.0`, `${S}.layers.se.se.1`],
  ['layer#.*.se_module.fc2', `${S}.branch2.se.fc2`, `${P}.branch2.norm_b.1.block.2`, `${S}.layers.se.se.3`],
  ['layer#.*.conv3.conv', `${S}.branch2.c`, `${P}.branch2.conv_c`, `${S}.layers.conv_2.kernel.conv`],
  ['layer#.*.conv3.bn', `${S}.branch2.c_bn`, `${P}.branch2.norm_c`, `${S}.layers.conv_2.kernel.bn`],
  ['conv5.conv', 'head.conv_5', 'blocks.5.pool.pre_conv', 'head.conv_5.kernel.conv'],
  ['conv5.bn', 'head.conv_5_bn', 'blocks.5.pool.pre_norm', 'head.conv_5.kernel.bn'],
  ['head.fc1', 'head.lin_5', 'blocks.5.pool.post_conv', 'head.lin_5.kernel.conv'],
  ['head.fc2', 'head.projection', 'blocks.5.proj', 'projection.model'],
];

export type DialectName = 'mmaction2' | 'backbone' | 'slowfast' | 'pytorchvideo' | 'efficient';

/** A naming scheme, both ways. The reference's names are those of its backbone; the head's begin with `head.`. */
export interface Dialect {
  /** What `--naming` calls it; those that are only read share the name of the scheme they come from. */
  readonly name: DialectName;
  /** As people call it. */
  readonly label: string;
  /** Key its own tools keep the state dict under. */
  readonly holder: 'state_dict' | 'model_state';
  /** The head's fc1 is a 1×1×1 convolution there, so its weight has three more axes. */
  readonly fc1IsConvolution: boolean;
  /** A first shortcut that keeps its width has no norm there. */
  readonly shortcutWithoutNorm: boolean;
  /** What every name begins with. */
  readonly start: RegExp;
  /** The reference's name of a tensor in this scheme; null where the scheme has no such name. */
  read(name: string): string | null;
  /**
   * The reference's name of a tensor after conv4, by the end of its name alone: people hang conv5 and the head elsewhere
   * when they cut a network (`final_block.pre_conv.weight`).
   */
  readEnd(name: string): string | null;
  /** This scheme's name of a tensor of the reference; null where it has none (PReLU, group norm). */
  write(reference: string): string | null;
}

const TENSOR = '(weight|bias|running_mean|running_var|num_batches_tracked)';
const NORMED = '(?:conv|bn|gn|in)';
/** A tensor of the reference's backbone. A ResNet's `layer1.0.conv1.weight` is none: a ConvModule holds a `conv`. */
const BACKBONE = new RegExp(
  `^(?:conv1_s\\.conv|(?:conv1_t|conv5)\\.(?:${NORMED}|activate)|layer[1-9]\\d?\\.\\d{1,3}\\.(?:(?:downsample|conv[123])\\.${NORMED}|conv[12]\\.activate|se_module\\.fc[12]|relu))\\.${TENSOR}$`,
);
const HEAD = /^(?:cls_head|head)\.(fc[12]\.(?:weight|bias))$/;

/** Every scheme that is read and written. */
export const DIALECTS: Readonly<Record<DialectName, Dialect>> = {
  mmaction2: {
    name: 'mmaction2',
    label: 'mmaction2 recogniser',
    holder: 'state_dict',
    fc1IsConvolution: false,
    shortcutWithoutNorm: false,
    start: /^(?:backbone|cls_head)\./,
    read: (name) => {
      if (name.startsWith('backbone.')) return backboneName(name.slice('backbone.'.length));
      return name.startsWith('cls_head.') ? headName(name) : null;
    },
    readEnd: () => null,
    write: (reference) => (reference.startsWith('head.') ? `cls_${reference}` : `backbone.${reference}`),
  },
  backbone: {
    name: 'backbone',
    label: 'bare backbone',
    holder: 'state_dict',
    fc1IsConvolution: false,
    shortcutWithoutNorm: false,
    start: /^(?:conv1_s|conv1_t|conv5|layer\d+|head|cls_head)\./,
    read: (name) => backboneName(name) ?? headName(name),
    readEnd: () => null,
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
  efficient: {
    name: 'efficient',
    label: 'pytorchvideo EfficientX3d',
    holder: 'state_dict',
    fc1IsConvolution: true,
    shortcutWithoutNorm: true,
    ...translation(3, 1),
  },
};

/**
 * The schemes after `nn.Sequential(*model.children())`, which numbers the parts: the stem 0, the stages from 1. What
 * comes first in its module keeps its name after that (`3.res_blocks.0.…`).
 */
const NUMBERED: readonly Dialect[] = [
  { ...DIALECTS.pytorchvideo, label: 'pytorchvideo, its blocks numbered', ...translation(2, 0, ['blocks.', '']) },
  {
    ...DIALECTS.slowfast,
    label: 'SlowFast, its parts numbered',
    ...translation(1, 0, ['s1.', '0.'], ['s#.', '#.'], ['head.', '5.']),
  },
  {
    ...DIALECTS.efficient,
    label: 'pytorchvideo EfficientX3d, its parts numbered',
    ...translation(3, 0, ['s1.', '0.'], ['s#.', '#.'], ['head.', '5.']),
  },
  {
    ...DIALECTS.backbone,
    label: 'bare backbone, its parts numbered',
    ...translation(0, 1, ['conv1_s.', '0.'], ['conv1_t.', '1.'], ['layer#.', '#.'], ['conv5.', '6.'], ['head.', '7.']),
  },
];

/** Every scheme that is read, the likelier first. */
export const READABLE: readonly Dialect[] = [...Object.values(DIALECTS), ...NUMBERED];

const backboneName = (name: string) => (BACKBONE.test(name) ? name : null);
const headName = (name: string) => {
  const tensor = HEAD.exec(name)?.[1];
  return tensor === undefined ? null : `head.${tensor}`;
};

/**
 * Both directions of one column of MODULES, whose stage numbers are `offset` above the reference's. `renamed` are the
 * beginnings of names that a variant of the scheme spells otherwise.
 */
function translation(
  column: 0 | 1 | 2 | 3,
  offset: number,
  ...renamed: readonly (readonly [from: string, to: string])[]
): Pick<Dialect, 'start' | 'read' | 'readEnd' | 'write'> {
  const spelt = (template: string) => {
    const [from, to] = renamed.find(([beginning]) => template.startsWith(beginning)) ?? ['', ''];
    return to + template.slice(from.length);
  };
  const rows = MODULES.map((row) => ({ reference: row[0], theirs: spelt(row[column]) }));
  const toReference = rows.map(({ reference, theirs }) => ({ pattern: patternOf(theirs), template: reference }));
  const toTheirs = rows.map(({ reference, theirs }) => ({ pattern: patternOf(reference), template: theirs }));
  const ends = rows
    .filter(({ reference }) => /^(?:conv5|head)\./.test(reference))
    .map(({ reference, theirs }) => ({ pattern: patternOf(lastPart(theirs), '(?:^|\\.)'), template: reference }));
  const starts = new Set(rows.map(({ theirs }) => (theirs.split('.')[0] as string).replace('#', '\\d+')));
  return {
    start: new RegExp(`^(?:${[...starts].join('|')})\\.`),
    read: (name) => rename(name, toReference, -offset),
    readEnd: (name) => rename(name, ends, 0),
    write: (name) => rename(name, toTheirs, offset),
  };
}

/** `blocks.5.pool.pre_conv` → `pre_conv`; `head.conv_5.kernel.conv` → `conv_5.kernel.conv`. */
function lastPart(template: string): string {
  return template.replace(/^(?:blocks\.)?[^.]+\.(?:pool\.)?/, '');
}

function patternOf(template: string, before = '^'): RegExp {
  const escaped = template.replaceAll('.', '\\.').replace('#', '(\\d+)').replace('*', '(\\d+)');
  return new RegExp(`${before}${escaped}\\.${TENSOR}$`);
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
