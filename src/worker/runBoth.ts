import { type BothRun, compareRuns, type NotRun } from '../checkpoint/twoGraphs';
import type { Tensor } from '../tensor/tensor';
import type { Client } from './channel';
import { isBreakdown } from './failure';
import type { SessionProtocol } from './sessionProtocol';
import type { StudioProtocol } from './studioProtocol';

/** Which open ONNX file, and whether it is run though that takes long. */
export type BothParams = StudioProtocol['prepareBoth']['params'];

/** Where both graphs run: on WASM, in a worker of their own, so that no network that stands open for runs is ended. */
interface BothPlace {
  readonly studio: Client<StudioProtocol>;
  readonly startSession: () => Client<SessionProtocol>;
  readonly threads: number;
}

/**
 * Runs the graph of an opened ONNX file and the network recognised in it on the named clip, and compares their outputs;
 * the worker ends with it. Null where there is nothing to try; a sentence where it cannot be had.
 * @throws the signal's reason, or an error of the studio
 */
export async function runBoth(
  { studio, startSession, threads }: BothPlace,
  params: BothParams,
  signal: AbortSignal,
): Promise<BothRun | NotRun | null> {
  const both = await studio.request('prepareBoth', params, { signal });
  signal.throwIfAborted();
  if (both === null || 'whyNot' in both) return both;
  const session = startSession();
  // onnxruntime-web cannot be interrupted: a cancellation ends the worker.
  const end = () => session.end(signal.reason);
  signal.addEventListener('abort', end);
  try {
    await session.request('load', { build: 'wasm', threads });
    const theirs = await runOnce(session, both.theirs, { [both.input]: both.clip });
    return compareRuns(both, theirs, await runOnce(session, both.ours, { clip: both.clip }));
  } catch (error) {
    if (!isBreakdown(error)) throw error;
    return { whyNot: error.message, mayBeTried: true };
  } finally {
    signal.removeEventListener('abort', end);
    session.end();
  }
}

async function runOnce(
  session: Client<SessionProtocol>,
  model: Uint8Array<ArrayBuffer>,
  feeds: Readonly<Record<string, Tensor>>,
): Promise<ReadonlyMap<string, Tensor>> {
  const opened = await session.request(
    'open',
    { model, options: { provider: 'wasm', layout: 'NCHW' } },
    { transfer: [model.buffer] },
  );
  const { outputs } = await session.request('run', { session: opened.session, feeds });
  await session.request('close', { session: opened.session });
  return outputs;
}
