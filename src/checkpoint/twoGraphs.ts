import type { Architecture } from '../architecture/architecture';
import { build } from '../architecture/build';
import { LOGITS, toOnnx } from '../export/onnxGraph';
import type { OnnxGraph } from '../onnx/graph';
import { largestDifference, relativeL2 } from '../tensor/distance';
import { type Shape, shapeText } from '../tensor/shape';
import { byteLength, type StateDict, type Tensor } from '../tensor/tensor';
import { namedClip } from '../weights/named';
import type { CheckpointFile } from './checkpointFile';
import { type Difference, differenceAt } from './difference';
import { graphProofOf } from './differencesOf';
import type { Ledger } from './fitCheckpoint';
import { givenOutput } from './givenOutput';
import type { ProvedOutput } from './graphProof';
import type { NamedCheckpoint } from './namedCheckpoint';

/** The plain graph of the network that a file's graph was proved to be, the graph itself, and what both are fed with. */
export interface TwoGraphs {
  readonly network: OnnxGraph;
  /** The file's graph, where the file holds others beside it; null where the file's own bytes are run. */
  readonly part: OnnxGraph | null;
  /** The named clip, [N, C, T, H, W]: every value follows from its position, so that anyone has the same. */
  readonly clip: Tensor<'float32'>;
  /** The input of the file's graph that takes it. The network's is called `clip`. */
  readonly input: string;
  /** What is compared: each output of the file's graph, and what it is in the network. */
  readonly outputs: readonly ProvedOutput[];
}

/** Why two graphs are not run beside each other, in a sentence that follows a colon. */
export interface NotRun {
  readonly whyNot: string;
  /** Whether they may be run all the same: not where file and network rule it out. */
  readonly mayBeTried: boolean;
}

/** What came of running both graphs. */
export interface BothRun {
  readonly clip: Shape;
  /** The largest relative L2 distance of an output. */
  readonly distance: number;
  /** The largest difference of a value, in the output's own unit. */
  readonly largest: number;
  /** A difference for each output that is further apart than rounding explains. */
  readonly differences: readonly Difference[];
}

/** What sums in another order explain, folded norms included: a relative L2 distance. */
const ROUNDING = 1e-3;

/** Bytes of a file whose graph is run: WASM holds it, its optimised copy and what it computes in 4 GB. */
const LARGEST = 2 ** 28;

/** A proof that can be tried: the network to run beside the file's graph, whose weights are still to be read. */
interface ProofToTry extends Pick<TwoGraphs, 'part' | 'input' | 'outputs'> {
  readonly own: Architecture;
}

/**
 * What is to be run to try the proof that a file's graph is a network: the file's own bytes are run for the first. No
 * value is read for it. Null where the file holds no graph, or one that computes something else.
 */
export function proofToTry(
  file: CheckpointFile,
  named: NamedCheckpoint,
  architecture: Architecture,
): ProofToTry | NotRun | null {
  const graph = file.graph?.graph;
  const proof = graphProofOf(file, named, architecture);
  const input = graph?.inputs[0];
  if (!graph || !proof || !input || proof.differences.length > 0) return null;
  const bytes = [...file.entries.values()].reduce((sum, { shape }) => sum + byteLength({ dtype: 'float32', shape }), 0);
  if (bytes > LARGEST)
    return ruledOut(`its weights take ${Math.ceil(bytes / 2 ** 20)} MB, and ${LARGEST / 2 ** 20} MB are run at most.`);
  if (input.dtype !== 'float32')
    return ruledOut(`its input takes ${input.dtype}, and the network's clips are float32.`);
  const { design, clip } = architecture;
  const [n = 1, ...stated] = input.shape;
  if (stated.length !== 4 || stated.some((size, axis) => size >= 0 && size !== clip[axis + 1]))
    return ruledOut(`its input is ${shapeText(input.shape)}, and the network's clip is ${shapeText(clip)}.`);
  return {
    own: build({ ...design, clip: { ...design.clip, n: Math.max(1, n) } }),
    part: file.graph?.isPart ? graph : null,
    input: input.name,
    outputs: proof.outputs,
  };
}

const ruledOut = (whyNot: string): NotRun => ({ whyNot, mayBeTried: false });

/** The two graphs of a proof, once the network's weights are read. */
export function twoGraphs(
  { own, part, input, outputs }: ProofToTry,
  { weights, ledger }: { readonly weights: StateDict; readonly ledger: Ledger },
): TwoGraphs | NotRun {
  if (ledger.loaded.some(({ nonFinite }) => nonFinite))
    return ruledOut('its weights hold NaN or infinite values, so that both compute no numbers.');
  const compared = [...new Set(outputs.map(({ path }) => path))].filter((path) => path !== LOGITS);
  return {
    network: toOnnx(own, weights, { outputs: compared }),
    part,
    clip: namedClip(own.clip),
    input,
    outputs,
  };
}

/** How far the outputs of a file's graph and those of the network are apart, on one clip. */
export function compareRuns(
  { outputs, clip }: Pick<TwoGraphs, 'outputs' | 'clip'>,
  theirs: ReadonlyMap<string, Tensor>,
  ours: ReadonlyMap<string, Tensor>,
): BothRun {
  const apart = outputs.map((output) => {
    const [found, own] = [ours.get(output.path), theirs.get(output.name)];
    if (found?.dtype !== 'float32' || own?.dtype !== 'float32') return { name: output.name, ...NOTHING_ALIKE };
    const { data } = givenOutput(found, output);
    return { name: output.name, distance: relativeL2(data, own.data), largest: largestDifference(data, own.data) };
  });
  return {
    clip: clip.shape,
    distance: Math.max(...apart.map(({ distance }) => distance)),
    largest: Math.max(...apart.map(({ largest }) => largest)),
    differences: apart.flatMap(({ name, distance }) =>
      distance <= ROUNDING
        ? []
        : [
            differenceAt(
              name,
              `Run on a clip of ${shapeText(clip.shape)}, this output and the network's are ${distance.toExponential(1)} apart (relative L2, where rounding explains ${ROUNDING} at most), though their graphs agree.`,
              false,
            ),
          ],
    ),
  };
}

const NOTHING_ALIKE = { distance: Number.POSITIVE_INFINITY, largest: Number.POSITIVE_INFINITY };
