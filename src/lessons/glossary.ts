import type { Architecture } from '../architecture/architecture';
import { type AxisName, axisNamed } from '../scaling/axes';
import { named } from './namedParts';

/** A small picture that helps to understand a term. */
export type PictureName =
  | 'rate'
  | 'duration'
  | 'side'
  | 'width'
  | 'bottleneck'
  | 'depth'
  | 'clip'
  | 'channelwise'
  | 'pointwise'
  | 'shortcut'
  | 'se'
  | 'stride'
  | 'field'
  | 'rounding'
  | 'roofline'
  | 'front';

/** A room of the explorer. */
type Activity = 'family' | 'axes' | 'expansion' | 'budget' | 'sweep';

/** Where in the app something shows: a part of the graph, a field of the form, a colour of the graph, a room. */
export type AppPlace =
  | { readonly kind: 'part'; readonly label: string; paths(architecture: Architecture): readonly string[] }
  | { readonly kind: 'field'; readonly label: string; readonly field: string }
  | { readonly kind: 'measure'; readonly label: string; readonly measure: 'parameters' | 'macs' | 'activations' }
  | { readonly kind: 'tab'; readonly label: string; readonly tab: string }
  | {
      readonly kind: 'explore';
      readonly label: string;
      readonly activity: Activity;
      /** What the chart is as high as; where absent, as it was. */
      readonly height?: 'madeClips';
      /** Begins a walk at the tiny X2D. */
      readonly walk?: 'tiny';
    };

/** A term of the field. */
interface Entry {
  /** As it is written: `γ_w, width`. */
  readonly label: string;
  /** Other words it may be looked for by. */
  readonly words: string;
  readonly sentence: string;
  readonly picture?: PictureName;
  readonly places: readonly AppPlace[];
}

export type TermName = keyof typeof ENTRIES;

export interface GlossaryEntry extends Entry {
  readonly name: TermName;
}

const part = (label: string, paths: string | ((architecture: Architecture) => readonly string[])): AppPlace => ({
  kind: 'part',
  label,
  paths: typeof paths === 'string' ? () => [paths] : paths,
});
const field = (label: string, name: string): AppPlace => ({ kind: 'field', label, field: name });
const tab = (label: string, name: string): AppPlace => ({ kind: 'tab', label, tab: name });
const measure = (label: string, name: 'parameters' | 'macs' | 'activations'): AppPlace => ({
  kind: 'measure',
  label,
  measure: name,
});
const axes: AppPlace = { kind: 'explore', label: 'One axis at a time', activity: 'axes' };

/** Terms by the name that lessons use. Sentences of the axes are the axes' own. */
const ENTRIES = {
  gamma_tau: axis('gamma_tau', 'rate', field('Frame interval', 'clip.interval')),
  gamma_t: axis('gamma_t', 'duration', field('Frames', 'clip.t')),
  gamma_s: axis('gamma_s', 'side', field('Frame size', 'clip.h')),
  gamma_w: axis('gamma_w', 'width', field('Width', 'reference.gamma_w')),
  gamma_b: axis('gamma_b', 'bottleneck', field('Bottleneck', 'reference.gamma_b')),
  gamma_d: axis('gamma_d', 'depth', field('Depth', 'reference.gamma_d')),
  clip: {
    label: 'Clip',
    words: 'input video frames',
    sentence: 'The frames a network is fed at once, sampled from a video at a fixed interval.',
    picture: 'clip',
    places: [field('Frames', 'clip.t'), tab('Run', 'run')],
  },
  stage: {
    label: 'Stage',
    words: 'layer1 layer2 layer3 layer4',
    sentence: 'Blocks of one width that follow each other; the first of them sets the resolution for the others.',
    places: [part('The first stage', 'layer1')],
  },
  block: {
    label: 'Block',
    words: 'residual bottleneck',
    sentence: 'Three convolutions and a shortcut around them: X3D is made of nothing else between stem and head.',
    picture: 'shortcut',
    places: [part('A block', 'layer1.0')],
  },
  stem: {
    label: 'Stem',
    words: 'conv1',
    sentence: 'The first two convolutions, which read the clip: one over space, then one over time.',
    places: [part('The stem', 'stem')],
  },
  head: {
    label: 'Head',
    words: 'classifier pool fc',
    sentence: 'What makes class scores of the features: a pool over the whole clip and two linear layers.',
    places: [part('The head', 'head'), field('Classes', 'head.num_classes')],
  },
  channelwise: {
    label: 'Channel-wise convolution',
    words: 'depthwise groups conv2',
    sentence: 'A convolution that filters every channel by itself and mixes none of them.',
    picture: 'channelwise',
    places: [part('Every one of them', named('conv2'))],
  },
  pointwise: {
    label: 'Pointwise convolution',
    words: '1x1x1 conv1 conv3',
    sentence: 'A convolution that mixes the channels at every position by itself and looks at no neighbour.',
    picture: 'pointwise',
    places: [part('Every one of them', named('conv1', 'conv3'))],
  },
  bottleneck: {
    label: 'Bottleneck',
    words: 'planes inner channels',
    sentence:
      'The channels inside a block, between its two pointwise convolutions; in X3D there are more inside than outside.',
    picture: 'bottleneck',
    places: [field('Bottleneck', 'reference.gamma_b'), part('Inside a block', 'layer1.0.conv2')],
  },
  shortcut: {
    label: 'Shortcut',
    words: 'residual downsample identity skip',
    sentence: 'The way around a block: its input, added to what the block computed.',
    picture: 'shortcut',
    places: [part('A shortcut with a convolution', 'layer1.0.downsample'), part('A sum', 'layer1.0.sum')],
  },
  se: {
    label: 'SE, squeeze and excitation',
    words: 'gate attention squeeze-and-excitation',
    sentence: 'A gate for every channel, worked out from the means of all channels over the whole clip.',
    picture: 'se',
    places: [part('Every one of them', named('se_module')), field('Blocks with SE', 'reference.se_style')],
  },
  stride: {
    label: 'Stride',
    words: 'downsampling resolution',
    sentence: 'How many positions a convolution moves from one output to the next; above one it lowers the resolution.',
    picture: 'stride',
    places: [field('Spatial strides', 'reference.spatial_strides')],
  },
  norm: {
    label: 'Batch norm',
    words: 'normalisation bn',
    sentence:
      'Shifts and scales each channel; once trained it is a fixed line that folds into the convolution before it.',
    places: [field('Norm', 'reference.norm_cfg')],
  },
  mac: {
    label: 'MAC',
    words: 'multiply-accumulate multiply-add GMACs compute',
    sentence:
      'One multiplication whose product is added to a sum: the unit in which the work of convolutions is counted.',
    places: [measure('Colour the graph by MACs', 'macs'), tab('Table', 'table')],
  },
  flop: {
    label: 'FLOP',
    words: 'floating point operation GFLOPs convention',
    sentence: 'One floating-point operation; two a MAC, though most X3D tables print MACs under this name.',
    places: [tab('Table', 'table')],
  },
  parameters: {
    label: 'Parameters',
    words: 'weights',
    sentence: 'The numbers a network learns; how large the clip is does not change how many there are.',
    places: [measure('Colour the graph by parameters', 'parameters')],
  },
  activations: {
    label: 'Activations',
    words: 'memory feature maps convolution outputs',
    sentence: 'The values between layers; papers on network design count those that convolutions write.',
    places: [measure('Colour the graph by all layer outputs', 'activations')],
  },
  peak: {
    label: 'Peak live',
    words: 'liveness buffers memory',
    sentence: 'The most bytes of activations that must exist at once while a network runs, buffers used again.',
    places: [measure('Colour the graph by all layer outputs', 'activations')],
  },
  field: {
    label: 'Receptive field',
    words: 'sees context',
    sentence: 'The part of the clip that one output depends on through its convolutions.',
    picture: 'field',
    places: [axes, part('A channel-wise convolution', 'layer1.0.conv2')],
  },
  rounding: {
    label: 'Rounding to eights',
    words: 'round_width multiple of 8',
    sentence:
      'Widths are taken to the nearest multiple of eight, one step further up where that would lose more than a tenth.',
    picture: 'rounding',
    places: [field('Width', 'reference.gamma_w'), axes],
  },
  view: {
    label: 'View',
    words: 'crop clip test protocol',
    sentence: 'One clip and one crop of a video; published accuracies average the scores of ten, or of thirty.',
    places: [{ kind: 'explore', label: 'Published accuracies', activity: 'family' }],
  },
  roofline: {
    label: 'Roofline',
    words: 'bound compute memory bandwidth predicted time',
    sentence: 'A bound on speed: a layer is as slow as its arithmetic, or as moving its values, whichever is slower.',
    picture: 'roofline',
    places: [axes],
  },
  front: {
    label: 'Pareto front',
    words: 'budget trade-off',
    sentence: 'The designs that no other beats on every measure at once.',
    picture: 'front',
    places: [{ kind: 'explore', label: 'Budget', activity: 'budget' }],
  },
  checkpoint: {
    label: 'Checkpoint',
    words: 'weights state dict pth',
    sentence: 'A file of named tensors: the weights that a training left behind.',
    places: [tab('Checkpoint', 'checkpoint')],
  },
  lowering: {
    label: 'Lowering',
    words: 'onnx pass graph',
    sentence: 'Writing a graph anew, pass by pass, in operations that a device runs well; its results stay the same.',
    places: [tab('Run', 'run')],
  },
} as const satisfies Readonly<Record<string, Entry>>;

export function entryNamed(name: TermName): GlossaryEntry {
  return { name, ...ENTRIES[name] };
}

/** Every term, in the order it is best read. */
export const GLOSSARY: readonly GlossaryEntry[] = (Object.keys(ENTRIES) as TermName[]).map(entryNamed);

function axis(name: AxisName, picture: PictureName, place: AppPlace): Entry {
  const { symbol, label, operation, sentence } = axisNamed(name);
  const words = `${name} ${operation} axis`;
  return { label: `${symbol}, ${label.toLowerCase()}`, words, sentence, picture, places: [place, axes] };
}
