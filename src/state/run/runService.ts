import { sameValue } from '../../design/sameValue';
import { memoised } from '../../memo/memoised';
import type { App } from '../app';
import { createTask, type StepProgress } from '../task';
import { whenRested } from '../whenRested';
import { type Workers, workersOf } from '../workers';
import { createClipReader } from './clipReader';
import { lookInside, mapClass } from './lookInside';
import { createModelSlot } from './modelSlot';
import { createPreview } from './preview';
import { runCamera } from './runCamera';
import type { RunJob, RunPlace } from './runJob';
import type { Pipeline, Purpose, RunPhase, RunSettings, RunWork, ViewIndex } from './runStore';
import { createRunClock, runViews } from './runViews';

/** What a run service needs: the design it runs, the store it reports to, and the workers it runs on. */
interface RunServiceNeeds extends Pick<App, 'document' | 'runStore'>, Pick<Workers, 'studio' | 'runner'> {
  /** The bytes of a sample clip, by file name. */
  fetchSample(name: string, signal: AbortSignal): Promise<Blob>;
}

/** What the Run panel and the rooms that look inside can ask for. Results and faults go to the run store. */
export type RunService = ReturnType<typeof createRunService>;

/** How long a design must rest before the strip follows it, in ms. */
const SETTLE = 300;

/** An app's run service, made when it is first asked for; samples come from the app's own server. */
export const runServiceOf: (app: App) => RunService = memoised((app) =>
  createRunService({
    ...app,
    ...workersOf(app),
    async fetchSample(name, signal) {
      const response = await fetch(`${import.meta.env.BASE_URL}samples/${name}`, { signal });
      if (!response.ok)
        throw new Error(`The sample ${name} did not load (${response.status}). Choose a video, or noise.`);
      return response.blob();
    },
  }),
);

/** Sets a run service up; no worker is started before it is needed. */
export function createRunService({ document, runStore, studio, runner, fetchSample }: RunServiceNeeds) {
  const reader = createClipReader({ runStore, studio, fetchSample });
  const [forRuns, forLooks] = [createModelSlot(runner), createModelSlot(runner)];
  const place: RunPlace = { document, runStore, studio, reader, forRuns, forLooks };
  const clock = createRunClock();
  const preview = createPreview(place);
  const task = createTask<RunWork, StepProgress<RunPhase>>((status) =>
    // A strip that follows the design, or is read for a panel that opens, takes back nothing that was said.
    runStore.setState({ status: status.kind === 'idle' ? (preview.refusal() ?? status) : status }),
  );

  /** One piece of work at a time: what was under way is cancelled, and a fault becomes the status. */
  const work = async (purpose: Purpose, todo: (job: RunJob) => Promise<void>): Promise<void> => {
    if (purpose !== 'preview') preview.forgetRefusal();
    await task.start({ purpose }, (signal, onProgress) =>
      todo({ signal, report: (step, done = null) => onProgress({ step, done }) }),
    );
  };

  /** Changes settings; a new input is read at once. */
  const choose = async (change: Partial<Omit<RunSettings, 'pipeline'>>): Promise<void> => {
    const { settings, shown } = runStore.getState();
    if (change.input) preview.choose(change.input, { input: settings.input, shown });
    runStore.setState({ settings: { ...settings, ...change } });
    if (change.input) await service.show({ clip: 0, crop: 0 });
  };

  /** While a chosen clip is read and looked at, a GPU is readied: the first run on it would wait for that. */
  const readyFor = async ({ provider }: RunSettings): Promise<void> => {
    if (provider !== 'wasm') await (await runner()).ready(provider);
  };

  const service = {
    /** Looks at what the browser can do, so that the panel can say it before the first run. */
    async probe(): Promise<void> {
      const { capabilities } = await runner();
      runStore.setState({ capabilities });
    },
    /** Changes settings; a new input is read at once. */
    async configure(change: Partial<Omit<RunSettings, 'pipeline'>>): Promise<void> {
      if (change.provider || change.input) readyFor({ ...runStore.getState().settings, ...change }).catch(() => {});
      await choose(change);
    },
    /** Changes how frames become views; what that changes is read at once. */
    async setPipeline(change: Partial<Pipeline>): Promise<void> {
      preview.forgetRefusal();
      runStore.setState(({ settings }) => ({
        settings: { ...settings, pipeline: { ...settings.pipeline, ...change } },
      }));
      // How scores are averaged changes no frame.
      if (Object.keys(change).some((name) => name !== 'average')) await service.preview();
    },
    /** Shows another view of the source. */
    async show(view: Partial<ViewIndex>): Promise<void> {
      preview.forgetRefusal();
      runStore.setState(({ shown }) => ({ shown: { ...shown, ...view } }));
      await service.preview();
    },
    /** Reads the frames of the shown clip for the network on the screen. */
    preview: (): Promise<void> => work('preview', preview.read),
    /** Runs the network on the screen on every view of the input; on the camera, until it is cancelled. */
    run: (): Promise<void> =>
      runStore.getState().settings.input.kind === 'camera'
        ? work('camera', (job) => runCamera(place, job))
        : work('run', (job) => runViews(place, clock, job)),
    /** Reads back the output of one part of the network, on the shown view. */
    look: (path: string): Promise<void> => work('look', (job) => lookInside(place, path, job)),
    /** Maps where a class is seen in the shown view; the most probable one where none is named. */
    mapClass: (classIndex: number | null): Promise<void> => work('look', (job) => mapClass(place, classIndex, job)),
    /** Stops whatever is under way. */
    cancel(): void {
      preview.forgetRefusal();
      task.cancel();
    },
  };

  runStore.subscribe(({ settings: { input } }) => {
    if (!preview.isChosen(input)) void choose({ input });
  });

  // The strip follows the design's clip, once it rests; a run under way is left alone.
  const rested = whenRested(SETTLE);
  document.subscribe(({ legal }, { legal: before }) => {
    const sameClip = sameValue(legal.clip, before.clip) && legal.reference.in_channels === before.reference.in_channels;
    if (sameClip || !reader.isOpen()) return;
    rested(() => {
      // A camera has no strip that could follow; what was said of it stands.
      if (runStore.getState().settings.input.kind === 'camera') return;
      if ((task.underWay()?.purpose ?? 'preview') === 'preview') void service.preview();
    });
  });
  return service;
}
