import type { Design } from '../../design/design';
import { sameValue } from '../../design/sameValue';
import { memoised } from '../../memo/memoised';
import { sentenceOf } from '../../text/sentence';
import type { Runner } from '../../worker/client';
import type { CheckpointWeights, StudioProtocol, WeightsChoice } from '../../worker/studioProtocol';
import type { App } from '../app';
import { nearestPreset } from '../document/designName';
import { createTask, createTaskSlot } from '../task';
import { whenRested } from '../whenRested';
import { type Workers, workersOf } from '../workers';
import {
  designFor,
  mayBeUsed,
  mayBeUsedAnyway,
  nearestDesign,
  type OpenFile,
  type OpenProgress,
  type OpenWork,
  recognisedDesign,
} from './checkpoint';

/** Opens checkpoints. What comes of it goes to the checkpoint's store, the document and the weights of runs. */
export type Opener = ReturnType<typeof createOpener>;

/** One stored tensor: statistics, histogram, picture. */
export type ShownTensor = StudioProtocol['tensorFacts']['result'][number];

/** How long a design must rest before the ledger follows it, in ms. */
const SETTLE = 120;

/** Seed of what a file lacks. */
const SEED = 0;

/** What an opener needs: what it changes, and the workers that read and try. */
type OpenerPlace = Pick<App, 'document' | 'session' | 'runStore' | 'checkpoint'> &
  Pick<Workers, 'studio'> & {
    /** Asked for when an ONNX file is opened: its graph is run beside the network recognised in it. */
    runner(): Promise<Pick<Runner, 'runBoth'>>;
  };

/** One opening: how it is stopped, and how it tells how far it is. */
interface OpenJob {
  readonly signal: AbortSignal;
  report(progress: OpenProgress): void;
}

/** An app's opener, made when it is first asked for. */
export const openerOf: (app: App) => Opener = memoised((app) => createOpener({ ...app, ...workersOf(app) }));

/** An opener over the studio worker, which is asked for when a file is opened. */
export function createOpener({ document, session, runStore, checkpoint: opened, studio, runner }: OpenerPlace) {
  const opening = createTask<OpenWork, OpenProgress>((status) => opened.setState({ status }));
  /** Runs of an ONNX file's graph beside its network. */
  const trials = createTaskSlot();
  /** The bytes of the file that stands open. */
  let inHand: Blob | null = null;

  /** One opening at a time: another one under way is stopped, and a fault becomes the state. */
  const work = async (name: string, task: (job: OpenJob) => Promise<void>): Promise<void> => {
    await opening.start({ name }, (signal, report) => {
      report({ name, step: 'open', done: null });
      return task({ signal, report });
    });
  };

  const show = (design: Design): void => {
    if (!sameValue(design, document.getState().design)) document.setDesign(design, nearestPreset(design));
  };

  const takeWeights = (weights: WeightsChoice): void =>
    runStore.setState(({ settings }) => ({ settings: { ...settings, weights } }));

  /** Runs and exports have fresh weights again, where they had a file's. */
  const forgetWeights = (): void => {
    if (runStore.getState().settings.weights.kind === 'checkpoint') takeWeights({ kind: 'init', seed: 0 });
  };

  const openFile = async (
    blob: Blob,
    { name, address }: Pick<OpenFile, 'name' | 'address'>,
    { signal, report }: OpenJob,
    stateDict?: string,
  ): Promise<void> => {
    report({ name, step: 'open', done: null });
    const read = await studio().request(
      'openCheckpoint',
      { file: blob, onScreen: document.getState().legal, stateDict },
      { signal },
    );
    const file: OpenFile = { ...read, name, address, size: blob.size };
    const { checkpoint } = file;
    try {
      const design = designFor(file, document.getState().legal);
      report({ name, step: 'read', done: 0 });
      const weights = weightsOf(file);
      const onProgress = ({ done, total }: { done: number; total: number }) =>
        report({ name, step: 'read', done: done / total });
      const ledger = mayBeUsed(file)
        ? await studio().request('loadWeights', { design, weights }, { signal, onProgress })
        : await studio().request('ledger', { checkpoint, design }, { signal });
      signal.throwIfAborted();
      const before = opened.getState().file;
      trials.cancel();
      opened.setState({ file, ledger, graphRun: null });
      inHand = blob;
      // What computes something else is open for looking: runs and exports have nothing of it.
      if (mayBeUsed(file)) takeWeights(weights);
      else forgetWeights();
      session.countOpened();
      show(design);
      session.setState({ face: 'design' });
      session.openDockTab(TAB);
      session.setState({ sheet: 'dock' });
      if (before) await studio().request('closeCheckpoint', { checkpoint: before.checkpoint });
      if (file.format === 'onnx' && mayBeUsed(file)) void tryGraph(file, false);
    } catch (error) {
      if (opened.getState().file !== file) await studio().request('closeCheckpoint', { checkpoint });
      throw error;
    }
  };

  /** Tries the proof that a file's graph is its network: what the run contradicts is a difference, and stops its use. */
  const tryGraph = async ({ checkpoint }: OpenFile, anyway: boolean): Promise<void> => {
    opened.setState({ graphRun: { kind: 'under way' } });
    const outcome = await trials.start(async (signal) => (await runner()).runBoth({ checkpoint, anyway }, signal));
    const { file } = opened.getState();
    if (outcome === null || file?.checkpoint !== checkpoint) return;
    const run =
      outcome.kind === 'done'
        ? outcome.value
        : { whyNot: outcome.kind === 'failed' ? sentenceOf(outcome.error) : null, mayBeTried: true };
    if (run === null) opened.setState({ graphRun: null });
    else if ('whyNot' in run) opened.setState({ graphRun: { kind: 'not run', ...run } });
    else {
      const now = { ...file, differences: [...file.differences, ...run.differences] };
      opened.setState({ graphRun: { kind: 'done', ...run }, file: now });
      if (!mayBeUsed(now)) forgetWeights();
    }
  };

  const refit = async (): Promise<void> => {
    const { file } = opened.getState();
    if (file === null) return;
    const { legal } = document.getState();
    const ledger = await studio().request('ledger', { checkpoint: file.checkpoint, design: legal });
    const isCurrent = opened.getState().file === file && document.getState().legal === legal;
    if (!isCurrent) return;
    if (file.recognition.source !== null) {
      opened.setState({ ledger });
      return;
    }
    // What is none by itself differs from the network on the screen as that changes.
    const now = { ...file, differences: ledger.differences };
    opened.setState({ ledger, file: now });
    if (!mayBeUsed(file) && mayBeUsed(now)) takeWeights(weightsOf(now));
  };

  // The ledger follows the network on the screen, once it rests.
  const rested = whenRested(SETTLE);
  document.subscribe(({ legal }, { legal: before }) => {
    if (legal === before || opened.getState().file === null) return;
    // A studio that died says so at the next run; the ledger then stays as it was.
    rested(() => void refit().catch(() => {}));
  });

  return {
    /**
     * Opens a checkpoint: reads its names, recognises its design, reads its values, and then shows that design (one step
     * of undo) with these weights. Until all of that has succeeded nothing else changes.
     */
    open: (file: Blob, name: string): Promise<void> =>
      work(name, (job) => openFile(file, { name, address: null }, job)),
    /** Opens a file of this site, for `?open=`. Other sites are refused. */
    openAddress: (address: string): Promise<void> =>
      work(address, async (job) => {
        const { signal, report } = job;
        const url = sameOrigin(address);
        const name = decodeURIComponent(url.pathname.slice(url.pathname.lastIndexOf('/') + 1));
        report({ name, step: 'fetch', done: null });
        const file = await fetchWhole(url, signal, (done) => report({ name, step: 'fetch', done }));
        await openFile(file, { name, address }, job);
      }),
    /** Takes another state dict of the open file, by its key: averaged weights in place of the raw ones. */
    async takeStateDict(key: string): Promise<void> {
      const { file } = opened.getState();
      const blob = inHand;
      if (file && blob) await work(file.name, (job) => openFile(blob, file, job, key));
    },
    /** Shows the design recognised in the open file, or the nearest to it: one step of undo. */
    showDesign(): void {
      const { file } = opened.getState();
      const design = recognisedDesign(file) ?? (file && nearestDesign(file));
      if (design) show(design);
    },
    /** Uses the weights of a file that has more than the network does: a person's decision. Nothing where it may not be. */
    takeAnyway(): void {
      const { file } = opened.getState();
      if (file && mayBeUsedAnyway(file)) takeWeights(weightsOf(file));
    },
    /** Runs an open ONNX file's graph beside its network, however long that takes. */
    async runGraph(): Promise<void> {
      const { file } = opened.getState();
      if (file && mayBeUsed(file)) await tryGraph(file, true);
    },
    /** The bytes of the file that stands open, whatever was made of them; null without one. */
    inHand: (): Blob | null => inHand,
    stopGraphRun: trials.cancel,
    /** Stops an opening under way. */
    cancel: opening.cancel,
    /** Puts the file away. Runs go on with fresh weights. */
    async close(): Promise<void> {
      const { file } = opened.getState();
      if (file === null) return;
      trials.cancel();
      opened.setState({ file: null, ledger: null, graphRun: null });
      inHand = null;
      forgetWeights();
      await studio().request('closeCheckpoint', { checkpoint: file.checkpoint });
    },
    /** What the weights of runs hold for these tensors of the network on the screen; drawn or read if they are not yet. */
    lookAt(keys: readonly string[], signal: AbortSignal): Promise<readonly ShownTensor[]> {
      const { legal: design } = document.getState();
      const { weights } = runStore.getState().settings;
      return studio().request('tensorFacts', { design, weights, keys }, { signal });
    },
    /** Forgets the last fault. */
    dismiss(): void {
      if (opened.getState().status.kind === 'failed') opened.setState({ status: { kind: 'idle' } });
    },
  };
}

const weightsOf = ({ checkpoint }: OpenFile): CheckpointWeights => ({ kind: 'checkpoint', checkpoint, seed: SEED });

/** The dock's tab that shows the checkpoint. */
const TAB = 'checkpoint';

/** An address as one of this site. @throws Error for any other */
function sameOrigin(address: string): URL {
  const { origin, href } = globalThis.location;
  const url = URL.canParse(address, href) ? new URL(address, href) : null;
  if (url?.origin === origin && /^https?:$/.test(url.protocol)) return url;
  throw new Error(
    `?open= takes an address on this site (${origin}), found ${address}. Download the file and drop it on the page.`,
  );
}

/** Fetches a file and tells how far it is. @throws Error when the site has no such file */
async function fetchWhole(url: URL, signal: AbortSignal, onProgress: (done: number) => void): Promise<Blob> {
  const response = await fetch(url, { signal, mode: 'same-origin' });
  if (!response.ok || !response.body)
    throw new Error(`${url.pathname} did not load: the server answered ${response.status}. Check the address.`);
  const total = Number(response.headers.get('content-length') ?? 0);
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let done = 0;
  const reader = response.body.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    chunks.push(next.value);
    done += next.value.length;
    if (total > 0) onProgress(Math.min(1, done / total));
  }
  return new Blob(chunks);
}
