import type { Architecture } from '../architecture/architecture';
import { type ByteSource, readRange } from '../checkpoint/byteSource';
import type { CheckpointFile } from '../checkpoint/checkpointFile';
import { fitCheckpoint } from '../checkpoint/fitCheckpoint';
import type { NamedCheckpoint } from '../checkpoint/namedCheckpoint';
import { type BothRun, compareRuns, type NotRun, proofToTry, twoGraphs } from '../checkpoint/twoGraphs';
import { encodeModel } from '../onnx/encode';
import { joinChunks } from '../onnx/wireWriter';
import { SessionError } from '../runtime/sessionError';

/**
 * Runs a file whose graph was proved to be a network, and that network, on the named clip in onnxruntime: the proof
 * tried. Null where there is no proof to try; a sentence's end where onnxruntime does not run the file.
 */
export async function runBoth(
  source: ByteSource,
  file: CheckpointFile,
  named: NamedCheckpoint,
  architecture: Architecture,
): Promise<BothRun | NotRun | null> {
  const proof = proofToTry(file, named, architecture);
  if (proof === null || 'whyNot' in proof) return proof;
  const both = twoGraphs(proof, await fitCheckpoint(named, proof.own, { seed: 0 }));
  if ('whyNot' in both) return both;
  const { runModel } = await import('../runtime/nodeSession');
  const bytes = both.part ? joinChunks(encodeModel(both.part)) : await readRange(source, 0, source.size, 'ONNX model');
  try {
    const theirs = await runModel(bytes, { [both.input]: both.clip });
    return compareRuns(both, theirs, await runModel(joinChunks(encodeModel(both.network)), { clip: both.clip }));
  } catch (error) {
    if (error instanceof SessionError) return { whyNot: error.message, mayBeTried: true };
    throw error;
  }
}
