import { PADDING_MODES } from './changes';
import { type ActType, type NormType, REFERENCE_DEFAULTS } from './design';
import { atConstruct, type Finding, shown } from './finding';
import { notInRegistry, type RawReference } from './referenceRules';

type Config = Readonly<Record<string, unknown>>;
const isConfig = (value: unknown): value is Config =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What is wrong with conv_cfg. mmcv reads None as Conv2d. */
export function convRules({ conv_cfg: cfg }: RawReference): readonly Finding[] {
  const field = 'reference.conv_cfg';
  const mend = { label: 'Use Conv3d', values: { [field]: REFERENCE_DEFAULTS.conv_cfg } };
  const finding = { field, expected: "a dict with type 'Conv3d'", mend };
  const late = (dimensions: string, layer: string) => ({
    step: 'forward_eval',
    exception: 'RuntimeError',
    message: `Expected ${dimensions} input to ${layer}, but got input of size: [1, 3, 4, 32, 32]`,
  });
  const flat = late('3D (unbatched) or 4D (batched)', 'conv2d');
  if (cfg === null)
    return [
      { ...finding, message: 'Without conv_cfg mmcv builds 2-D convolutions, which refuse a clip.', reference: flat },
    ];
  if (!isConfig(cfg))
    return [{ ...finding, message: notADict('conv_cfg', cfg), reference: atConstruct('AssertionError') }];
  if (!Object.hasOwn(cfg, 'type'))
    return [
      {
        ...finding,
        message: 'conv_cfg must say which type of layer it is.',
        reference: atConstruct('KeyError', `'the cfg dict must contain the key "type"'`),
      },
    ];
  if (cfg.type === 'Conv2plus1d')
    return [
      {
        ...finding,
        message: 'The reference accepts Conv2plus1d; this app does not build it. Everything else of conv_cfg it does.',
      },
    ];
  if (cfg.type === 'Conv1d')
    return [
      {
        ...finding,
        message: 'A 1-D convolution cannot read a clip.',
        reference: late('2D (unbatched) or 3D (batched)', 'conv1d'),
      },
    ];
  if (cfg.type === 'Conv2d' || cfg.type === 'Conv')
    return [{ ...finding, message: `${cfg.type} is a 2-D convolution and cannot read a clip.`, reference: flat }];
  if (cfg.type !== 'Conv3d')
    return [
      {
        ...finding,
        message: `There is no convolution layer called ${shown(cfg.type)}.`,
        reference: atConstruct('KeyError', `'Cannot find None in registry under scope name mmaction'`),
      },
    ];
  return argumentsOf(cfg).flatMap(([name, value]) => convArgument(name, value, cfg));
}

/** What ConvModule passes itself, so that a configuration cannot. */
const GIVEN_BY_CONV_MODULE = [
  'in_channels',
  'out_channels',
  'kernel_size',
  'stride',
  'padding',
  'dilation',
  'groups',
  'bias',
];

function convArgument(name: string, value: unknown, cfg: Config): readonly Finding[] {
  const field = `reference.conv_cfg.${name}`;
  if (name === 'type') return [];
  if (name === 'padding_mode') {
    if (PADDING_MODES.some((mode) => mode === value)) return [];
    return [
      {
        field,
        message: `Borders can be padded with ${PADDING_MODES.join(', ')}; found ${shown(value)}.`,
        expected: `one of ${PADDING_MODES.join(', ')}`,
        mend: { label: 'Pad with zeros', values: { [field]: 'zeros' } },
        reference: atConstruct(
          'ValueError',
          `padding_mode must be one of {'replicate', 'zeros', 'reflect', 'circular'}, but got padding_mode=${shown(value)}`,
        ),
      },
    ];
  }
  const without = { label: `Take ${name} out`, values: { 'reference.conv_cfg': omit(cfg, name) } };
  if (GIVEN_BY_CONV_MODULE.includes(name))
    return [
      {
        field,
        message: `${name} is set by the reference itself and cannot be given again.`,
        expected: 'padding_mode alone',
        mend: without,
        reference: atConstruct(
          'TypeError',
          `mmcv.cnn.bricks.wrappers.Conv3d() got multiple values for keyword argument '${name}'`,
        ),
      },
    ];
  if (name === 'dtype' || name === 'device')
    return [
      {
        field,
        message: `${name} makes convolutions that do not fit the rest of the network.`,
        expected: 'padding_mode alone',
        mend: without,
        ...(name === 'dtype' && {
          reference: {
            step: 'forward_eval',
            exception: 'RuntimeError',
            message: 'expected scalar type Float but found Double',
          },
        }),
      },
    ];
  return [unknownArgument(field, name, 'Conv3d', 'padding_mode', without)];
}

/** Which arguments each norm takes (torch.nn), besides requires_grad, which mmcv takes out first. */
const NORM_ARGUMENTS: Readonly<Record<NormType, readonly string[]>> = {
  BN3d: ['eps', 'momentum', 'affine', 'track_running_stats'],
  SyncBN: ['eps', 'momentum', 'affine', 'track_running_stats'],
  IN3d: ['eps', 'momentum', 'affine', 'track_running_stats'],
  GN: ['eps', 'affine', 'num_groups'],
};
const isNorm = (type: unknown): type is NormType => typeof type === 'string' && Object.hasOwn(NORM_ARGUMENTS, type);

/** What is wrong with norm_cfg, together with zero_init_residual, which only batch norm can follow. */
export function normRules({ norm_cfg: cfg, zero_init_residual: zeroInit }: RawReference): readonly Finding[] {
  const field = 'reference.norm_cfg';
  const mend = { label: 'Use batch norm', values: { [field]: REFERENCE_DEFAULTS.norm_cfg } };
  const finding = { field, expected: `a dict with type ${Object.keys(NORM_ARGUMENTS).join(', ')}, or None`, mend };
  if (cfg === null) return zeroInit ? [needsBatchNorm('without a norm')] : [];
  if (!isConfig(cfg))
    return [{ ...finding, message: notADict('norm_cfg', cfg), reference: atConstruct('AssertionError') }];
  if (!Object.hasOwn(cfg, 'type'))
    return [
      {
        ...finding,
        message: 'norm_cfg must say which type of norm it is.',
        reference: atConstruct('KeyError', `'the cfg dict must contain the key "type"'`),
      },
    ];
  if (!isNorm(cfg.type)) return [{ ...finding, ...foreignNorm(cfg.type) }];
  const type = cfg.type;
  const findings = argumentsOf(cfg).flatMap(([name, value]) => normArgument(type, name, value, cfg));
  if (type === 'GN' && !Object.hasOwn(cfg, 'num_groups'))
    findings.push({
      field: 'reference.norm_cfg.num_groups',
      message: 'Group norm needs a number of groups.',
      expected: 'a whole number that divides every width',
      mend: { label: 'Use 1 group', values: { 'reference.norm_cfg.num_groups': 1 } },
      reference: atConstruct('AssertionError'),
    });
  if (findings.length === 0 && zeroInit && (type === 'GN' || type === 'IN3d'))
    findings.push(needsBatchNorm(`with ${type}`));
  if (findings.length === 0 && type === 'SyncBN')
    findings.push({
      severity: 'warning',
      field: 'reference.norm_cfg.type',
      message: 'SyncBN trains on GPUs only. In eval mode it computes what BN3d does, and so it runs here.',
      expected: 'BN3d to train on a CPU',
      mend: { label: 'Use BN3d', values: { 'reference.norm_cfg.type': 'BN3d' } },
      reference: {
        step: 'forward_train',
        exception: 'ValueError',
        message: 'SyncBatchNorm expected input tensor to be on GPU',
      },
    });
  return findings;
}

function foreignNorm(type: unknown): Pick<Finding, 'message' | 'reference'> {
  const late = (dimensions: string) => ({
    step: 'forward_eval',
    exception: 'ValueError',
    message: `expected ${dimensions} input (got 5D input)`,
  });
  switch (type) {
    case 'BN':
    case 'BN2d':
      return { message: `${type} is a norm for images and refuses a clip.`, reference: late('4D') };
    case 'BN1d':
      return { message: 'BN1d is a norm for sequences and refuses a clip.', reference: late('2D or 3D') };
    case 'IN':
    case 'IN1d':
    case 'IN2d':
    case 'LN':
    case 'LN2d':
      return { message: `${type} does not fit features of a clip.`, reference: NO_BN };
    default:
      return {
        message: `There is no norm called ${shown(type)}.`,
        reference: atConstruct('KeyError', `'Cannot find None in registry under scope name mmaction'`),
      };
  }
}

const NO_BN = {
  step: 'init_weights',
  exception: 'AttributeError',
  message: "'ConvModule' object has no attribute 'bn'",
};

function needsBatchNorm(how: string): Finding {
  return {
    field: 'reference.zero_init_residual',
    message: `A network ${how} has no batch norm to start at zero, and init_weights fails.`,
    expected: 'off, unless norm_cfg is batch norm',
    mend: { label: 'Switch zero_init_residual off', values: { 'reference.zero_init_residual': false } },
    reference: NO_BN,
  };
}

/** What a norm's arguments may be, where they are no switches. */
const NORM_EXPECTATIONS: ReadonlyMap<string, string> = new Map([
  ['eps', 'a small number above 0'],
  ['momentum', 'a number from 0 to 1, or None'],
  ['num_groups', 'a whole number that divides every width'],
]);

function normArgument(type: NormType, name: string, value: unknown, cfg: Config): readonly Finding[] {
  const field = `reference.norm_cfg.${name}`;
  if (name === 'type' || name === 'requires_grad') return [];
  const without = { label: `Take ${name} out`, values: { 'reference.norm_cfg': omit(cfg, name) } };
  if (!NORM_ARGUMENTS[type].includes(name)) {
    const owner = type === 'GN' ? 'GroupNorm' : '_BatchNorm';
    return [unknownArgument(field, name, owner, NORM_ARGUMENTS[type].join(', '), without)];
  }
  const legal =
    name === 'eps'
      ? typeof value === 'number' && value > 0 && value < 1
      : name === 'momentum'
        ? value === null || (typeof value === 'number' && value >= 0 && value <= 1)
        : name === 'num_groups'
          ? Number.isInteger(value) && (value as number) >= 1
          : typeof value === 'boolean';
  if (legal) return [];
  return [
    {
      field,
      message: `${name} of ${type} cannot be ${shown(value)}.`,
      expected: NORM_EXPECTATIONS.get(name) ?? 'true or false',
      mend: without,
    },
  ];
}

/** Arguments of each activation as mmcv registers it; those with `inplace` may be told so. */
const ACT_ARGUMENTS: Readonly<Record<ActType, readonly string[]>> = {
  ReLU: ['inplace'],
  LeakyReLU: ['negative_slope', 'inplace'],
  PReLU: ['num_parameters', 'init'],
  ReLU6: ['inplace'],
  RReLU: ['lower', 'upper', 'inplace'],
  ELU: ['alpha', 'inplace'],
  GELU: [],
  SiLU: ['inplace'],
  Swish: [],
  Tanh: [],
  Sigmoid: [],
  HSwish: ['inplace'],
  HSigmoid: ['bias', 'divisor', 'min_value', 'max_value'],
};
const isAct = (type: unknown): type is ActType => typeof type === 'string' && Object.hasOwn(ACT_ARGUMENTS, type);

/** What is wrong with act_cfg. */
export function actRules({ act_cfg: cfg }: RawReference): readonly Finding[] {
  const field = 'reference.act_cfg';
  const mend = { label: 'Use ReLU', values: { [field]: REFERENCE_DEFAULTS.act_cfg } };
  const finding = { field, expected: `a dict with type ${Object.keys(ACT_ARGUMENTS).join(', ')}`, mend };
  if (cfg === null)
    return [
      {
        ...finding,
        message: 'A block always ends in an activation; None is not one.',
        reference: atConstruct('TypeError', "cfg should be a dict, ConfigDict or Config, but got <class 'NoneType'>"),
      },
    ];
  if (!isConfig(cfg))
    return [{ ...finding, message: notADict('act_cfg', cfg), reference: atConstruct('AssertionError') }];
  if (!Object.hasOwn(cfg, 'type'))
    return [
      {
        ...finding,
        message: 'act_cfg must say which activation it is.',
        reference: atConstruct('KeyError', "'type'"),
      },
    ];
  const { type } = cfg;
  if (type === 'Clip' || type === 'Clamp')
    return [
      {
        ...finding,
        message: `ConvModule passes inplace, which ${type} does not take.`,
        reference: atConstruct('TypeError', "Clamp.__init__() got an unexpected keyword argument 'inplace'"),
      },
    ];
  if (!isAct(type))
    return [
      {
        ...finding,
        message: `There is no activation called ${shown(type)}.`,
        reference: atConstruct('KeyError', notInRegistry(type)),
      },
    ];
  return argumentsOf(cfg).flatMap(([name, value]) => actArgument(type, name, value, cfg));
}

function actArgument(type: ActType, name: string, value: unknown, cfg: Config): readonly Finding[] {
  const field = `reference.act_cfg.${name}`;
  if (name === 'type') return [];
  const without = { label: `Take ${name} out`, values: { 'reference.act_cfg': omit(cfg, name) } };
  if (!ACT_ARGUMENTS[type].includes(name))
    return [unknownArgument(field, name, type, ACT_ARGUMENTS[type].join(', ') || 'nothing besides its type', without)];
  const legal =
    name === 'inplace'
      ? typeof value === 'boolean'
      : name === 'num_parameters'
        ? Number.isInteger(value) && (value as number) >= 1
        : typeof value === 'number' && Number.isFinite(value) && !(name === 'divisor' && value === 0);
  if (!legal)
    return [
      {
        field,
        message: `${name} of ${type} cannot be ${shown(value)}.`,
        expected: name === 'inplace' ? 'true or false' : 'a number',
        mend: without,
      },
    ];
  if (name === 'num_parameters' && value !== 1)
    return [
      {
        field,
        message: `The same activation follows layers of different widths, so PReLU cannot have ${shown(value)} slopes.`,
        expected: '1, a single slope',
        mend: { label: 'Use 1 slope', values: { [field]: 1 } },
      },
    ];
  return [];
}

function unknownArgument(
  field: string,
  name: string,
  owner: string,
  known: string,
  mend: NonNullable<Finding['mend']>,
): Finding {
  return {
    field,
    message: `${owner.replace(/^_/, '')} takes no argument ${name}.`,
    expected: known,
    mend,
    reference: atConstruct('TypeError', `${owner}.__init__() got an unexpected keyword argument '${name}'`),
  };
}

/** More arguments than any layer has are a mistake of whoever wrote them: the first ones say enough. */
const MOST_ARGUMENTS = 32;

function argumentsOf(cfg: Config): readonly (readonly [name: string, value: unknown])[] {
  return Object.entries(cfg).slice(0, MOST_ARGUMENTS);
}

function notADict(name: string, value: unknown): string {
  return `${name} must be a dict, found ${shown(value)}.`;
}

function omit(cfg: Config, name: string): Config {
  return Object.fromEntries(Object.entries(cfg).filter(([key]) => key !== name));
}
