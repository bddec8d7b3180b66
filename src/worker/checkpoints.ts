import { designCounts } from '../analysis/costs';
import type { Architecture } from '../architecture/architecture';
import { build } from '../architecture/build';
import { stateDictOf } from '../architecture/walk';
import { type ByteSource, blobSource, readAhead } from '../checkpoint/byteSource';
import { CheckpointError } from '../checkpoint/checkpointError';
import type { CheckpointFile } from '../checkpoint/checkpointFile';
import { differencesOf, withoutStatistics } from '../checkpoint/differencesOf';
import { type FitOptions, fitCheckpoint, type Ledger, ledgerOf, loadsNothing } from '../checkpoint/fitCheckpoint';
import { missingDifferences } from '../checkpoint/missingBefore';
import type { NamedCheckpoint } from '../checkpoint/namedCheckpoint';
import { openCheckpoint } from '../checkpoint/openCheckpoint';
import { recogniseFile } from '../checkpoint/recogniseFile';
import { referenceNames } from '../checkpoint/referenceNames';
import { NoDesignError } from '../checkpoint/structure';
import { proofToTry, twoGraphs } from '../checkpoint/twoGraphs';
import type { Design } from '../design/design';
import { encodeModel } from '../onnx/encode';
import { joinChunks } from '../onnx/wireWriter';
import { shapeText } from '../tensor/shape';
import { byteLength, type StateDict } from '../tensor/tensor';
import { handleTable } from './handleTable';
import type { StudioFile } from './studioFile';
import type { CheckpointWeights, OpenedCheckpoint, OpenParams, StudioProtocol } from './studioProtocol';

/** What a network got from a checkpoint. */
interface LoadedWeights {
  readonly weights: StateDict;
  readonly ledger: Ledger;
}

/** The checkpoints that stand open in the studio worker, by handle. */
export type Checkpoints = ReturnType<typeof createCheckpoints>;

/** How reading is told about and stopped. */
type LoadOptions = Pick<FitOptions, 'signal' | 'onProgress'>;

/** Which open ONNX file, and whether it is run though that takes long. */
type BothParams = StudioProtocol['prepareBoth']['params'];

/** The checkpoints that stand open in the studio, none yet: their files by name and shape, and the values asked for last. */
export function createCheckpoints() {
  const open = handleTable<Open>('Checkpoint');
  let known: { readonly key: string; readonly loaded: LoadedWeights } | null = null;
  const get = ({ studioFile }: StudioFile): Open => open.get(studioFile);
  const checkpoints = {
    /** @throws CheckpointError when the file cannot be read, or no name in it is X3D's; the signal's reason */
    async open({ file: blob, onScreen, stateDict }: OpenParams, signal: AbortSignal): Promise<OpenedCheckpoint> {
      const file = await openCheckpoint(readAhead(stoppable(blobSource(blob), signal)), stateDict);
      const named = referenceNames(file);
      signal.throwIfAborted();
      const facts = factsOf(file, named, onScreen);
      return { checkpoint: { studioFile: open.add({ blob, file, named, fitted: facts.fitted }) }, ...facts };
    },
    ledger: (checkpoint: StudioFile, design: Design): Ledger => ledgerOf(get(checkpoint).named, build(design)),
    /** Reads what fits. The last network's weights are kept, so asking again reads nothing. @throws CheckpointError */
    async load(
      architecture: Architecture,
      choice: CheckpointWeights,
      options: LoadOptions = {},
    ): Promise<LoadedWeights> {
      const key = weightsKey(architecture, choice);
      if (known?.key === key) return known.loaded;
      // Two networks' weights are never held at once.
      known = null;
      const loaded = await fitCheckpoint(get(choice.checkpoint).named, architecture, { seed: choice.seed, ...options });
      known = { key, loaded };
      return loaded;
    },
    /**
     * The graph of a file and the plain one of its network, to be run on one clip; null where there is no proof to try.
     * @param anyway also where that takes long
     * @throws CheckpointError when a tensor cannot be read
     */
    async both({ checkpoint, anyway }: BothParams): Promise<StudioProtocol['prepareBoth']['result']> {
      const { blob, file, named, fitted } = get(checkpoint);
      const proof = proofToTry(file, named, build(fitted));
      if (proof === null || 'whyNot' in proof) return proof;
      const { macs } = designCounts(fitted);
      if (macs > MOST_MACS && !anyway)
        return {
          whyNot: `on its clip of ${shapeText(proof.own.clip)} that takes ${Math.round(macs / 1e9)} G MACs, twice.`,
          mayBeTried: true,
        };
      const both = twoGraphs(proof, await checkpoints.load(proof.own, { kind: 'checkpoint', checkpoint, seed: 0 }));
      if ('whyNot' in both) return both;
      const { network, part, ...rest } = both;
      const theirs = part ? joinChunks(encodeModel(part)) : new Uint8Array(await blob.arrayBuffer());
      return { ...rest, theirs, ours: joinChunks(encodeModel(network)) };
    },
    close({ studioFile }: StudioFile): void {
      open.remove(studioFile);
      known = null;
    },
  };
  return checkpoints;
}

/** A file that stands open. */
interface Open {
  readonly blob: Blob;
  readonly file: CheckpointFile;
  readonly named: NamedCheckpoint;
  /** The design it is shown with. */
  readonly fitted: Design;
}

/** Multiply-accumulates of a network that is run unasked: X3D-M on its own clip has 4.7 G. */
const MOST_MACS = 6e9;

/** Opening can be stopped between two readings; a checkpoint once open is read at any time. */
function stoppable(source: ByteSource, signal: AbortSignal): ByteSource {
  return {
    size: source.size,
    read: (offset, length) => {
      signal.throwIfAborted();
      return source.read(offset, length);
    },
  };
}

/** The first design that has anything of a file. */
function fittedTo(named: NamedCheckpoint, designs: readonly (Design | null)[]): Design | undefined {
  return designs.filter((design) => design !== null).find((design) => !loadsNothing(ledgerOf(named, build(design))));
}

/** @throws CheckpointError where it is no X3D by itself, and nothing of it fits the network on the screen */
function factsOf(file: CheckpointFile, named: NamedCheckpoint, onScreen: Design): Omit<OpenedCheckpoint, 'checkpoint'> {
  const recognition = recognitionOf(file, named);
  const fitted = recognition.source === null ? fittedTo(named, [onScreen, recognition.nearest]) : recognition.design;
  if (!fitted && recognition.source === null)
    throw new CheckpointError(
      `None of its ${file.entries.size} tensors fits the network on the screen. ${recognition.reason}`,
    );
  const architecture = build(fitted ?? onScreen);
  return {
    format: file.format,
    under: file.under,
    beside: file.beside,
    notRead: file.notRead ?? [],
    stateDicts: file.stateDicts ?? [],
    naming: named.dialect.label,
    prefix: named.prefix,
    tensorCount: file.entries.size,
    tensorBytes: [...file.entries.values()].reduce((sum, tensor) => sum + byteLength(tensor), 0),
    recognition,
    fitted: fitted ?? onScreen,
    differences: [
      ...differencesOf(file, named, architecture),
      ...(recognition.source === 'names and shapes' ? withoutStatistics(recognition.design) : []),
      ...(recognition.source !== null && !file.graph ? missingDifferences(named, build(recognition.design)) : []),
    ],
  };
}

function recognitionOf(file: CheckpointFile, named: NamedCheckpoint): OpenedCheckpoint['recognition'] {
  try {
    return recogniseFile(file, named);
  } catch (error) {
    if (error instanceof CheckpointError) {
      const nearest = error instanceof NoDesignError ? error.nearest : null;
      return { source: null, reason: error.message, nearest };
    }
    throw error;
  }
}

/** All that decides the values: which tensors there are, and what is drawn for those the file lacks. */
function weightsKey(architecture: Architecture, choice: CheckpointWeights): string {
  const stored = stateDictOf(architecture).map(({ key, shape }) => [key, shape]);
  return JSON.stringify([choice, architecture.design.reference.act_cfg, stored]);
}
