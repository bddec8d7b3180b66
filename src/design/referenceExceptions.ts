import { harmless, MOST_IN_SENTENCE } from '../text/harmless';
import type { Problem } from './design';
import { pythonType, shown } from './finding';

/** What the reference throws, word for word, by the step in which it does: recorded from mmaction2, mmcv and PyTorch. */
type Thrown = NonNullable<Problem['reference']>;

/** What the reference throws at construction. */
const atConstruct = (exception: string, message = ''): Thrown => ({ step: 'construct', exception, message });

const atForward = (exception: string, message: string): Thrown => ({ step: 'forward_eval', exception, message });
const atTrain = (exception: string, message: string): Thrown => ({ step: 'train', exception, message });
const atCall = (exception: string, message: string): Thrown => ({ step: 'call', exception, message });
const atInit = (exception: string, message: string): Thrown => ({ step: 'init_weights', exception, message });

/** Two types that Python does not compare: `'<=' not supported between instances of 'int' and 'str'`. */
const notCompared = (operator: string, one: string, other: string) =>
  `'${operator}' not supported between instances of '${one}' and '${other}'`;

/** Each exception by what is wrong. */
export const throws = {
  assertion: atConstruct('AssertionError'),
  gammaWNoNumber: atConstruct('TypeError', 'can only concatenate str (not "float") to str'),
  gammaBNone: atConstruct('TypeError', "unsupported operand type(s) for *: 'int' and 'NoneType'"),
  inChannelsNone: atConstruct('TypeError', "unsupported operand type(s) for %: 'NoneType' and 'int'"),
  inChannelsZero: atForward(
    'RuntimeError',
    'Given groups=1, weight of size [24, 0, 1, 3, 3], expected input[1, 3, 4, 32, 32] to have 0 channels',
  ),
  noBlocks: atConstruct('IndexError', 'list index out of range'),
  strideBelowOne: atForward('RuntimeError', 'non-positive stride is not supported'),
  pretrainedNoText: atInit('TypeError', 'pretrained must be a str or None'),
  noType: atConstruct('KeyError', `'the cfg dict must contain the key "type"'`),
  noSuchLayer: atConstruct('KeyError', `'Cannot find None in registry under scope name mmaction'`),
  mixedDtypes: atForward('RuntimeError', 'expected scalar type Float but found Double'),
  actNone: atConstruct('TypeError', "cfg should be a dict, ConfigDict or Config, but got <class 'NoneType'>"),
  actWithoutType: atConstruct('KeyError', "'type'"),
  clampInplace: atConstruct('TypeError', "Clamp.__init__() got an unexpected keyword argument 'inplace'"),
  noBn: atInit('AttributeError', "'ConvModule' object has no attribute 'bn'"),
  syncBnOnCpu: {
    step: 'forward_train',
    exception: 'ValueError',
    message: 'SyncBatchNorm expected input tensor to be on GPU',
  },
  /** A size that PyTorch is given as a tensor's, of another type than int. */
  sizeOfType: (type: string, position: number) =>
    atConstruct(
      'TypeError',
      `empty(): argument 'size' must be tuple of SymInts, but found element of type ${type} at pos ${position}`,
    ),
  negativeSize: (size: number) =>
    atConstruct('RuntimeError', `Trying to create tensor with negative dimension ${size}`),
  notReal: (value: unknown) => atConstruct('TypeError', `must be real number, not ${pythonType(value)}`),
  withoutLength: (value: unknown) => atConstruct('TypeError', `object of type '${pythonType(value)}' has no len()`),
  stagesNotCompared: (value: unknown) => atConstruct('TypeError', notCompared('<=', 'int', pythonType(value))),
  ratioNotCompared: (value: unknown) => atConstruct('TypeError', notCompared('>', pythonType(value), 'int')),
  frozenNotWhole: (value: unknown) =>
    atTrain(
      'TypeError',
      typeof value === 'number'
        ? `'float' object cannot be interpreted as an integer`
        : notCompared('>=', pythonType(value), 'int'),
    ),
  noStage: (stage: number) => atTrain('AttributeError', `'X3D' object has no attribute 'layer${stage}'`),
  /** conv3d's own complaint about a stride: the reference hands it on unread. */
  strideOfType(stride: unknown): Thrown {
    const type = Array.isArray(stride) ? 'tuple' : pythonType(stride);
    return atForward(
      'TypeError',
      `conv3d(): argument 'stride' must be tuple of ints, but found element of type ${type} at pos 2`,
    );
  },
  emptyClip: (padded: string) =>
    atForward(
      'RuntimeError',
      `Calculated padded input size per channel: (${padded}). Kernel size: (1 x 3 x 3). Kernel size can't be greater than actual input size`,
    ),
  dropout: (ratio: unknown) =>
    atCall('ValueError', `dropout probability has to be between 0 and 1, but got ${shown(ratio)}`),
  noPool: atCall('NotImplementedError', ''),
  negativeDeviation: (deviation: unknown) =>
    atInit('RuntimeError', `normal_ expects std >= 0.0, but found std ${shown(deviation)}`),
  undividedGroups: atConstruct('ValueError', 'num_channels must be divisible by num_groups'),
  noChannels: (negative: boolean) =>
    negative
      ? atConstruct('RuntimeError', 'Trying to create tensor with negative dimension')
      : atConstruct('ValueError', 'groups must be a positive integer'),
  /** A border that needs more of the map than there is. */
  wideBorder: (reflected: boolean) =>
    atForward(
      'RuntimeError',
      reflected
        ? 'Argument #4: Padding size should be less than the corresponding input dimension'
        : 'Padding value causes wrapping around more than once.',
    ),
  singleValue: (instance: boolean) =>
    atForward(
      'ValueError',
      `Expected more than 1 ${instance ? 'spatial element' : 'value per channel'} when training, got input size`,
    ),
  singleValueInTraining: (map: readonly number[]): Thrown => ({
    step: 'forward_train',
    exception: 'ValueError',
    message: `Expected more than 1 value per channel when training, got input size torch.Size([${map.join(', ')}])`,
  }),
  notFound: (path: string) => atInit('FileNotFoundError', `${path} can not be found.`),
  noModelCalled: (name: string) => atInit('KeyError', `'${name}'`),
  notWholeNumber: (value: number) =>
    Number.isNaN(value)
      ? atConstruct('ValueError', 'cannot convert float NaN to integer')
      : atConstruct('OverflowError', 'cannot convert float infinity to integer'),
  /** mmengine's sentence for a name its registry lacks; the KeyError prints it in quotes. */
  notInRegistry(type: unknown): Thrown {
    const name = typeof type === 'string' ? harmless(type, MOST_IN_SENTENCE) : shown(type);
    return atConstruct(
      'KeyError',
      `'${name} is not in the mmaction::model registry. Please check whether the value of \`${name}\` is correct or it was registered as expected.`,
    );
  },
  givenTwice: (callable: string, name: string, word = 'argument') =>
    atConstruct('TypeError', `${callable} got multiple values for ${word} '${name}'`),
  unexpectedArgument: (owner: string, name: string) =>
    atConstruct('TypeError', `${owner}.__init__() got an unexpected keyword argument '${name}'`),
  paddingMode: (value: unknown) =>
    atConstruct(
      'ValueError',
      `padding_mode must be one of {'replicate', 'zeros', 'reflect', 'circular'}, but got padding_mode=${shown(value)}`,
    ),
  /** A convolution that wants fewer axes than a clip has. @param layer `conv2d` */
  tooManyAxes: (dimensions: string, layer: string) =>
    atForward('RuntimeError', `Expected ${dimensions} input to ${layer}, but got input of size: [1, 3, 4, 32, 32]`),
  /** A norm that wants fewer axes than a clip has. */
  normOfFewerAxes: (dimensions: string) => atForward('ValueError', `expected ${dimensions} input (got 5D input)`),
} as const;
