import type { KernelTime } from '../runtime/profile';
import { groupBy } from '../tensor/groupBy';
import { shapeText } from '../tensor/shape';

/** A profile as chrome://tracing, Perfetto and speedscope open it. */
interface ChromeTrace {
  readonly traceEvents: readonly TraceEvent[];
  readonly displayTimeUnit: 'ms';
  /** Free text about the whole trace: the design, the backend. */
  readonly otherData: Readonly<Record<string, string>>;
}

/**
 * One event of the Trace Event Format (Google, "Trace Event Format", JSON object format): `X` is complete, with `ts` and
 * `dur` in microseconds; `M` names a process or a thread.
 */
type TraceEvent =
  | {
      readonly ph: 'X';
      readonly name: string;
      readonly cat: string;
      readonly ts: number;
      readonly dur: number;
      readonly pid: number;
      readonly tid: number;
      readonly args: Readonly<Record<string, unknown>>;
    }
  | {
      readonly ph: 'M';
      readonly name: 'process_name' | 'thread_name';
      readonly pid: number;
      readonly tid: number;
      readonly args: { readonly name: string };
    };

/** Between two runs in the picture, in ms: when the next one was started says nothing about the network. */
const GAP = 1;

const PID = 1;
const [RUNS, KERNELS] = [1, 2];

/**
 * Every kernel of every profiled run, one run after the other, under the runs they belong to.
 * @param wall of the runs, in ms, in order.
 * @param origins paths of the layers a node computes, by its name.
 * @param about what is written into `otherData`; its `network` names the process.
 */
export function chromeTrace(
  kernels: readonly KernelTime[],
  wall: readonly number[],
  origins: ReadonlyMap<string, readonly string[]>,
  about: Readonly<Record<string, string>>,
): ChromeTrace {
  const byRun = groupBy(kernels, ({ run }) => run);
  const events: TraceEvent[] = [
    named('process_name', RUNS, about.network ?? 'network'),
    named('thread_name', RUNS, 'runs'),
    named('thread_name', KERNELS, 'kernels'),
  ];
  let begin = 0;
  for (const [run, ms] of wall.entries()) {
    const own = byRun.get(run) ?? [];
    // A GPU's kernels may end after the run did by the page's clock.
    const end = Math.max(ms, ...own.map((kernel) => kernel.start + kernel.ms));
    const times = { ts: microseconds(begin), dur: microseconds(ms) };
    events.push({ ph: 'X', name: `run ${run}`, cat: 'run', ...times, pid: PID, tid: RUNS, args: { ms } });
    for (const { node, op, program, start, ms, inputs, outputs } of own) {
      const args = {
        layers: origins.get(node) ?? [],
        op,
        ...(program !== null && { program }),
        inputs: inputs.map(shapeText),
        outputs: outputs.map(shapeText),
      };
      const times = { ts: microseconds(begin + start), dur: microseconds(ms) };
      events.push({ ph: 'X', name: node, cat: op, ...times, pid: PID, tid: KERNELS, args });
    }
    begin += end + GAP;
  }
  return { traceEvents: events, displayTimeUnit: 'ms', otherData: about };
}

function named(name: 'process_name' | 'thread_name', tid: number, text: string): TraceEvent {
  return { ph: 'M', name, pid: PID, tid, args: { name: text } };
}

/** Whole nanoseconds: clocks give no more. */
function microseconds(ms: number): number {
  return Math.round(ms * 1e6) / 1000;
}
