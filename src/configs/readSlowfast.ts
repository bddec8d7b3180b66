import { roundWidth, truncateWidth } from '../architecture/rounding';
import { BASE_CHANNELS, STAGE_BLOCKS } from '../architecture/stages';
import { ConfigError } from './configError';
import { type ConfigMap, type ConfigValue, isMap, valueIn } from './configValue';
import type { StatedDesign } from './statedDesign';

/** What SlowFast takes where a file says nothing (slowfast/config/defaults.py), of the keys read here. */
const DEFAULTS: ReadonlyMap<string, ConfigValue> = new Map(
  Object.entries<ConfigValue>({
    'X3D.WIDTH_FACTOR': 1,
    'X3D.DEPTH_FACTOR': 1,
    'X3D.BOTTLENECK_FACTOR': 1,
    'X3D.DIM_C5': 2048,
    'X3D.DIM_C1': 12,
    'X3D.SCALE_RES2': false,
    'X3D.BN_LIN5': false,
    'X3D.CHANNELWISE_3x3x3': true,
    'DATA.NUM_FRAMES': 8,
    'DATA.SAMPLING_RATE': 8,
    'DATA.TRAIN_CROP_SIZE': 224,
    'DATA.INPUT_CHANNEL_NUM': [3, 3],
    'MODEL.ARCH': 'slowfast',
    'MODEL.NUM_CLASSES': 400,
    'MODEL.DROPOUT_RATE': 0.5,
    'MODEL.FC_INIT_STD': 0.01,
    'RESNET.TRANS_FUNC': 'bottleneck_transform',
    'RESNET.INPLACE_RELU': true,
    'RESNET.ZERO_INIT_FINAL_BN': false,
    'RESNET.SPATIAL_DILATIONS': [[1], [1], [1], [1]],
    'NONLOCAL.LOCATION': [[[]], [[]], [[]], [[]]],
    'BN.NORM_TYPE': 'batchnorm',
    'BN.EPSILON': 1e-5,
    'BN.MOMENTUM': 0.1,
    'DETECTION.ENABLE': false,
  }),
);

/** A file another builds on, as fvcore and detectron2 name it. */
const BASES = ['_BASE_', 'BASE', '_BASE_CONFIG_'];

/**
 * What a SlowFast configuration says of an X3D (slowfast/models/video_model_builder.py, `X3D`): an absent key has
 * SlowFast's own default. Its widths are rounded as SlowFast does it; what the reference's rule gives otherwise is set by
 * hand for the stage.
 * @throws ConfigError where it is another network's, or one that cannot be built here
 */
export function readSlowfast(values: ConfigMap): StatedDesign {
  const stated = (key: string): boolean => valueIn(values, ...key.split('.')) !== undefined;
  const get = (key: string): ConfigValue => valueIn(values, ...key.split('.')) ?? DEFAULTS.get(key) ?? null;
  const number = (key: string): number => {
    const value = get(key);
    if (typeof value === 'number') return value;
    throw new ConfigError(`${key} is ${JSON.stringify(value)}; a number is expected.`);
  };
  refuseOthers(values, get);
  const bases = BASES.filter((key) => values.has(key));
  const isWhole = isMap(values.get('X3D')) && (bases.length === 0 || WIDTHS.every(stated));
  const widths = isWhole ? widthsOf(number, get('X3D.SCALE_RES2') === true) : null;
  const fields = fieldsOf(get, number, stated);
  const given = fields.filter(([, key]) => isWhole || stated(key));
  const section = (name: string) =>
    Object.fromEntries(
      given
        .filter(([field]) => field.startsWith(`${name}.`))
        .map(([field, , value]) => [field.slice(name.length + 1), value]),
    );
  const head = get('DETECTION.ENABLE') === true ? null : section('head');
  return {
    what: 'SlowFast configuration',
    stated: {
      reference: { ...section('reference'), ...(widths && { gamma_w: widths.gamma }) },
      clip: section('clip'),
      ...(head === null || Object.keys(head).length > 0 ? { head } : {}),
      ...(widths && { overrides: widths.overrides }),
    },
    where: new Map([
      ...given.filter(([, key]) => stated(key)).map(([field, key]) => [field, key] as const),
      ...NORM_KEYS.filter(([, key]) => stated(key)),
      ...(widths && stated('X3D.WIDTH_FACTOR') ? [['reference.gamma_w', 'X3D.WIDTH_FACTOR'] as const] : []),
      ...(widths
        ? Object.keys(widths.overrides).map((stage) => [`overrides.${stage}`, 'X3D.WIDTH_FACTOR'] as const)
        : []),
    ]),
    complete: isWhole,
    headChannels: null,
    notes: [
      ...bases.map((key) => `${key} is not followed: nothing of ${JSON.stringify(get(key))} is read.`),
      ...(head === null
        ? ['DETECTION is on: the head that finds people is not built, the network is read without one.']
        : []),
      ...(get('BN.NORM_TYPE') === 'sub_batchnorm'
        ? [
            'BN.NORM_TYPE sub_batchnorm splits the batch while it trains; once trained it is batch norm, which is built.',
          ]
        : []),
    ],
    notRead: notReadOf(values),
  };
}

/** Arguments of the norm, each under a key of its own. */
const NORM_KEYS = [
  ['reference.norm_cfg.eps', 'BN.EPSILON'],
  ['reference.norm_cfg.momentum', 'BN.MOMENTUM'],
  ['reference.norm_cfg.type', 'BN.NORM_TYPE'],
] as const;

const WIDTHS = ['X3D.WIDTH_FACTOR', 'X3D.DEPTH_FACTOR', 'X3D.BOTTLENECK_FACTOR'];

/** @throws ConfigError for what SlowFast builds and we do not */
function refuseOthers(values: ConfigMap, get: (key: string) => ConfigValue): void {
  const arch = valueIn(values, 'MODEL', 'ARCH');
  if (arch !== undefined && arch !== 'x3d')
    throw new ConfigError(`MODEL.ARCH is ${JSON.stringify(arch)}, another network than x3d.`);
  if (!isMap(values.get('X3D')) && arch === undefined && !isMap(values.get('DATA')))
    throw new ConfigError('It states nothing of an X3D: SlowFast’s sections X3D, MODEL and DATA are expected.');
  const trans = valueIn(values, 'RESNET', 'TRANS_FUNC');
  const refusals: readonly (readonly [boolean, string])[] = [
    [get('X3D.BN_LIN5') === true, 'X3D.BN_LIN5 puts a batch norm behind lin_5'],
    [
      get('X3D.CHANNELWISE_3x3x3') === false,
      'X3D.CHANNELWISE_3x3x3 is off, so each block mixes channels in its 3×3×3 convolution',
    ],
    [
      trans !== undefined && trans !== 'x3d_transform',
      `RESNET.TRANS_FUNC is ${JSON.stringify(trans)}, another block than x3d_transform`,
    ],
    [
      numbersIn(get('RESNET.SPATIAL_DILATIONS')).some((dilation) => dilation !== 1),
      'RESNET.SPATIAL_DILATIONS dilates convolutions',
    ],
    [numbersIn(get('NONLOCAL.LOCATION')).length > 0, 'NONLOCAL.LOCATION adds non-local blocks'],
  ];
  const refused = refusals.filter(([is]) => is).map(([, why]) => why);
  if (refused.length > 0) throw new ConfigError(`This network cannot be built here: ${refused.join('; ')}.`);
}

function numbersIn(value: ConfigValue): readonly number[] {
  if (typeof value === 'number') return [value];
  return Array.isArray(value) ? value.slice(0, 1000).flatMap(numbersIn) : [];
}

/** A field of the design, the key of the file that says it, and its value. */
type Field = readonly [field: string, key: string, value: unknown];

function fieldsOf(
  get: (key: string) => ConfigValue,
  number: (key: string) => number,
  stated: (key: string) => boolean,
): readonly Field[] {
  const crop = get('DATA.TRAIN_CROP_SIZE');
  const channels = get('DATA.INPUT_CHANNEL_NUM');
  const norm = get('BN.NORM_TYPE') === 'sync_batchnorm' ? 'SyncBN' : 'BN3d';
  const [eps, momentum] = [number('BN.EPSILON'), number('BN.MOMENTUM')];
  const numbered = (field: string, key: string): Field => [field, key, number(key)];
  const normKey = ['BN.EPSILON', 'BN.MOMENTUM', 'BN.NORM_TYPE'].find(stated) ?? 'BN.EPSILON';
  const normCfg = {
    type: norm,
    requires_grad: true,
    ...(eps !== 1e-5 && { eps }),
    ...(momentum !== 0.1 && { momentum }),
  };
  const actCfg = { type: 'ReLU', inplace: get('RESNET.INPLACE_RELU') !== false };
  return [
    numbered('reference.gamma_b', 'X3D.BOTTLENECK_FACTOR'),
    numbered('reference.gamma_d', 'X3D.DEPTH_FACTOR'),
    ['reference.in_channels', 'DATA.INPUT_CHANNEL_NUM', Array.isArray(channels) ? channels[0] : channels],
    ['reference.norm_cfg', normKey, normCfg],
    ['reference.act_cfg', 'RESNET.INPLACE_RELU', actCfg],
    ['reference.zero_init_residual', 'RESNET.ZERO_INIT_FINAL_BN', get('RESNET.ZERO_INIT_FINAL_BN') === true],
    numbered('clip.t', 'DATA.NUM_FRAMES'),
    ['clip.h', 'DATA.TRAIN_CROP_SIZE', crop],
    ['clip.w', 'DATA.TRAIN_CROP_SIZE', crop],
    numbered('clip.interval', 'DATA.SAMPLING_RATE'),
    numbered('head.num_classes', 'MODEL.NUM_CLASSES'),
    numbered('head.mid_channels', 'X3D.DIM_C5'),
    numbered('head.dropout_ratio', 'MODEL.DROPOUT_RATE'),
    numbered('head.init_std', 'MODEL.FC_INIT_STD'),
  ];
}

/** slowfast/models/operators.py, `round_width`: divisor 1 for the widths of layers, 8 for those the stages start from. */
function slowfastWidth(width: number, multiplier: number, divisor: number): number {
  if (!multiplier) return width;
  const raw = width * multiplier;
  const nearest = Math.max(1, Math.floor(Math.trunc(raw + divisor / 2) / divisor) * divisor);
  return Math.trunc(nearest < 0.9 * raw ? nearest + divisor : nearest);
}

/** The gamma_w with SlowFast's stem, and the stages that do not double it. @throws ConfigError for a stem no gamma_w gives */
function widthsOf(number: (key: string) => number, scaleRes2: boolean) {
  const [factor, first] = [number('X3D.WIDTH_FACTOR'), number('X3D.DIM_C1')];
  const bases: number[] = [scaleRes2 ? slowfastWidth(first, 2, 8) : first];
  while (bases.length < STAGE_BLOCKS.length) bases.push(slowfastWidth(bases.at(-1) ?? first, 2, 8));
  const stem = slowfastWidth(first, factor, 1);
  const gammas = [(factor * first) / BASE_CHANNELS, stem / BASE_CHANNELS];
  const gamma = gammas.find((each) => roundWidth(BASE_CHANNELS, each).result === stem);
  if (gamma === undefined)
    throw new ConfigError(
      `X3D.WIDTH_FACTOR ${factor} on DIM_C1 ${first} gives SlowFast a stem of ${stem} channels. The reference’s stem is a multiple of 8, and a stem cannot be set by hand.`,
    );
  const widths = bases.map((base) => slowfastWidth(base, factor, 1));
  if (widths.some((width) => truncateWidth(width, 1).result < 1))
    throw new ConfigError('X3D.WIDTH_FACTOR leaves no channels.');
  const overrides = Object.fromEntries(
    widths.flatMap((width, index) => (width === stem * 2 ** index ? [] : [[`layer${index + 1}`, { width }] as const])),
  );
  return { gamma, overrides };
}

/** Keys nothing was read of; a section of which nothing was, by its name alone. */
function notReadOf(values: ConfigMap): readonly string[] {
  const read = new Set(DEFAULTS.keys());
  return [...values].flatMap(([name, section]) => {
    if (BASES.includes(name)) return [];
    if (!isMap(section)) return [name];
    const left = [...section.keys()].map((key) => `${name}.${key}`).filter((key) => !read.has(key));
    return left.length === section.size && section.size > 0 ? [name] : left;
  });
}
