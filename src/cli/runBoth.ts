import type { Architecture } from '../architecture/architecture';
import { build } from '../architecture/build';
import type { CheckpointFile } from '../checkpoint/checkpointFile';
import type { Difference } from '../checkpoint/difference';
import { graphProofOf } from '../checkpoint/differencesOf';
import { fitCheckpoint } from '../checkpoint/fitCheckpoint';
import { givenOutput } from '../checkpoint/givenOutput';
import type { NamedCheckpoint } from '../checkpoint/referenceNames';
import { LOGITS, toOnnx } from '../export/onnxGraph';
import type { Tensor } from '../tensor/tensor';
import { namedClip } from '../weights/named';

/** What came of running the graph of a file, and the network recognised in it, on one clip. */
export interface BothRun {
  /** The largest relative L2 distance of an output. */
  readonly distance: number;
  readonly differences: readonly Difference[];
}

/** What sums in another order explain, folded norms included. */
const ROUNDING = 1e-3;

/**
 * Runs a graph that was proved to be a network, and that network, on the named clip in onnxruntime: the proof tried. Null
 * where there is no graph, where the network is for another clip than the graph takes, or where onnxruntime does not run it.
 */
export async function runBoth(
  file: CheckpointFile,
  named: NamedCheckpoint,
  architecture: Architecture,
): Promise<BothRun | null> {
  const graph = file.graph?.graph;
  const proof = graphProofOf(file, named, architecture);
  const input = graph?.inputs[0];
  const [n = 1, ...stated] = input?.shape ?? [];
  const fits = stated.every((size, axis) => size < 0 || size === architecture.clip[axis + 1]);
  if (!graph || !proof || !input || proof.differences.length > 0 || input.dtype !== 'float32') return null;
  if (!fits || stated.length !== 4) return null;
  const { runGraph } = await import('../runtime/nodeSession');
  const own = build({ ...architecture.design, clip: { ...architecture.design.clip, n: Math.max(1, n) } });
  const { weights } = await fitCheckpoint(named, own, { seed: 0 });
  const clip = namedClip(own.clip);
  const outputs = [...new Set(proof.outputs.map(({ path }) => path))].filter((path) => path !== LOGITS);
  const theirs = await runGraph(graph, { [input.name]: clip }).catch(() => null);
  if (!theirs) return null;
  const ours = await runGraph(toOnnx(own, weights, { outputs }), { clip });
  const distances = proof.outputs.map((output) => {
    const value = ours.get(output.path);
    return value?.dtype === 'float32' ? relativeL2(givenOutput(value, output), theirs.get(output.name)) : Infinity;
  });
  const distance = Math.max(...distances);
  const differences = proof.outputs.flatMap(({ name }, at) =>
    (distances[at] ?? 0) <= ROUNDING
      ? []
      : [
          {
            at: name,
            message: `On a clip that was run this output and the network's are ${distances[at]?.toExponential(1)} apart (relative L2), though their graphs agree.`,
            mayBeLeftOut: false,
          },
        ],
  );
  return { distance, differences };
}

/** ‖found − expected‖₂ / ‖expected‖₂, whatever their shapes. */
function relativeL2(found: Tensor<'float32'>, expected: Tensor | undefined): number {
  if (expected?.dtype !== 'float32' || expected.data.length !== found.data.length) return Number.POSITIVE_INFINITY;
  let [difference, magnitude] = [0, 0];
  for (const [at, value] of expected.data.entries()) {
    difference += (value - (found.data[at] ?? 0)) ** 2;
    magnitude += value ** 2;
  }
  const distance = magnitude === 0 ? Math.sqrt(difference) : Math.sqrt(difference / magnitude);
  return Number.isNaN(distance) ? Number.POSITIVE_INFINITY : distance;
}
