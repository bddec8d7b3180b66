import { type ChildProcessWithoutNullStreams, type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * Node's arguments for a command of the command line. onnxruntime's WASM is compiled by V8's baseline compiler alone,
 * with the same results: a command over a small network ends in half the processor time, for V8 would compile for
 * 2 s what then runs for milliseconds.
 */
const NODE_ARGUMENTS = ['--liftoff-only', fileURLToPath(new URL('../../scripts/x3d.mjs', import.meta.url))];

/**
 * Runs `x3d ARGUMENTS` in a process of its own to its end. The first call bundles the command line.
 * @param timeout in milliseconds, after which it is ended and its status is null; without one it may take as long as it takes
 */
export function x3d(args: readonly string[], timeout?: number): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [...NODE_ARGUMENTS, ...args], { encoding: 'utf8', maxBuffer: 1 << 26, timeout });
}

/** Starts `x3d ARGUMENTS` in a process of its own. */
export function startX3d(args: readonly string[]): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [...NODE_ARGUMENTS, ...args]);
}
