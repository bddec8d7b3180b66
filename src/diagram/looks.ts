import type { Group, Layer } from '../architecture/architecture';
import { isGroup, macsOf, type Part } from '../architecture/walk';
import type { FieldsOf, LayerKind } from '../layers/index';
import type { Triple } from '../layers/layerOp';
import { countText } from '../text/numberText';

/** What layers have in common for the eye: one colour each, everywhere in the app. */
export type Family = keyof typeof FAMILIES;

/** A colour on light and on dark ground. */
export interface Colour {
  readonly light: string;
  readonly dark: string;
}

/**
 * The families' colours and names. In the page they are CSS variables, `--x3d-kind-<family>`, of which these are the
 * values: what is drawn outside the page (SVG, PNG) needs them as data. Hues differ in lightness too, so that they stay
 * apart for colour-blind eyes; each keeps 3 : 1 to its ground.
 */
export const FAMILIES = {
  conv: { name: 'conv', light: '#3f6fd1', dark: '#6f9bf2' },
  channelwise: { name: 'channel-wise', light: '#0d8b86', dark: '#3fbdb3' },
  norm: { name: 'norm', light: '#7d8798', dark: '#8e99ab' },
  activation: { name: 'activation', light: '#b87a06', dark: '#dba93f' },
  gate: { name: 'SE', light: '#b04f9f', dark: '#d683c6' },
  pool: { name: 'pool', light: '#3993b5', dark: '#66bbdb' },
  sum: { name: 'sum', light: '#cb5a38', dark: '#ee8a67' },
  linear: { name: 'linear', light: '#7656c6', dark: '#a48bea' },
  plain: { name: 'group', light: '#626b7a', dark: '#98a1b0' },
} as const satisfies Record<string, Colour & { readonly name: string }>;

/** How a kind of layer is shown: its family, a label short enough for a node, and one sentence that teaches. */
interface KindLook<F> {
  family(f: F): Family;
  label(f: F): string;
  sentence(f: F): string;
}

const triple = ([t, h, w]: Triple): string => `${t}×${h}×${w}`;
const isOne = (sizes: Triple): boolean => sizes.every((size) => size === 1);

/** One row a kind; a new kind of layer does not compile without one. */
const LOOKS: { readonly [K in LayerKind]: KindLook<FieldsOf[K]> } = {
  conv3d: {
    family: (c) => (isChannelwise(c) ? 'channelwise' : 'conv'),
    label: (c) => `${triple(c.kernel)}${isChannelwise(c) ? ' channel-wise' : ' conv'}`,
    sentence(c) {
      const kept = c.stride[0] * c.stride[1] * c.stride[2];
      const stride = kept === 1 ? '' : ` Its stride of ${triple(c.stride)} keeps one position in ${kept}.`;
      if (isChannelwise(c) && c.kernel[1] === 1)
        return `Each channel is filtered on its own along time, over ${countText(c.kernel[0], 'frame')}.${stride}`;
      if (isChannelwise(c))
        return `Each channel is filtered on its own over ${triple(c.kernel)} positions, which costs ${c.in} times less than mixing them all.${stride}`;
      if (isOne(c.kernel))
        return `Mixes ${countText(c.in, 'channel')} into ${c.out} at every position by itself.${stride}`;
      if (c.kernel[0] === 1)
        return `Looks at ${c.kernel[1]} × ${c.kernel[2]} pixels of one frame and mixes ${countText(c.in, 'channel')} into ${c.out}.${stride}`;
      return `Looks at ${triple(c.kernel)} positions and mixes ${countText(c.in, 'channel')} into ${c.out}.${stride}`;
    },
  },
  batchNorm3d: {
    family: () => 'norm',
    label: (b) => (b.sync ? 'sync batch norm' : 'batch norm'),
    sentence: (b) =>
      b.trackRunningStats
        ? 'Shifts and scales each channel to the mean and variance seen in training. At inference it is a fixed line, which folds into the convolution before it.'
        : "Normalises each channel with the batch's own mean and variance, at inference too, so it cannot be folded away.",
  },
  groupNorm: {
    family: () => 'norm',
    label: (g) => `group norm, ${g.groups}`,
    sentence: (g) =>
      `Normalises each of ${g.groups} groups of channels over time and space with the clip's own mean and variance.`,
  },
  instanceNorm3d: {
    family: () => 'norm',
    label: () => 'instance norm',
    sentence: () => "Normalises each channel of each clip over time and space with the clip's own mean and variance.",
  },
  activation: {
    family: () => 'activation',
    label: ({ fn }) => fn.type,
    sentence: ({ fn }) => ACTIVATION_SENTENCES[fn.type],
  },
  globalPool: {
    family: () => 'pool',
    label: (p) => `global ${p.type} pool`,
    sentence: (p) =>
      `Takes the ${p.type === 'avg' ? 'mean' : 'maximum'} over all frames and pixels, one number a channel.`,
  },
  windowPool: {
    family: () => 'pool',
    label: (p) => `${p.type} pool ${p.kernel.join('×')}`,
    sentence: (p) =>
      `Takes the ${p.type === 'avg' ? 'mean' : 'maximum'} over ${p.kernel.join(' × ')} frames, rows and columns, at every place where they fit.`,
  },
  positionMean: {
    family: () => 'pool',
    label: () => 'mean of positions',
    sentence: () => 'Takes the mean of the scores of all positions, one score a class.',
  },
  multiply: {
    family: () => 'gate',
    label: () => '× gate',
    sentence: () => 'Scales every channel by its gate, a number from 0 to 1 that depends on the whole clip.',
  },
  add: {
    family: () => 'sum',
    label: () => '+ shortcut',
    sentence: () => "Adds the block's input to what the block computed, so that gradients have a short way back.",
  },
  linear: {
    family: () => 'linear',
    label: (l) => `linear, ${l.out}`,
    sentence: (l) =>
      `Every one of ${l.out} outputs is a weighted sum of all ${l.in} inputs${l.everyPosition ? ', at every position by itself' : ''}.`,
  },
  dropout: {
    family: () => 'plain',
    label: (d) => `dropout ${d.ratio}`,
    sentence: (d) =>
      `In training it sets ${Math.round(d.ratio * 100)} % of the values to zero. At inference it does nothing.`,
  },
};

const ACTIVATION_SENTENCES: Record<FieldsOf['activation']['fn']['type'], string> = {
  ReLU: 'Keeps what is positive and sets the rest to zero.',
  LeakyReLU: 'Keeps what is positive and shrinks the rest by a fixed slope.',
  PReLU: 'Keeps what is positive and shrinks the rest by a slope that is learnt.',
  ReLU6: 'Keeps what lies between 0 and 6 and cuts the rest off.',
  RReLU: 'Keeps what is positive and shrinks the rest by a slope drawn at random in training.',
  ELU: 'Keeps what is positive and lets the rest approach a negative limit exponentially.',
  GELU: 'Weighs each value by the share of a normal distribution that lies below it.',
  SiLU: 'Multiplies each value by its own sigmoid: the Swish of PyTorch.',
  Swish: 'Multiplies each value by its own sigmoid: smooth, and slightly negative just below zero.',
  Tanh: 'Presses every value between −1 and 1.',
  Sigmoid: 'Presses every value between 0 and 1.',
  HSwish: 'A Swish made of straight pieces, cheaper to compute.',
  HSigmoid: 'A sigmoid made of straight pieces, cheaper to compute.',
};

const GROUP_LOOKS: { readonly [K in Group['kind']]: { readonly name: string; sentence(group: Group): string } } = {
  stem: {
    name: 'stem',
    sentence: () => 'Reads the clip: first each frame by itself at half the resolution, then each channel along time.',
  },
  stage: {
    name: 'stage',
    sentence: (stage) =>
      `${countText(stage.children.length, 'block')} of the same width; the first one sets the resolution.`,
  },
  block: {
    name: 'block',
    sentence(block) {
      const planes = block.children[0]?.output[1];
      return `Mixes its input into ${planes} channels, filters each one over time and space${gateOf(block) ? ', gates them' : ''}, mixes them into ${block.output[1]}, and adds the input again.`;
    },
  },
  convModule: {
    name: 'conv module',
    sentence: (module) => `One convolution with what belongs to it: ${module.children.map(labelOf).join(', ')}.`,
  },
  seModule: {
    name: 'squeeze-and-excitation',
    sentence: () =>
      'Looks at the whole clip at once, squeezes it to a few numbers, and from them decides how much of each channel passes.',
  },
  head: { name: 'head', sentence: () => 'Pools the features over time and space and turns them into class scores.' },
};

/** The family of a layer, or of the layers a group stands for. */
export function familyOf(part: Part): Family {
  if (!isGroup(part)) return familyOfLayer(part);
  if (part.kind === 'seModule') return 'gate';
  const [first] = part.children;
  return part.kind === 'convModule' && first ? familyOf(first) : 'plain';
}

/**
 * The families of the layers that do a part's work, those that multiply, in forward order and once each. All of an SE
 * module is its gate. A layer has its own.
 */
export function familiesOf(part: Part): readonly Family[] {
  if (!isGroup(part) || part.kind === 'seModule') return [familyOf(part)];
  const working = part.children.filter((child) => isGroup(child) || macsOf(child) > 0);
  return [...new Set(working.flatMap(familiesOf))];
}

/** What a part is, in two or three words: `3×3×3 channel-wise`, `SE block`, `11 blocks`. */
export function labelOf(part: Part): string {
  if (!isGroup(part)) return labelOfLayer(part);
  switch (part.kind) {
    case 'stage':
      return countText(part.children.length, 'block');
    case 'block':
      return gateOf(part) ? 'SE block' : 'plain block';
    case 'seModule':
      return 'squeeze & excite';
    case 'head':
      return countText(part.output.at(-1) ?? 0, 'class', 'classes');
    case 'stem':
      return 'space, then time';
    case 'convModule':
      return part.children.slice(0, 1).map(labelOf).join('');
  }
}

/** One sentence about what a part does. */
export function sentenceOf(part: Part): string {
  return isGroup(part) ? GROUP_LOOKS[part.kind].sentence(part) : sentenceOfLayer(part);
}

/** A block's squeeze-and-excitation, where it has one. */
export function gateOf(block: Group): Group | undefined {
  return block.children.filter(isGroup).find((child) => child.kind === 'seModule');
}

function isChannelwise(c: FieldsOf['conv3d']): boolean {
  return c.groups === c.in && c.in > 1;
}

function familyOfLayer<K extends LayerKind>(layer: Layer<K>): Family {
  return LOOKS[layer.kind].family(layer.fields);
}

function labelOfLayer<K extends LayerKind>(layer: Layer<K>): string {
  return LOOKS[layer.kind].label(layer.fields);
}

function sentenceOfLayer<K extends LayerKind>(layer: Layer<K>): string {
  return LOOKS[layer.kind].sentence(layer.fields);
}
