import type { Build } from '../runtime/build';
import type { CopiedRun } from '../runtime/copies';
import type { KernelTime } from '../runtime/profile';
import type { SessionOptions } from '../runtime/session';
import type { Tensor } from '../tensor/tensor';
import type { Exchange } from './messages';

/**
 * The session worker: onnxruntime-web and nothing else. It may be ended at any time (to stop a run, to change the
 * build, to give WASM's memory back, after a crash), since all it knows was sent to it. Requests queue.
 */
export interface SessionProtocol {
  /** Readies a build and, where it has WebGPU, the device; once, before anything else. Takes `ms`. */
  load: Exchange<{ build: Build; threads: number }, { ms: number }>;
  /** Opens a model, which is transferred. Takes `ms`: parsing, optimising, compiling. */
  open: Exchange<{ model: Uint8Array<ArrayBuffer>; options: SessionOptions }, { session: number; ms: number }>;
  run: Exchange<RunParams, RunResult>;
  /** Every kernel of every run of a session that was opened with `profiling`; ends profiling. */
  profile: Exchange<{ session: number }, readonly KernelTime[]>;
  close: Exchange<{ session: number }, void>;
  /** Answered when the GPU that `load` readied is lost, in the browser's words; never otherwise. */
  untilLost: Exchange<null, { reason: string }>;
}

interface RunParams {
  readonly session: number;
  readonly feeds: Readonly<Record<string, Tensor>>;
  /** All of the model's outputs when absent. */
  readonly outputs?: readonly string[] | undefined;
  /** Times the copies apart, where the session was opened for that. */
  readonly copiesApart?: boolean;
}

/** What a run gave. */
export interface RunResult extends Pick<CopiedRun, 'outputs'> {
  /** From feeds in the worker's memory to results in it, copies to and from the device included. */
  readonly ms: number;
  /** Of `ms`, what went into copying to and from the GPU; null where that was not asked for. */
  readonly copies: CopiedRun['copies'] | null;
}
