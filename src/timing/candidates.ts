import type { ChannelwiseForm } from '../lowering/channelwiseForms';
import type { Target } from '../lowering/pipeline';
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
  readonly change: Change;
}

/** What a candidate changes. */
type Change =
  /** The form of the channel-wise convolutions of one shape. */
  | { readonly kind: 'form'; readonly form: ChannelwiseForm }
  /** How many WASM threads compute. */
  | { readonly kind: 'threads'; readonly threads: number };

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
  name: threads === 1 ? '1 thread' : `${threads} threads`,
  says: 'how many threads of the processor compute',
  targets: ['wasm'],
  bound: FLOAT32_BOUND,
  change: { kind: 'threads', threads },
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
