import type { CDPSession, Page } from '@playwright/test';

/** An event of Chromium's trace, as far as it is read here: times in µs, `tts` and `tdur` on the thread's own clock. */
interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly tts?: number;
  readonly tdur?: number;
  readonly id2?: { readonly local?: string };
  readonly args?: {
    readonly frameSeqId?: number;
    readonly frame_reporter?: { readonly frame_sequence?: number; readonly state?: string };
    readonly data?: { readonly type?: string };
  };
}

/** A moment on the page's main thread, in ms: by the wall's clock, and by the time the thread has computed. */
export interface Moment {
  readonly wall: number;
  readonly thread: number;
}

/** A frame: when the main thread had handed it over, style, layout and paint done, and when it was on the screen. */
export interface Frame {
  readonly painted: Moment;
  /** Rastered, composited and swapped, itself or with the next frame that was; in ms, by the wall's clock. */
  readonly presented: number;
}

/** What the page's main thread did while something was recorded. */
export interface Trace {
  /** When events of a type were dispatched. */
  readonly events: (type: string) => readonly Moment[];
  /** When the page called performance.mark with a name. */
  readonly marks: (name: string) => readonly number[];
  /** The first frame the main thread began to paint after a time. */
  readonly frameAfter: (wall: number) => Frame | undefined;
  /** What the longest task took, in ms: as a person waits for it, and on the thread. */
  readonly longestTask: Moment;
  /** What the task that computed longest took on the thread, in ms: whatever else the machine was busy with. */
  readonly longestWork: number;
  /** When the page's last navigation began, by the wall's clock; by the thread's, when it first computed. */
  readonly navigation: Moment;
}

const CATEGORIES = [
  'devtools.timeline',
  'disabled-by-default-devtools.timeline',
  'disabled-by-default-devtools.timeline.frame',
  'blink.user_timing',
];
const BEGIN = 'bench begins';

/**
 * Records what the page does during `act`, and a little longer, by Chromium's trace: no clock of ours is in the way.
 * Where `act` leads to another page, `mark` names a performance mark that one makes: its thread is looked at.
 */
export async function record(page: Page, act: () => Promise<void>, mark = BEGIN): Promise<Trace> {
  const devtools = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  devtools.on('Tracing.dataCollected', ({ value }) => {
    for (const event of value) events.push(event as unknown as TraceEvent);
  });
  await devtools.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { recordMode: 'recordUntilFull', includedCategories: CATEGORIES },
  });
  await page.evaluate((name) => performance.mark(name), BEGIN);
  await act();
  await page.waitForTimeout(300);
  await stop(devtools);
  await devtools.detach();
  return traceOf(events, mark);
}

async function stop(devtools: CDPSession): Promise<void> {
  const complete = new Promise((done) => devtools.once('Tracing.tracingComplete', done));
  await devtools.send('Tracing.end');
  await complete;
}

function traceOf(events: readonly TraceEvent[], mark: string): Trace {
  const begin = events.find(({ name }) => name === mark);
  if (!begin) throw new Error('Chromium’s trace lacks the mark that says which process the page lives in.');
  const main = events.filter(({ pid, tid }) => pid === begin.pid && tid === begin.tid).sort((a, b) => a.ts - b.ts);
  const commits = main.filter(({ name, ph }) => name === 'Commit' && ph === 'X');
  const navigation = main.findLast(({ name, ts }) => name === 'navigationStart' && ts <= begin.ts);
  const from = mark === BEGIN ? begin.ts : (navigation?.ts ?? begin.ts);
  const first = main.find(({ ts, tts }) => ts >= from && tts !== undefined);
  const shown = presentations(events.filter(({ pid }) => pid === begin.pid).sort((a, b) => a.ts - b.ts));
  return {
    events: (type) =>
      main.filter(({ name, args }) => name === 'EventDispatch' && args?.data?.type === type).map(beginning),
    marks: (wanted) => main.filter(({ name }) => name === wanted).map(({ ts }) => ts / 1000),
    frameAfter(wall) {
      const commit = commits.find(({ ts }) => ts / 1000 >= wall);
      if (!commit) return undefined;
      const number = commit.args?.frameSeqId ?? Number.POSITIVE_INFINITY;
      return { painted: end(commit), presented: shown.find(({ frame }) => frame >= number)?.at ?? Number.NaN };
    },
    longestTask: main
      .filter(({ name, ts }) => name === 'RunTask' && ts >= from)
      .map(({ dur = 0, tdur = dur }) => ({ wall: dur / 1000, thread: tdur / 1000 }))
      .reduce((longest, task) => (task.wall > longest.wall ? task : longest), { wall: 0, thread: 0 }),
    longestWork: main
      .filter(({ name, ts }) => name === 'RunTask' && ts >= from)
      .reduce((longest, { dur = 0, tdur = dur }) => Math.max(longest, tdur / 1000), 0),
    navigation: { wall: from / 1000, thread: (first?.tts ?? Number.NaN) / 1000 },
  };
}

/** Frames that showed the main thread's own work, by their number, and when they were on the screen, in ms. */
function presentations(events: readonly TraceEvent[]): readonly { readonly frame: number; readonly at: number }[] {
  const open = new Map<string, number>();
  return events.flatMap(({ name, ph, ts, id2, args }) => {
    if (name !== 'PipelineReporter') return [];
    const id = id2?.local ?? '';
    if (ph === 'b') {
      const { frame_sequence: frame, state } = args?.frame_reporter ?? {};
      if (frame !== undefined && state === 'STATE_PRESENTED_ALL') open.set(id, frame);
      return [];
    }
    // Chromium numbers reports anew once they have ended.
    const frame = open.get(id);
    open.delete(id);
    return frame === undefined ? [] : [{ frame, at: ts / 1000 }];
  });
}

function beginning({ ts, tts = 0 }: TraceEvent): Moment {
  return { wall: ts / 1000, thread: tts / 1000 };
}

function end({ ts, dur = 0, tts = 0, tdur = 0 }: TraceEvent): Moment {
  return { wall: (ts + dur) / 1000, thread: (tts + tdur) / 1000 };
}
