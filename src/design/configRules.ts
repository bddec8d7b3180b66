import { isRecord } from '../text/json';
import { type ActType, type NormType, PADDING_MODES, REFERENCE_DEFAULTS } from './design';
import { type Finding, findingsOf, isCount, type Say, setting, shown } from './finding';
import { throws } from './referenceExceptions';
import type { RawReference } from './referenceRules';

type Config = Readonly<Record<string, unknown>>;

/** What is wrong with conv_cfg. mmcv reads None as Conv2d. */
export function convRules({ conv_cfg: cfg }: RawReference): readonly Finding[] {
  const field = 'reference.conv_cfg';
  const mend = setting('Use Conv3d', field, REFERENCE_DEFAULTS.conv_cfg);
  const say = findingsOf(field, "a dict with type 'Conv3d'", mend);
  const flat = throws.tooManyAxes('3D (unbatched) or 4D (batched)', 'conv2d');
  if (cfg === null) return say('Without conv_cfg mmcv builds 2-D convolutions, which refuse a clip.', flat);
  if (!isRecord(cfg)) return say(notADict('conv_cfg', cfg), throws.assertion);
  if (!Object.hasOwn(cfg, 'type')) return say('conv_cfg must say which type of layer it is.', throws.noType);
  switch (cfg.type) {
    case 'Conv3d':
      return argumentsOf(cfg).flatMap(([name, value]) => convArgument(name, value, cfg));
    case 'Conv2plus1d':
      return say('The reference accepts Conv2plus1d; this app does not build it. Everything else of conv_cfg it does.');
    case 'Conv1d':
      return say(
        'A 1-D convolution cannot read a clip.',
        throws.tooManyAxes('2D (unbatched) or 3D (batched)', 'conv1d'),
      );
    case 'Conv2d':
    case 'Conv':
      return say(`${cfg.type} is a 2-D convolution and cannot read a clip.`, flat);
    default:
      return say(`There is no convolution layer called ${shown(cfg.type)}.`, throws.noSuchLayer);
  }
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
  if (name === 'padding_mode') {
    const modes = PADDING_MODES.join(', ');
    if (PADDING_MODES.some((mode) => mode === value)) return [];
    const say = findingsOf(field, `one of ${modes}`, setting('Pad with zeros', field, 'zeros'));
    return say(`Borders can be padded with ${modes}; found ${shown(value)}.`, throws.paddingMode(value));
  }
  const mend = without('conv_cfg', name, cfg);
  const say = findingsOf(field, 'padding_mode alone', mend);
  if (GIVEN_BY_CONV_MODULE.includes(name))
    return say(
      `${name} is set by the reference itself and cannot be given again.`,
      throws.givenTwice('mmcv.cnn.bricks.wrappers.Conv3d()', name, 'keyword argument'),
    );
  if (name === 'dtype' || name === 'device')
    return say(
      `${name} makes convolutions that do not fit the rest of the network.`,
      name === 'dtype' ? throws.mixedDtypes : undefined,
    );
  return unknownArgument(field, name, 'Conv3d', 'padding_mode', mend);
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
  const expected = `a dict with type ${Object.keys(NORM_ARGUMENTS).join(', ')}, or None`;
  const say = findingsOf(field, expected, setting('Use batch norm', field, REFERENCE_DEFAULTS.norm_cfg));
  if (cfg === null) return zeroInit ? needsBatchNorm('without a norm') : [];
  if (!isRecord(cfg)) return say(notADict('norm_cfg', cfg), throws.assertion);
  if (!Object.hasOwn(cfg, 'type')) return say('norm_cfg must say which type of norm it is.', throws.noType);
  const { type } = cfg;
  if (!isNorm(type)) return foreignNorm(say, type);
  const findings = [
    ...argumentsOf(cfg).flatMap(([name, value]) => normArgument(type, name, value, cfg)),
    ...(type === 'GN' && !Object.hasOwn(cfg, 'num_groups') ? needsGroups() : []),
  ];
  if (findings.length > 0) return findings;
  if (zeroInit && (type === 'GN' || type === 'IN3d')) return needsBatchNorm(`with ${type}`);
  return type === 'SyncBN' ? trainsOnGpus() : [];
}

function needsGroups(): readonly Finding[] {
  const field = 'reference.norm_cfg.num_groups';
  const say = findingsOf(field, NORM_VALUES.get('num_groups')?.expected ?? '', setting('Use 1 group', field, 1));
  return say('Group norm needs a number of groups.', throws.assertion);
}

function trainsOnGpus(): readonly Finding[] {
  const field = 'reference.norm_cfg.type';
  const say = findingsOf(field, 'BN3d to train on a CPU', setting('Use BN3d', field, 'BN3d'));
  return say(
    'SyncBN trains on GPUs only. In eval mode it computes what BN3d does, and so it runs here.',
    throws.syncBnOnCpu,
    'warning',
  );
}

function foreignNorm(say: Say, type: unknown): readonly Finding[] {
  switch (type) {
    case 'BN':
    case 'BN2d':
      return say(`${type} is a norm for images and refuses a clip.`, throws.normOfFewerAxes('4D'));
    case 'BN1d':
      return say('BN1d is a norm for sequences and refuses a clip.', throws.normOfFewerAxes('2D or 3D'));
    case 'IN':
    case 'IN1d':
    case 'IN2d':
    case 'LN':
    case 'LN2d':
      return say(`${type} does not fit features of a clip.`, throws.noBn);
    default:
      return say(`There is no norm called ${shown(type)}.`, throws.noSuchLayer);
  }
}

function needsBatchNorm(how: string): readonly Finding[] {
  const field = 'reference.zero_init_residual';
  const mend = setting('Switch zero_init_residual off', field, false);
  const say = findingsOf(field, 'off, unless norm_cfg is batch norm', mend);
  return say(`A network ${how} has no batch norm to start at zero, and init_weights fails.`, throws.noBn);
}

/** What an argument may be. */
interface Value {
  readonly expected: string;
  fits(value: unknown): boolean;
}

const isNumber = (value: unknown) => typeof value === 'number';
const SWITCH: Value = { expected: 'true or false', fits: (value) => typeof value === 'boolean' };

/** A norm's arguments that are no switches. */
const NORM_VALUES: ReadonlyMap<string, Value> = new Map([
  ['eps', { expected: 'a small number above 0', fits: (value) => isNumber(value) && value > 0 && value < 1 }],
  [
    'momentum',
    {
      expected: 'a number from 0 to 1, or None',
      fits: (value) => value === null || (isNumber(value) && value >= 0 && value <= 1),
    },
  ],
  ['num_groups', { expected: 'a whole number that divides every width', fits: isCount }],
]);

function normArgument(type: NormType, name: string, value: unknown, cfg: Config): readonly Finding[] {
  const field = `reference.norm_cfg.${name}`;
  if (name === 'requires_grad') return [];
  const mend = without('norm_cfg', name, cfg);
  if (!NORM_ARGUMENTS[type].includes(name)) {
    const owner = type === 'GN' ? 'GroupNorm' : '_BatchNorm';
    return unknownArgument(field, name, owner, NORM_ARGUMENTS[type].join(', '), mend);
  }
  const { expected, fits } = NORM_VALUES.get(name) ?? SWITCH;
  if (fits(value)) return [];
  return findingsOf(field, expected, mend)(`${name} of ${type} cannot be ${shown(value)}.`);
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

export function actRules({ act_cfg: cfg }: RawReference): readonly Finding[] {
  const field = 'reference.act_cfg';
  const expected = `a dict with type ${Object.keys(ACT_ARGUMENTS).join(', ')}`;
  const say = findingsOf(field, expected, setting('Use ReLU', field, REFERENCE_DEFAULTS.act_cfg));
  if (cfg === null) return say('A block always ends in an activation; None is not one.', throws.actNone);
  if (!isRecord(cfg)) return say(notADict('act_cfg', cfg), throws.assertion);
  if (!Object.hasOwn(cfg, 'type')) return say('act_cfg must say which activation it is.', throws.actWithoutType);
  const { type } = cfg;
  if (type === 'Clip' || type === 'Clamp')
    return say(`ConvModule passes inplace, which ${type} does not take.`, throws.clampInplace);
  if (!isAct(type)) return say(`There is no activation called ${shown(type)}.`, throws.notInRegistry(type));
  return argumentsOf(cfg).flatMap(([name, value]) => actArgument(type, name, value, cfg));
}

function actArgument(type: ActType, name: string, value: unknown, cfg: Config): readonly Finding[] {
  const field = `reference.act_cfg.${name}`;
  const mend = without('act_cfg', name, cfg);
  if (!ACT_ARGUMENTS[type].includes(name))
    return unknownArgument(field, name, type, ACT_ARGUMENTS[type].join(', ') || 'nothing besides its type', mend);
  if (!isActValue(name, value)) {
    const say = findingsOf(field, name === 'inplace' ? 'true or false' : 'a number', mend);
    return say(`${name} of ${type} cannot be ${shown(value)}.`);
  }
  if (name !== 'num_parameters' || value === 1) return [];
  const say = findingsOf(field, '1, a single slope', setting('Use 1 slope', field, 1));
  return say(`The same activation follows layers of different widths, so PReLU cannot have ${shown(value)} slopes.`);
}

function isActValue(name: string, value: unknown): boolean {
  if (name === 'inplace') return typeof value === 'boolean';
  if (name === 'num_parameters') return isCount(value);
  return typeof value === 'number' && Number.isFinite(value) && !(name === 'divisor' && value === 0);
}

function unknownArgument(field: string, name: string, owner: string, known: string, mend: Finding['mend']) {
  const say = findingsOf(field, known, mend);
  return say(`${owner.replace(/^_/, '')} takes no argument ${name}.`, throws.unexpectedArgument(owner, name));
}

/** The most unknown arguments that are told one by one: no layer has more. */
const MOST_ARGUMENTS = 32;

/** What a configuration says besides its type. */
function argumentsOf(cfg: Config): readonly (readonly [name: string, value: unknown])[] {
  return Object.entries(cfg)
    .slice(0, MOST_ARGUMENTS)
    .filter(([name]) => name !== 'type');
}

function notADict(name: string, value: unknown): string {
  return `${name} must be a dict, found ${shown(value)}.`;
}

/** A mend that takes an argument out of a configuration. */
function without(config: string, name: string, cfg: Config): NonNullable<Finding['mend']> {
  const rest = Object.fromEntries(Object.entries(cfg).filter(([key]) => key !== name));
  return setting(`Take ${name} out`, `reference.${config}`, rest);
}
