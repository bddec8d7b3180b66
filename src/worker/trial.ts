import type { Design } from '../design/design';
import { sameValue } from '../design/sameValue';
import { lazily } from '../memo/lazily';
import { buildFor } from '../runtime/build';
import type { Capabilities } from '../runtime/capabilities';
import type { Provider } from '../runtime/provider';
import { float32, type Tensor } from '../tensor/tensor';
import { candidateOf, candidatesFor, type WebGpuOptions } from '../timing/candidates';
import {
  adoptedBy,
  boundOf,
  isSettled,
  NO_SETUP,
  type RunSetup,
  TOGETHER,
  type TrialRow,
  triesOf,
  withRow,
} from '../timing/trialRows';
import type { Client } from './channel';
import { isBreakdown } from './failure';
import { networkPlace } from './networkPlace';
import { prove, type Way } from './prove';
import { createSessionHost, type HostedFile, type SessionHost } from './sessionHost';
import type { SessionProtocol } from './sessionProtocol';
import type { StudioProtocol, WeightsChoice } from './studioProtocol';

/** Where a trial runs: in session workers of its own, which end with it. */
interface TrialPlace {
  readonly studio: Client<StudioProtocol>;
  readonly startSession: () => Client<SessionProtocol>;
  readonly capabilities: Capabilities;
}

/** What is tried. */
export interface TrialParams {
  /** The network on whose shapes candidates are tried; one clip. */
  readonly design: Design;
  readonly weights: WeightsChoice;
  readonly target: Provider;
  /** What this device showed before: it is not tried again. */
  readonly known: readonly TrialRow[];
}

/** How a trial is watched and bounded. */
export interface TrialOptions {
  readonly signal: AbortSignal;
  /** Called with every candidate that got its verdict. */
  readonly onRow: (row: TrialRow) => void;
  /** Called before each candidate with what is tried where. */
  readonly onProgress?: (now: Pick<TrialRow, 'candidate' | 'place'>) => void;
  /**
   * False once no more time is to be spent: the trial ends, and what has no verdict waits for another.
   * @param spent what all runs took so far, in ms; loading the runtime and opening models is not in it
   */
  readonly goesOn: (spent: number) => boolean;
}

/** Pieces by which threads are compared: the largest so many of the network, one after another. */
const PIECES_FOR_THREADS = 3;

/**
 * Tries candidates on this device: first how many WASM threads compute, then the forms of channel-wise convolutions of
 * every shape of the network, then ways to open it on WebGPU, at last the whole network as chosen beside what it was.
 * Each is proved by itself (`prove`).
 * @returns whether everything has its verdict
 * @throws the signal's reason; an error of the studio, or of a worker that cannot be had
 */
export async function runTrial(place: TrialPlace, params: TrialParams, options: TrialOptions): Promise<boolean> {
  const { studio, startSession, capabilities } = place;
  const { design, weights, target } = params;
  const { signal, onRow, onProgress, goesOn } = options;
  const network = { design, weights };
  const build = buildFor(target, capabilities);
  const whole = networkPlace(network);
  const hosts = new Map<number, SessionHost>();
  const usual = target === 'wasm' ? capabilities.threads : 1;
  const hostOf = (threads: number): SessionHost => {
    const host = hosts.get(threads) ?? createSessionHost(threads, startSession);
    hosts.set(threads, host);
    return host;
  };
  let rows = params.known;
  let spent = 0;
  const pause = async (): Promise<void> => {
    signal.throwIfAborted();
    if (!goesOn(spent)) throw new OutOfTime();
  };

  const open = async (
    file: HostedFile,
    threads: number,
    feed: Tensor,
    timed: readonly string[],
    provider = target,
    opening: WebGpuOptions = {},
  ) => {
    const model = await hostOf(threads).open(file, { build, provider, opening }, { signal });
    const run = async (outputs?: readonly string[]) => {
      const result = await model.run(feed, { signal, outputs });
      spent += result.ms;
      return result;
    };
    const way: Way = {
      whole: async () => (await run()).outputs,
      time: async () => (await run(timed)).ms,
      close: () => model.close(),
    };
    return way;
  };
  const openPiece = async (shape: string, form: string, threads: number, provider = target): Promise<Way> => {
    const change = candidateOf(form)?.change;
    if (change?.kind !== 'form') throw new Error(`${form} is no form of a convolution.`);
    const asked = { ...network, shape, form: change.form, target: provider };
    return open(await studio.request('preparePiece', asked, { signal }), threads, PIECE_FEED, ['most'], provider);
  };
  const openNetwork = async ({ forms, threads, opening }: RunSetup, clip: Tensor, provider = target): Promise<Way> => {
    const asked = { ...network, target: provider, outputs: [], chosen: forms, float16: opening.float16 };
    const { model, layout } = await studio.request('prepare', asked, { signal });
    return open({ model, layout }, threads ?? usual, clip, [design.head ? 'logits' : 'conv5'], provider, opening);
  };
  /** What the whole network is proved on, worked out when it is first needed: a clip, and what WASM makes of it. */
  const proof = lazily(async () => {
    const { t, h, w } = design.clip;
    const shape = [1, design.reference.in_channels, t, h, w];
    const clip = await studio.request('noise', { shape, seed: 0 }, { signal });
    const onWasm = await openNetwork(NO_SETUP, clip, 'wasm');
    const reference = await onWasm.whole();
    await onWasm.close();
    return { clip, reference };
  });

  const tell = (one: Omit<TrialRow, 'verdict' | 'tries' | 'at'>, verdict: TrialRow['verdict']): void => {
    const row = { ...one, verdict, tries: triesOf(rows, one) + 1, at: Date.now() };
    rows = withRow(rows, row);
    onRow(row);
  };

  /** Proves one candidate; a worker that breaks down under it is its fault, and another one is started. */
  const attempt = async (
    one: Omit<TrialRow, 'verdict' | 'tries' | 'at'>,
    bound: number,
    against: Way,
    reference: ReadonlyMap<string, Tensor>,
    opening: () => Promise<Way>,
  ): Promise<Way | null> => {
    await pause();
    onProgress?.({ candidate: one.candidate, place: one.place });
    const told = (verdict: TrialRow['verdict']): void => tell(one, verdict);
    try {
      const { verdict, way } = await prove({ reference, bound, against, open: opening, pause });
      told(verdict);
      return way;
    } catch (error) {
      if (!isBreakdown(error) || signal.aborted || error.fields.step === 'load') throw error;
      told({ kind: 'faulted', why: error.message });
      throw error;
    }
  };

  const tryThreads = async (shapes: readonly { readonly shape: string; readonly first: string }[]): Promise<void> => {
    const left = candidatesFor('wasm', 'threads').filter(
      ({ id, change }) => change.threads < usual && !isSettled(rows, { target, candidate: id, place: 'network' }),
    );
    if (target !== 'wasm' || left.length === 0) return;
    const largest = shapes.slice(0, PIECES_FOR_THREADS);
    const onAll = async (threads: number): Promise<Way> => {
      const ways: Way[] = [];
      for (const { shape, first } of largest) ways.push(await openPiece(shape, first, threads));
      return together(ways);
    };
    let [against, threads] = [await onAll(usual), usual];
    for (const { id, bound, change } of left) {
      const one = { target, candidate: id, place: 'network', layers: largest.length, against: `threads:${threads}` };
      const way = await attempt({ ...one, threads: change.threads }, bound, against, await against.whole(), () =>
        onAll(change.threads),
      );
      if (!way) continue;
      await against.close();
      [against, threads] = [way, change.threads];
    }
    await against.close();
  };

  const tryForms = async (piece: Piece): Promise<void> => {
    const { shape, layers, forms } = piece;
    const { threads: chosen, forms: chosenForms } = adoptedBy(rows, target);
    const threads = chosen ?? usual;
    let used = `form:${chosenForms[shape] ?? piece.first}`;
    const left = candidatesFor(target, 'form').filter(
      ({ id, change }) =>
        id !== used && forms.includes(change.form) && !isSettled(rows, { target, candidate: id, place: shape }),
    );
    if (left.length === 0) return;
    const plain = await openPiece(shape, 'form:plain', threads, 'wasm');
    const reference = await plain.whole();
    await plain.close();
    let against = await openPiece(shape, used, threads);
    for (const { id, bound } of left) {
      const one = { target, candidate: id, place: shape, layers: layers.length, against: used, threads };
      const way = await attempt(one, bound, against, reference, () => openPiece(shape, id, threads));
      if (!way) continue;
      await against.close();
      [against, used] = [way, id];
    }
    await against.close();
  };

  const tryOpenings = async (): Promise<void> => {
    const { webgpu } = capabilities;
    let setup = adoptedBy(rows, target, whole);
    let used = 'usual';
    let against: Way | null = null;
    for (const { id, bound, needs, change } of candidatesFor(target, 'opening')) {
      const place = { target, candidate: id, place: whole };
      if (isSettled(rows, place)) continue;
      const one = { ...place, layers: 0, against: used, threads: usual };
      if (needs === 'float16' && !(webgpu.available && webgpu.float16)) {
        tell(one, { kind: 'unsupported', why: 'This GPU or browser has no float16 in shaders (shader-f16).' });
        continue;
      }
      const { clip, reference } = await proof();
      against ??= await openNetwork(setup, clip);
      const changed: RunSetup = { ...setup, opening: { ...setup.opening, ...change.opening } };
      const way = await attempt(one, Math.max(bound, boundOf(rows, target, whole)), against, reference, () =>
        openNetwork(changed, clip),
      );
      if (!way) continue;
      await against.close();
      [against, setup, used] = [way, changed, id];
    }
    await against?.close();
  };

  const tryTogether = async (): Promise<void> => {
    const setup = adoptedBy(rows, target, whole);
    const newest = Math.max(0, ...rows.filter(({ verdict }) => verdict.kind === 'adopted').map(({ at }) => at));
    const before = rows.find(({ target: of, candidate }) => of === target && candidate === TOGETHER);
    const isUsual = sameValue(setup, NO_SETUP);
    if (isUsual || (before && before.at >= newest)) return;
    const { clip, reference } = await proof();
    const against = await openNetwork(NO_SETUP, clip);
    const one = { target, candidate: TOGETHER, place: 'network', layers: 0, against: 'start' };
    const threads = setup.threads ?? usual;
    const way = await attempt({ ...one, threads }, boundOf(rows, target, whole), against, reference, () =>
      openNetwork(setup, clip),
    );
    await way?.close();
    await against.close();
  };

  const end = () => {
    for (const host of hosts.values()) host.end();
  };
  signal.addEventListener('abort', end);
  try {
    const pieces = (await studio.request('pieces', network, { signal })).map(
      (piece): Piece => ({ ...piece, first: piece.first[target] }),
    );
    await tryThreads(pieces.map(({ shape, first }) => ({ shape, first: `form:${first}` })));
    for (const piece of pieces) await tryForms(piece);
    await tryOpenings();
    await tryTogether();
    return true;
  } catch (error) {
    if (error instanceof OutOfTime) return false;
    throw error;
  } finally {
    signal.removeEventListener('abort', end);
    end();
  }
}

interface Piece {
  readonly shape: string;
  readonly layers: readonly string[];
  readonly forms: readonly string[];
  readonly first: string;
}

/** What a piece is fed: one number, of which it makes its input. */
const PIECE_FEED = float32([1], Float32Array.of(0.7));

/** The time that a trial may take is over. */
class OutOfTime extends Error {}

/** Several ways, one after another, as one. */
function together(ways: readonly Way[]): Way {
  return {
    whole: async () => {
      const outputs = new Map<string, Tensor>();
      for (const [at, way] of ways.entries()) {
        for (const [name, value] of await way.whole()) outputs.set(`${at}:${name}`, value);
      }
      return outputs;
    },
    time: async () => {
      let ms = 0;
      for (const way of ways) ms += await way.time();
      return ms;
    },
    close: async () => {
      for (const way of ways) await way.close();
    },
  };
}
