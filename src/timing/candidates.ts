import type { ChannelwiseForm } from '../lowering/channelwiseForms';
import type { Target } from '../lowering/pipeline';
import { countText } from '../text/numberText';
import { FLOAT32_BOUND } from './verdict';

/** Another way to compute the same, which may be faster on one device and wrong or slower on another. */
export interface Candidate {
  readonly id: string;
  /** What it is called: `rows`. */
  readonly name: string;
  /** What it is, in half a sentence. */
  readonly says: string;
  readonly targets: readonly Target[];
  /** Largest relative L2 distance from the reference with which it counts as equal. */
  readonly bound: number;
  /** What the GPU must have. */
  readonly needs?: 'float16';
  readonly change: Change;
}

/** How a network is opened on WebGPU, where that is not as usual. */
export interface WebGpuOptions {
  /** Weights and activations are float16. */
  readonly float16?: true;
  /** Clip and results lie in buffers of the GPU that are the same in every run. */
  readonly keptBuffers?: true;
  /** The commands of a run are recorded once, and replayed by the next ones. */
  readonly capture?: true;
  /** Order of axes inside kernels. */
  readonly layout?: 'NHWC';
}

type Change =
  /** The form of the channel-wise convolutions of one shape. */
  | { readonly kind: 'form'; readonly form: ChannelwiseForm }
  /** How many WASM threads compute. */
  | { readonly kind: 'threads'; readonly threads: number }
  /** How the whole network is opened. */
  | { readonly kind: 'opening'; readonly opening: WebGpuOptions };

const form = (
  form: ChannelwiseForm,
  name: string,
  says: string,
  targets: readonly Target[] = ['wasm', 'webgpu'],
): Candidate => ({
  id: `form:${form}`,
  name,
  says,
  targets,
  bound: FLOAT32_BOUND,
  change: { kind: 'form', form },
});

const threads = (threads: number): Candidate => ({
  id: `threads:${threads}`,
  name: countText(threads, 'thread'),
  says: 'how many threads of the processor compute',
  targets: ['wasm'],
  bound: FLOAT32_BOUND,
  change: { kind: 'threads', threads },
});

/** Largest relative L2 distance that float16 through a whole network explains: 11 significant bits, a hundred layers. */
const FLOAT16_BOUND = 2e-2;

const opening = (
  id: string,
  name: string,
  says: string,
  opening: WebGpuOptions,
  more: Partial<Pick<Candidate, 'bound' | 'needs'>> = {},
): Candidate => ({
  id: `opening:${id}`,
  name,
  says,
  targets: ['webgpu'],
  bound: FLOAT32_BOUND,
  ...more,
  change: { kind: 'opening', opening },
});

/** All that a device may choose from, in the order it is tried: what most often wins comes first. */
export const CANDIDATES: readonly Candidate[] = [
  threads(1),
  threads(2),
  threads(4),
  threads(8),
  form('rows', 'rows', 'one convolution a kernel column, along frames and along rows laid end to end'),
  form('planes', 'three planes', 'three results a frame, added at their frames'),
  form('toeplitz', 'Toeplitz', 'one matrix product a channel, the kernel written out for every position'),
  form('chunkRows4', 'rows of 4 frames', 'the same, four output frames a group'),
  form('bandRows', 'rows of all frames', 'the same, all output frames a group'),
  form('phases', 'phases', 'on the four images of even and odd rows and columns'),
  form('chunks4', 'bands of 4', 'one grouped 2-D convolution, four output frames a group'),
  form('chunks2', 'bands of 2', 'one grouped 2-D convolution, two output frames a group'),
  form('bands', 'bands', 'one grouped 2-D convolution over all frames'),
  form('plain', 'plain', 'one 5-D convolution', ['wasm']),
  opening('buffers', 'kept buffers', 'clip and results in buffers of the GPU, the same in every run', {
    keptBuffers: true,
  }),
  opening('capture', 'graph capture', 'the commands of a run recorded once, and replayed', {
    keptBuffers: true,
    capture: true,
  }),
  opening(
    'float16',
    'float16',
    'weights and activations of 16 bits',
    { float16: true },
    { bound: FLOAT16_BOUND, needs: 'float16' },
  ),
  opening('nhwc', 'channels last', 'NHWC inside the kernels, NCHW outside', { layout: 'NHWC' }),
];

/** The candidate with an id; undefined for one of another version of the app. */
export function candidateOf(id: string): Candidate | undefined {
  return CANDIDATES.find((candidate) => candidate.id === id);
}

/** The candidates of one kind of change, for a target. */
export function candidatesFor<K extends Change['kind']>(
  target: Target,
  kind: K,
): readonly (Candidate & { readonly change: Extract<Change, { kind: K }> })[] {
  type Wanted = Candidate & { readonly change: Extract<Change, { kind: K }> };
  return CANDIDATES.filter(
    (candidate): candidate is Wanted => candidate.change.kind === kind && candidate.targets.includes(target),
  );
}
