import { buildFor } from '../runtime/build';
import { adapterText, type Capabilities, whyNotChosen } from '../runtime/capabilities';
import type { Client } from './channel';
import { isBreakdown } from './failure';
import type {
  ChosenPlace,
  TrainerProtocol,
  TrainingDevice,
  TrainingPlace,
  TrainingRequest,
  Trial,
} from './trainerProtocol';

interface FindOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onTrial?: ((place: TrainingPlace) => void) | undefined;
}

export const EXACT_PLACE: TrainingPlace = { provider: 'wasm', build: 'wasm', threads: 1 };

/** How long each place is tried, in ms. */
const TRIED_FOR = 1000;

/**
 * Finds places for runs; what it has found out about the device it keeps. Each place is tried in a trainer of its own, since
 * a build and its threads are one per worker; one after another.
 * @throws RequestError, or the signal's reason: the finder
 */
export function placeFinder(
  capabilities: () => Promise<Capabilities>,
  startTrainer: () => Client<TrainerProtocol>,
): (request: TrainingRequest, device: TrainingDevice, options: FindOptions) => Promise<ChosenPlace> {
  /** Why the GPU is not to be trusted; null where its probe agreed; undefined before it ran. */
  let distrust: string | null | undefined;
  const known = new Map<string, ChosenPlace>();

  const inTrainer = async <T>(
    place: TrainingPlace,
    { signal, onTrial }: FindOptions,
    ask: (trainer: Client<TrainerProtocol>) => Promise<T>,
  ): Promise<T> => {
    onTrial?.(place);
    const trainer = startTrainer();
    const end = () => trainer.end(signal?.reason);
    signal?.addEventListener('abort', end);
    try {
      await trainer.request('connect', { place, port: null });
      return await ask(trainer);
    } finally {
      signal?.removeEventListener('abort', end);
      trainer.end();
    }
  };

  /** Compares gradients on the GPU with WASM's, once. */
  const objectionOf = async (trainer: Client<TrainerProtocol>): Promise<string | null> => {
    if (distrust === undefined) distrust = await trainer.request('probe', null);
    return distrust;
  };

  const tried = (place: TrainingPlace, request: TrainingRequest, options: FindOptions): Promise<Trial | string> =>
    inTrainer(place, options, async (trainer) => {
      const objection = place.provider === 'webgpu' ? await objectionOf(trainer) : null;
      if (objection !== null) return objection;
      const { design, recipe, seed } = request;
      const { ms } = await trainer.request('trial', { design, recipe, seed, ms: TRIED_FOR });
      return { ...place, ms };
    }).catch(refusal);

  const fastest = async (
    request: TrainingRequest,
    places: readonly TrainingPlace[],
    named: (place: TrainingPlace) => string | null,
    options: FindOptions,
  ): Promise<ChosenPlace> => {
    const trials: Trial[] = [];
    let whyNotWebGpu: string | null = null;
    for (const place of places) {
      const trial = await tried(place, request, options);
      if (typeof trial !== 'string') trials.push(trial);
      else if (place.provider === 'webgpu') whyNotWebGpu = trial;
    }
    trials.sort((a, b) => a.ms - b.ms);
    const [best] = trials;
    const { ms: _, ...place } = best ?? { ...EXACT_PLACE, ms: 0 };
    return { ...place, adapter: named(place), trials, whyNotWebGpu };
  };

  return async (request, device, options) => {
    const exact: ChosenPlace = { ...EXACT_PLACE, adapter: null, trials: [], whyNotWebGpu: null };
    if (device === 'exact') return exact;
    const able = await capabilities();
    const { webgpu, threads } = able;
    const gpu: TrainingPlace = { provider: 'webgpu', build: buildFor('webgpu', able), threads: 1 };
    const named = ({ provider }: TrainingPlace) =>
      provider === 'webgpu' && webgpu.available ? adapterText(webgpu) : null;
    if (device === 'webgpu') {
      if (!webgpu.available) return { ...exact, whyNotWebGpu: webgpu.reason };
      const objection = await inTrainer(gpu, options, objectionOf).catch(refusal);
      if (objection !== null) return { ...exact, whyNotWebGpu: objection };
      return { ...gpu, adapter: named(gpu), trials: [], whyNotWebGpu: null };
    }
    const whyNot = whyNotChosen(able);
    const places = [
      EXACT_PLACE,
      ...(threads > 1 ? [{ ...EXACT_PLACE, threads }] : []),
      ...(whyNot === null ? [gpu] : []),
    ];
    if (places.length === 1) return { ...exact, whyNotWebGpu: whyNot };
    const { design, recipe } = request;
    const key = JSON.stringify([design, recipe.batch, recipe.accumulation, recipe.scope]);
    const found = known.get(key) ?? (await fastest(request, places, named, options));
    known.set(key, found);
    return { ...found, whyNotWebGpu: found.whyNotWebGpu ?? whyNot };
  };
}

/** What a place refuses, or breaks down over, is a reason against it and no fault of the run. @throws all else */
function refusal(error: unknown): string {
  if (isBreakdown(error)) return error.message;
  throw error;
}
