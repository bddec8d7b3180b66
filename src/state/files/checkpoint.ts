import { createStore, type StoreApi } from 'zustand/vanilla';
import { stateDictOf } from '../../architecture/walk';
import type { Design } from '../../design/design';
import { withValue } from '../../design/finding';
import { PARAMETERS, valueAt } from '../../design/parameters';
import { sameValue } from '../../design/sameValue';
import { memoised } from '../../memo/memoised';
import type { Runner } from '../../worker/client';
import type { StudioProtocol } from '../../worker/studioProtocol';
import { architectureOf, isLegal } from '../document/derived';
import type { StepProgress, TaskStatus } from '../task';

/** What a checkpoint file is, and the design it stands for. */
type OpenedCheckpoint = StudioProtocol['openCheckpoint']['result'];

/** A design recognised in a file: what names and shapes decide, and what they leave open. */
export type Recognition = Exclude<OpenedCheckpoint['recognition'], { readonly source: null }>;

/** What became of every tensor of a file and of the network. */
export type Ledger = StudioProtocol['ledger']['result'];

/** A checkpoint that stands open. */
export interface OpenFile extends OpenedCheckpoint {
  readonly name: string;
  /** Bytes of the file. */
  readonly size: number;
  /** Where on this site it was fetched from; null for a file of the person's own. */
  readonly address: string | null;
}

/** Two graphs that were run on one clip, and how far they were apart. */
type BothRun = Extract<Awaited<ReturnType<Runner['runBoth']>>, { readonly distance: number }>;

/** What opening is busy with: fetching from this site, reading names and shapes, reading values. */
export type OpenStep = 'fetch' | 'open' | 'read';

/** The file that a status is about. */
export interface OpenWork {
  readonly name: string;
}

/** How far opening is; of an address the file's own name is known by then. */
export type OpenProgress = OpenWork & StepProgress<OpenStep>;

/** What running an ONNX file's graph beside the network recognised in it came to. */
export type GraphRun =
  | { readonly kind: 'under way' }
  | ({ readonly kind: 'done' } & BothRun)
  /** Not, or not to the end: why, in a sentence; null where a person stopped it. */
  | { readonly kind: 'not run'; readonly whyNot: string | null; readonly mayBeTried: boolean };

/** The checkpoint in hand. Never saved: the file is the person's. */
export interface CheckpointState {
  /** The file on its way, or why it was not opened: then the work in hand is as it was. */
  readonly status: TaskStatus<OpenWork, OpenProgress>;
  readonly file: OpenFile | null;
  /** The file against the network on the screen; null without a file. */
  readonly ledger: Ledger | null;
  /** Null without a file, and for one that holds no graph, or one that computes something else. */
  readonly graphRun: GraphRun | null;
}

/** Makes the store of the checkpoint in hand: none. Changed by opener.ts. */
export function createCheckpointStore(): StoreApi<CheckpointState> {
  return createStore<CheckpointState>()(() => ({
    status: { kind: 'idle' },
    file: null,
    ledger: null,
    graphRun: null,
  }));
}

/** What the names and shapes of a file give; null where it is no X3D by itself. */
export function recognitionOf(file: OpenFile): Recognition | null {
  return file.recognition.source === null ? null : file.recognition;
}

/** True where runs and exports may use a file's weights without a decision: it computes what the network recognised does. */
export function mayBeUsed({ differences }: OpenFile): boolean {
  return differences.length === 0;
}

/** True where a person may decide to use a file's weights though it computes something else. */
export function mayBeUsedAnyway({ differences }: OpenFile): boolean {
  return differences.length > 0 && differences.every(({ mayBeLeftOut }) => mayBeLeftOut);
}

/** The design recognised in a file that stands open; null without one. */
export function recognisedDesign(file: OpenFile | null): Design | null {
  return (file && recognitionOf(file)?.design) ?? null;
}

/** The design that a file comes nearest to which is none by itself; null where there is none. */
export function nearestDesign({ recognition }: OpenFile): Design | null {
  return recognition.source === null ? recognition.nearest : null;
}

/** True where two designs keep the same tensors in a checkpoint: equal in all that names and shapes decide. */
export function storesTheSame(a: Design, b: Design): boolean {
  return isLegal(a) && isLegal(b) && storedBy(a) === storedBy(b);
}

/**
 * The design to show a file with: the one it states; else the one on the screen, where it has exactly the file's tensors
 * (what they leave open was chosen by a person there), with what the file states in words; else the one recognised. A file that is no X3D by itself is
 * fitted to the network on the screen, or to the nearest one where nothing of it fits that.
 */
export function designFor(file: OpenFile, onScreen: Design): Design {
  const recognition = recognitionOf(file);
  if (recognition === null) return file.fitted;
  const { source, design } = recognition;
  if (source !== 'names and shapes' || !storesTheSame(design, onScreen)) return design;
  const kept = withWords(recognition, onScreen);
  return storesTheSame(design, kept) ? kept : design;
}

/** A design with the values that a file states itself in words, where its tensors do not say otherwise. */
function withWords({ design, stated = [] }: Recognition, onto: Design): Design {
  const taken = stated
    .filter(({ tensors, byDefault }) => tensors === undefined && !byDefault)
    .map(({ field }) => field);
  return PARAMETERS.reduce((changed, { field }) => {
    const isStated = taken.some((path) => path === field || path.startsWith(`${field}.`));
    const value = valueAt(design, field);
    return isStated && !sameValue(value, valueAt(changed, field)) ? withValue(changed, field, value) : changed;
  }, onto);
}

/** Tensors that a design keeps in a checkpoint, a norm's counter of batches left out: it has no say in what is computed. */
export const countedTensors: (design: Design) => number = memoised(
  (design) => stateDictOf(architectureOf(design)).filter(({ key }) => !key.endsWith('.num_batches_tracked')).length,
);

/** Keys and shapes of all that a design stores, as one text to compare. */
const storedBy: (design: Design) => string = memoised((design) =>
  JSON.stringify(stateDictOf(architectureOf(design)).map(({ key, shape }) => [key, shape])),
);
