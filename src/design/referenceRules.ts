import { countText } from '../text/numberText';
import { REFERENCE_DEFAULTS } from './design';
import { type Finding, findingsOf, isCount, pythonType, type Say, setting, shown, unknownNames } from './finding';
import { throws } from './referenceExceptions';

/** The keyword arguments as given: any type may stand anywhere. */
export type RawReference = Readonly<Record<string, unknown>>;

type Rule = (reference: RawReference) => readonly Finding[];

/** The most blocks of a network: more can neither be drawn nor trained here, though the reference would try. */
const MOST_DEPTH = 200;
/** The most channels of a clip. */
const MOST_CHANNELS = 2 ** 16;
/** The largest stride. */
const MOST_STRIDE = 2 ** 13;
/** The largest factor of width, and the largest ratio of bottleneck and squeeze: as for depth. */
const MOST_WIDTH = 200;

const isInteger = (value: unknown): value is number => Number.isInteger(value);
/** True for what is nearly always given, so that sweeps over thousands of designs make no findings for it. */
const isUsual = (value: unknown, most: number): boolean => typeof value === 'number' && value >= 0 && value <= most;

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
  if (value === null || isUsual(value, MOST_WIDTH)) return [];
  const field = 'reference.gamma_w';
  const say = findingsOf(field, 'a number above 0, or None for unchanged', setting('Set γ_w to 1', field, 1));
  if (typeof value !== 'number') return say(`γ_w must be a number, found ${shown(value)}.`, throws.gammaWNoNumber);
  if (value < 0 && Number.isFinite(value))
    return say('γ_w is negative; the reference says nothing and builds a base of 8 channels.', undefined, 'warning');
  return withinReach(say, field, 'γ_w', value, MOST_WIDTH);
}

function gammaB({ gamma_b: value }: RawReference): readonly Finding[] {
  // Too small a positive value depends on the base width: `build` finds it.
  if (isUsual(value, MOST_WIDTH)) return [];
  const field = 'reference.gamma_b';
  const expected = 'a number that leaves at least one channel in the narrowest bottleneck';
  const say = findingsOf(field, expected, setting('Set γ_b to 1', field, 1));
  if (value === null) return say('γ_b must be a number, found None.', throws.gammaBNone);
  if (typeof value !== 'number')
    return say(`γ_b must be a number, found ${shown(value)}.`, throws.sizeOfType('int', 1));
  return withinReach(say, field, 'γ_b', value, MOST_WIDTH);
}

function gammaD({ gamma_d: value }: RawReference): readonly Finding[] {
  if (value === null || isUsual(value, MOST_DEPTH)) return [];
  const field = 'reference.gamma_d';
  const say = findingsOf(field, 'a number above 0, or None for unchanged', setting('Set γ_d to 1', field, 1));
  if (typeof value !== 'number') return say(`γ_d must be a number, found ${shown(value)}.`, throws.notReal(value));
  if (value < 0 && Number.isFinite(value))
    return say('γ_d is negative, which leaves a stage without blocks.', throws.noBlocks);
  return withinReach(say, field, 'γ_d', value, MOST_DEPTH);
}

function inChannels({ in_channels: value }: RawReference): readonly Finding[] {
  const field = 'reference.in_channels';
  if (isCount(value)) return upTo(MOST_CHANNELS, field, 'in_channels', value);
  const say = findingsOf(field, 'a whole number from 1 up', setting('Set in_channels to 3', field, 3));
  return say(`The clip must have at least one channel, found ${shown(value)}.`, channelsThrow(value));
}

function channelsThrow(value: unknown): Finding['reference'] {
  if (value === null) return throws.inChannelsNone;
  if (value === 0) return throws.inChannelsZero;
  return isInteger(value) ? throws.negativeSize(value) : throws.sizeOfType(pythonType(value), 2);
}

function numStages({ num_stages: value, spatial_strides: strides }: RawReference): readonly Finding[] {
  if (isCount(value) && value <= 4) return [];
  const field = 'reference.num_stages';
  const given = typeof value === 'number' && value >= 1 ? Math.min(4, Math.round(value)) : 4;
  const say = findingsOf(field, 'a whole number from 1 to 4', {
    label: `Use ${countText(given, 'stage')}`,
    values: { [field]: given, 'reference.spatial_strides': resized(strides, given) },
  });
  return say(
    `There can be 1 to 4 stages, found ${shown(value)}.`,
    typeof value === 'number' ? throws.assertion : throws.stagesNotCompared(value),
  );
}

function spatialStrides({ num_stages: stages, spatial_strides: strides }: RawReference): readonly Finding[] {
  const field = 'reference.spatial_strides';
  const known = isCount(stages) && stages <= 4;
  const wanted = known ? stages : 4;
  const mend = setting(`Use ${wanted} strides`, field, resized(strides, wanted));
  const say = findingsOf(field, `${wanted} whole numbers from 1 up, one a stage`, mend);
  if (!Array.isArray(strides))
    return say(
      `Strides must be a list, found ${shown(strides)}.`,
      typeof strides === 'string' ? throws.strideOfType(strides[0]) : throws.withoutLength(strides),
    );
  if (strides.length !== wanted) {
    if (!known) return [];
    const need = wanted === 1 ? 'stage needs as many strides' : 'stages need as many strides';
    return say(`${wanted} ${need}, found ${strides.length}.`, throws.assertion);
  }
  const wrong = strides.findIndex((stride) => !isCount(stride));
  if (wrong < 0) {
    const far = strides.find((stride) => stride > MOST_STRIDE);
    return far === undefined ? [] : upTo(MOST_STRIDE, field, 'A stride', far, mend);
  }
  const found: unknown = strides[wrong];
  return say(
    `The stride of layer${wrong + 1} must be a whole number from 1 up, found ${shown(found)}.`,
    isInteger(found) ? throws.strideBelowOne : throws.strideOfType(found),
  );
}

/** Strides cut or filled up with 2 to a number of stages; what is no stride becomes 2. */
function resized(strides: unknown, stages: number): readonly number[] {
  const given = Array.isArray(strides) ? strides : [];
  return Array.from({ length: stages }, (_, index) => {
    const stride: unknown = given[index];
    return isCount(stride) && stride <= MOST_STRIDE ? stride : 2;
  });
}

function seStyle({ se_style: value }: RawReference): readonly Finding[] {
  if (value === 'half' || value === 'all') return [];
  const field = 'reference.se_style';
  const none = value === 'none' || value === null;
  const mend = none
    ? { label: 'No SE', values: { [field]: 'half', 'reference.se_ratio': null } }
    : setting("Use 'half'", field, 'half');
  const hint = none ? ' No SE is said by se_ratio = None.' : '';
  const say = findingsOf(field, "'half' or 'all'", mend);
  return say(`SE goes into 'half' of the blocks or 'all' of them, found ${shown(value)}.${hint}`, throws.assertion);
}

function seRatio({ se_ratio: value }: RawReference): readonly Finding[] {
  if (value === null || (value !== 0 && isUsual(value, MOST_WIDTH))) return [];
  const field = 'reference.se_ratio';
  const expected = 'a number above 0, or None for no SE';
  const say = findingsOf(field, expected, setting('Use 1/16', field, 1 / 16));
  if (typeof value !== 'number')
    return say(`The SE ratio must be a number or None, found ${shown(value)}.`, throws.ratioNotCompared(value));
  if (!(value > 0)) {
    const none = findingsOf(field, expected, setting('No SE', field, null));
    return none(`The SE ratio must be above 0, found ${shown(value)}. No SE is None.`, throws.assertion);
  }
  return withinReach(say, field, 'The SE ratio', value, MOST_WIDTH);
}

function frozenStages({ frozen_stages: value, num_stages: stages }: RawReference): readonly Finding[] {
  const field = 'reference.frozen_stages';
  const most = isInteger(stages) ? Math.min(4, Math.max(1, stages)) : 4;
  if (isInteger(value) && value <= most) return [];
  const expected = `a whole number: −1 for none, 0 for the stem, up to ${most}`;
  if (isInteger(value)) {
    const say = findingsOf(field, expected, setting(`Freeze ${most}`, field, most));
    return say(`Only ${countText(most, 'stage')} can be frozen, found ${value}.`, throws.noStage(most + 1));
  }
  const say = findingsOf(field, expected, setting('Freeze nothing', field, REFERENCE_DEFAULTS.frozen_stages));
  return say(`The number of frozen stages must be whole, found ${shown(value)}.`, throws.frozenNotWhole(value));
}

/** Python takes any value for true or false; what is neither is most likely a slip. */
function switches(reference: RawReference): readonly Finding[] {
  return ['use_swish', 'norm_eval', 'with_cp', 'zero_init_residual'].flatMap((name) => {
    const value = reference[name];
    if (typeof value === 'boolean') return [];
    const field = `reference.${name}`;
    const taken = value ? 'true' : 'false';
    const say = findingsOf(field, 'true or false', setting(`Set to ${taken}`, field, Boolean(value)));
    return say(`${name} is true or false; Python takes ${shown(value)} for ${taken}.`, undefined, 'warning');
  });
}

function pretrained({ pretrained: value }: RawReference): readonly Finding[] {
  if (value === null) return [];
  const field = 'reference.pretrained';
  const say = findingsOf(field, 'a path as text, or None', setting('Start from scratch', field, null));
  if (typeof value !== 'string')
    return say(`A checkpoint is named by its path, found ${shown(value)}.`, throws.pretrainedNoText);
  if (value === '') return say('The path is empty.', throws.notFound(value));
  const scheme = /^modelzoo:\/\/(.*)/.exec(value)?.[1];
  return say(
    'init_weights will load this path where it runs; this page reads no paths. Open the file itself to load it here.',
    scheme === undefined ? throws.notFound(value) : throws.noModelCalled(scheme),
    'warning',
  );
}

/** Arguments of make_res_layer and of BlockX3D that X3D fills in itself: its **kwargs cannot give them again. */
const TAKEN_BY_MAKE_RES_LAYER = ['block', 'layer_inplanes', 'inplanes', 'planes', 'blocks', 'spatial_stride'];
const TAKEN_BY_BLOCK = ['outplanes', 'downsample'];

const NAMES = Object.keys(REFERENCE_DEFAULTS);
const KNOWN = new Set([...NAMES, 'type']);

function extraArguments(reference: RawReference): readonly Finding[] {
  const { type } = reference;
  const wrongType =
    Object.hasOwn(reference, 'type') && type !== 'X3D'
      ? findingsOf('reference.type', "'X3D'")(
          `This is a designer of X3D, found type ${shown(type)}.`,
          throws.notInRegistry(type),
        )
      : [];
  return [
    ...wrongType,
    ...unknownNames(reference, KNOWN).flatMap((name) =>
      findingsOf(`reference.${name}`, `one of ${NAMES.join(', ')}`)(
        `The reference has no argument ${name}; what it does not know goes on to its blocks, which refuse it.`,
        extraArgumentThrows(name),
      ),
    ),
  ];
}

function extraArgumentThrows(name: string): Finding['reference'] {
  if (TAKEN_BY_MAKE_RES_LAYER.includes(name)) return throws.givenTwice('X3D.make_res_layer()', name);
  if (TAKEN_BY_BLOCK.includes(name))
    return throws.givenTwice('mmaction.models.backbones.x3d.BlockX3D()', name, 'keyword argument');
  return throws.unexpectedArgument('BlockX3D', name);
}

/** A number that must be finite, and that this app follows up to a bound. */
function withinReach(say: Say, field: string, name: string, value: number, most: number): readonly Finding[] {
  if (Number.isFinite(value)) return upTo(most, field, name, value);
  return say(`${name} must be a finite number, found ${value}.`, throws.notWholeNumber(value));
}

/** Legal in the reference, and perhaps larger than this app will draw. */
function upTo(most: number, field: string, name: string, value: number, mend?: Finding['mend']): readonly Finding[] {
  if (value <= most) return [];
  const say = findingsOf(field, `at most ${most}`, mend ?? setting(`Set to ${most}`, field, most));
  return say(`${name} is ${value}; this app stops at ${most}. The reference would go on.`);
}
