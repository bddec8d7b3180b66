import { harmless, MOST_IN_SENTENCE } from '../text/harmless';
import { REFERENCE_DEFAULTS } from './design';
import { atConstruct, type Finding, MOST_UNKNOWN, pythonType, shown } from './finding';

/** The keyword arguments as given: any type may stand anywhere. */
export type RawReference = Readonly<Record<string, unknown>>;

type Rule = (reference: RawReference) => readonly Finding[];

/** Blocks beyond this make a network nobody can draw or train; the reference would try. */
const MOST_DEPTH = 200;
/** Channels of the clip beyond this are no clip's. */
const MOST_CHANNELS = 2 ** 16;
/** Pixels no stride is beyond. */
const MOST_STRIDE = 2 ** 13;
/** Channels beyond this: as above. */
const MOST_WIDTH = 200;

const isInteger = (value: unknown): value is number => Number.isInteger(value);

/** What is wrong with the arguments that are plain values. conv_cfg, norm_cfg and act_cfg have files of their own. */
export const REFERENCE_RULES: readonly Rule[] = [
  gammaW,
  gammaB,
  gammaD,
  inChannels,
  numStages,
  spatialStrides,
  seStyle,
  seRatio,
  frozenStages,
  switches,
  pretrained,
  extraArguments,
];

function gammaW({ gamma_w: value }: RawReference): readonly Finding[] {
  const field = 'reference.gamma_w';
  const expected = 'a number above 0, or None for unchanged';
  const mend = { label: 'Set γ_w to 1', values: { [field]: 1 } };
  if (value === null || value === 0) return [];
  if (typeof value !== 'number')
    return [
      {
        field,
        message: `γ_w must be a number, found ${shown(value)}.`,
        expected,
        mend,
        reference: atConstruct('TypeError', 'can only concatenate str (not "float") to str'),
      },
    ];
  if (!Number.isFinite(value)) return [notFinite(field, 'γ_w', value, expected, mend)];
  if (value < 0)
    return [
      {
        severity: 'warning',
        field,
        message: `γ_w is negative; the reference says nothing and builds a base of 8 channels.`,
        expected,
        mend,
      },
    ];
  return value > MOST_WIDTH ? [beyond(field, 'γ_w', MOST_WIDTH, value)] : [];
}

function gammaB({ gamma_b: value }: RawReference): readonly Finding[] {
  const field = 'reference.gamma_b';
  const expected = 'a number that leaves at least one channel in the narrowest bottleneck';
  const mend = { label: 'Set γ_b to 1', values: { [field]: 1 } };
  if (value === null)
    return [
      {
        field,
        message: 'γ_b must be a number, found None.',
        expected,
        mend,
        reference: atConstruct('TypeError', "unsupported operand type(s) for *: 'int' and 'NoneType'"),
      },
    ];
  if (typeof value !== 'number')
    return [
      {
        field,
        message: `γ_b must be a number, found ${shown(value)}.`,
        expected,
        mend,
        reference: atConstruct(
          'TypeError',
          "empty(): argument 'size' must be tuple of SymInts, but found element of type int at pos 1",
        ),
      },
    ];
  if (!Number.isFinite(value)) return [notFinite(field, 'γ_b', value, expected, mend)];
  // Too small a positive value depends on the base width: `build` finds it.
  return value > MOST_WIDTH ? [beyond(field, 'γ_b', MOST_WIDTH, value)] : [];
}

function gammaD({ gamma_d: value }: RawReference): readonly Finding[] {
  const field = 'reference.gamma_d';
  const expected = 'a number above 0, or None for unchanged';
  const mend = { label: 'Set γ_d to 1', values: { [field]: 1 } };
  if (value === null || value === 0) return [];
  if (typeof value !== 'number')
    return [
      {
        field,
        message: `γ_d must be a number, found ${shown(value)}.`,
        expected,
        mend,
        reference: atConstruct('TypeError', `must be real number, not ${pythonType(value)}`),
      },
    ];
  if (!Number.isFinite(value)) return [notFinite(field, 'γ_d', value, expected, mend)];
  if (value < 0)
    return [
      {
        field,
        message: 'γ_d is negative, which leaves a stage without blocks.',
        expected,
        mend,
        reference: atConstruct('IndexError', 'list index out of range'),
      },
    ];
  return value > MOST_DEPTH ? [beyond(field, 'γ_d', MOST_DEPTH, value)] : [];
}

function inChannels({ in_channels: value }: RawReference): readonly Finding[] {
  const field = 'reference.in_channels';
  const finding = {
    field,
    message: `The clip must have at least one channel, found ${shown(value)}.`,
    expected: 'a whole number from 1 up',
    mend: { label: 'Set in_channels to 3', values: { [field]: 3 } },
  };
  if (isInteger(value) && value >= 1)
    return value > MOST_CHANNELS ? [beyond(field, 'in_channels', MOST_CHANNELS, value)] : [];
  const reference =
    value === null
      ? atConstruct('TypeError', "unsupported operand type(s) for %: 'NoneType' and 'int'")
      : value === 0
        ? {
            step: 'forward_eval',
            exception: 'RuntimeError',
            message:
              'Given groups=1, weight of size [24, 0, 1, 3, 3], expected input[1, 3, 4, 32, 32] to have 0 channels',
          }
        : isInteger(value)
          ? atConstruct('RuntimeError', `Trying to create tensor with negative dimension ${value}`)
          : atConstruct(
              'TypeError',
              `empty(): argument 'size' must be tuple of SymInts, but found element of type ${pythonType(value)} at pos 2`,
            );
  return [{ ...finding, reference }];
}

function numStages({ num_stages: value, spatial_strides: strides }: RawReference): readonly Finding[] {
  const field = 'reference.num_stages';
  const given = typeof value === 'number' && value >= 1 ? Math.min(4, Math.round(value)) : 4;
  const finding = {
    field,
    message: `There can be 1 to 4 stages, found ${shown(value)}.`,
    expected: 'a whole number from 1 to 4',
    mend: {
      label: `Use ${given} ${given === 1 ? 'stage' : 'stages'}`,
      values: { [field]: given, 'reference.spatial_strides': resized(strides, given) },
    },
  };
  if (typeof value !== 'number')
    return [
      {
        ...finding,
        reference: atConstruct('TypeError', `'<=' not supported between instances of 'int' and '${pythonType(value)}'`),
      },
    ];
  return isInteger(value) && value >= 1 && value <= 4 ? [] : [{ ...finding, reference: atConstruct('AssertionError') }];
}

function spatialStrides({ num_stages: stages, spatial_strides: strides }: RawReference): readonly Finding[] {
  const field = 'reference.spatial_strides';
  const wanted = isInteger(stages) && stages >= 1 && stages <= 4 ? stages : 4;
  const expected = `${wanted} whole numbers from 1 up, one a stage`;
  const mend = { label: `Use ${wanted} strides`, values: { [field]: resized(strides, wanted) } };
  if (!Array.isArray(strides)) {
    const text = typeof strides === 'string';
    return [
      {
        field,
        message: `Strides must be a list, found ${shown(strides)}.`,
        expected,
        mend,
        reference: text
          ? notAnInteger(strides[0])
          : atConstruct('TypeError', `object of type '${pythonType(strides)}' has no len()`),
      },
    ];
  }
  if (strides.length !== wanted)
    return isInteger(stages) && stages === wanted
      ? [
          {
            field,
            message: `${wanted} ${wanted === 1 ? 'stage needs as many strides' : 'stages need as many strides'}, found ${strides.length}.`,
            expected,
            mend,
            reference: atConstruct('AssertionError'),
          },
        ]
      : [];
  const wrong = strides.findIndex((stride) => !isInteger(stride) || stride < 1);
  const far = strides.find((stride) => stride > MOST_STRIDE);
  if (wrong < 0) return far === undefined ? [] : [beyond(field, 'A stride', MOST_STRIDE, far, mend)];
  const found = strides[wrong];
  return [
    {
      field,
      message: `The stride of layer${wrong + 1} must be a whole number from 1 up, found ${shown(found)}.`,
      expected,
      mend,
      reference: isInteger(found)
        ? { step: 'forward_eval', exception: 'RuntimeError', message: 'non-positive stride is not supported' }
        : notAnInteger(found),
    },
  ];
}

/** conv3d's own complaint about a stride: the reference hands it on unread. */
function notAnInteger(stride: unknown): Finding['reference'] {
  const type = Array.isArray(stride) ? 'tuple' : pythonType(stride);
  return {
    step: 'forward_eval',
    exception: 'TypeError',
    message: `conv3d(): argument 'stride' must be tuple of ints, but found element of type ${type} at pos 2`,
  };
}

/** Strides cut or filled up with 2 to a number of stages; what is no stride becomes 2. */
function resized(strides: unknown, stages: number): readonly number[] {
  const given = Array.isArray(strides) ? strides : [];
  return Array.from({ length: stages }, (_, index) => {
    const stride: unknown = given[index];
    return isInteger(stride) && stride >= 1 && stride <= MOST_STRIDE ? stride : 2;
  });
}

function seStyle({ se_style: value }: RawReference): readonly Finding[] {
  if (value === 'half' || value === 'all') return [];
  const field = 'reference.se_style';
  const none = value === 'none' || value === null;
  return [
    {
      field,
      message: `SE goes into 'half' of the blocks or 'all' of them, found ${shown(value)}.${none ? ' No SE is said by se_ratio = None.' : ''}`,
      expected: "'half' or 'all'",
      mend: none
        ? { label: 'No SE', values: { [field]: 'half', 'reference.se_ratio': null } }
        : { label: "Use 'half'", values: { [field]: 'half' } },
      reference: atConstruct('AssertionError'),
    },
  ];
}

function seRatio({ se_ratio: value }: RawReference): readonly Finding[] {
  const field = 'reference.se_ratio';
  const expected = 'a number above 0, or None for no SE';
  const mend = { label: 'Use 1/16', values: { [field]: 1 / 16 } };
  if (value === null) return [];
  if (typeof value !== 'number')
    return [
      {
        field,
        message: `The SE ratio must be a number or None, found ${shown(value)}.`,
        expected,
        mend,
        reference: atConstruct('TypeError', `'>' not supported between instances of '${pythonType(value)}' and 'int'`),
      },
    ];
  if (value === Number.POSITIVE_INFINITY) return [notFinite(field, 'The SE ratio', value, expected, mend)];
  if (!(value > 0))
    return [
      {
        field,
        message: `The SE ratio must be above 0, found ${shown(value)}. No SE is None.`,
        expected,
        mend: { label: 'No SE', values: { [field]: null } },
        reference: atConstruct('AssertionError'),
      },
    ];
  return value > MOST_WIDTH ? [beyond(field, 'The SE ratio', MOST_WIDTH, value)] : [];
}

function frozenStages({ frozen_stages: value, num_stages: stages }: RawReference): readonly Finding[] {
  const field = 'reference.frozen_stages';
  const most = isInteger(stages) ? Math.min(4, Math.max(1, stages)) : 4;
  const finding = {
    field,
    expected: `a whole number: −1 for none, 0 for the stem, up to ${most}`,
    mend: { label: 'Freeze nothing', values: { [field]: REFERENCE_DEFAULTS.frozen_stages } },
  };
  if (!isInteger(value)) {
    const message =
      typeof value === 'number'
        ? `'float' object cannot be interpreted as an integer`
        : `'>=' not supported between instances of '${pythonType(value)}' and 'int'`;
    return [
      {
        ...finding,
        message: `The number of frozen stages must be whole, found ${shown(value)}.`,
        reference: { step: 'train', exception: 'TypeError', message },
      },
    ];
  }
  if (value <= most) return [];
  return [
    {
      ...finding,
      message: `Only ${most} ${most === 1 ? 'stage' : 'stages'} can be frozen, found ${value}.`,
      mend: { label: `Freeze ${most}`, values: { [field]: most } },
      reference: {
        step: 'train',
        exception: 'AttributeError',
        message: `'X3D' object has no attribute 'layer${most + 1}'`,
      },
    },
  ];
}

/** Python takes any value for true or false; what is neither is most likely a slip. */
function switches(reference: RawReference): readonly Finding[] {
  return ['use_swish', 'norm_eval', 'with_cp', 'zero_init_residual'].flatMap((name) => {
    const value = reference[name];
    if (typeof value === 'boolean') return [];
    return [
      {
        severity: 'warning' as const,
        field: `reference.${name}`,
        message: `${name} is true or false; Python takes ${shown(value)} for ${value ? 'true' : 'false'}.`,
        expected: 'true or false',
        mend: { label: `Set to ${value ? 'true' : 'false'}`, values: { [`reference.${name}`]: Boolean(value) } },
      },
    ];
  });
}

function pretrained({ pretrained: value }: RawReference): readonly Finding[] {
  const field = 'reference.pretrained';
  const mend = { label: 'Start from scratch', values: { [field]: null } };
  const expected = 'a path as text, or None';
  if (value === null) return [];
  if (typeof value !== 'string')
    return [
      {
        field,
        message: `A checkpoint is named by its path, found ${shown(value)}.`,
        expected,
        mend,
        reference: { step: 'init_weights', exception: 'TypeError', message: 'pretrained must be a str or None' },
      },
    ];
  const missing = { step: 'init_weights', exception: 'FileNotFoundError', message: `${value} can not be found.` };
  if (value === '') return [{ field, message: 'The path is empty.', expected, mend, reference: missing }];
  const scheme = /^modelzoo:\/\/(.*)/.exec(value)?.[1];
  return [
    {
      severity: 'warning',
      field,
      message:
        'init_weights will load this path where it runs; this page reads no paths. Open the file itself to load it here.',
      expected,
      mend,
      reference:
        scheme === undefined ? missing : { step: 'init_weights', exception: 'KeyError', message: `'${scheme}'` },
    },
  ];
}

/** Arguments of make_res_layer and of BlockX3D that X3D fills in itself: its **kwargs cannot give them again. */
const TAKEN_BY_MAKE_RES_LAYER = ['block', 'layer_inplanes', 'inplanes', 'planes', 'blocks', 'spatial_stride'];
const TAKEN_BY_BLOCK = ['outplanes', 'downsample'];

function extraArguments(reference: RawReference): readonly Finding[] {
  const unknown = Object.keys(reference)
    .filter((name) => !Object.hasOwn(REFERENCE_DEFAULTS, name) && name !== 'type')
    .slice(0, MOST_UNKNOWN);
  const wrongType =
    Object.hasOwn(reference, 'type') && reference.type !== 'X3D'
      ? [
          {
            field: 'reference.type',
            message: `This is a designer of X3D, found type ${shown(reference.type)}.`,
            expected: "'X3D'",
            reference: atConstruct('KeyError', notInRegistry(reference.type)),
          },
        ]
      : [];
  return [
    ...wrongType,
    ...unknown.map((name) => ({
      field: `reference.${name}`,
      message: `The reference has no argument ${name}; what it does not know goes on to its blocks, which refuse it.`,
      expected: `one of ${Object.keys(REFERENCE_DEFAULTS).join(', ')}`,
      reference: atConstruct(
        'TypeError',
        TAKEN_BY_MAKE_RES_LAYER.includes(name)
          ? `X3D.make_res_layer() got multiple values for argument '${name}'`
          : TAKEN_BY_BLOCK.includes(name)
            ? `mmaction.models.backbones.x3d.BlockX3D() got multiple values for keyword argument '${name}'`
            : `BlockX3D.__init__() got an unexpected keyword argument '${name}'`,
      ),
    })),
  ];
}

/** mmengine's sentence for a name its registry lacks; the KeyError prints it in quotes. */
export function notInRegistry(type: unknown): string {
  const name = typeof type === 'string' ? harmless(type, MOST_IN_SENTENCE) : shown(type);
  return `'${name} is not in the mmaction::model registry. Please check whether the value of \`${name}\` is correct or it was registered as expected.`;
}

function notFinite(
  field: string,
  name: string,
  value: number,
  expected: string,
  mend: NonNullable<Finding['mend']>,
): Finding {
  return {
    field,
    message: `${name} must be a finite number, found ${value}.`,
    expected,
    mend,
    reference: Number.isNaN(value)
      ? atConstruct('ValueError', 'cannot convert float NaN to integer')
      : atConstruct('OverflowError', 'cannot convert float infinity to integer'),
  };
}

/** Legal in the reference, and larger than this app will draw. */
function beyond(field: string, name: string, most: number, value: number, mend?: Finding['mend']): Finding {
  return {
    field,
    message: `${name} is ${value}; this app stops at ${most}. The reference would go on.`,
    expected: `at most ${most}`,
    mend: mend ?? { label: `Set to ${most}`, values: { [field]: most } },
  };
}
