import { type Capabilities, probeCapabilities } from '../runtime/capabilities';
import type { Tensor } from '../tensor/tensor';
import type { Client, RequestOptions } from './channel';
import { isBreakdown, RequestError } from './failure';
import type { LooksProtocol, MotionProtocol } from './motionProtocol';
import { serve } from './serve';
import type {
  ChosenPlace,
  HeadLearning,
  HeadLearnt,
  HeadProgress,
  OpenedTraining,
  OpeningStep,
  TrainerProtocol,
  TrainingDevice,
  TrainingPause,
  TrainingPlace,
  TrainingProgress,
  TrainingRequest,
  TrainParams,
} from './trainerProtocol';
import { EXACT_PLACE, placeFinder } from './trainingPlace';

/** The page's side of training: a trainer and a data worker, which outlive what breaks down. */
export type Training = ReturnType<typeof createTraining>;

interface HeadOptions extends RequestOptions<HeadProgress> {
  readonly onBroken?: ((sentence: string) => void) | undefined;
}

/** Reads looks at clips of one's own by number: `[rows, C, T, H, W]`. */
type ReadLooks = (rows: readonly number[]) => Promise<Tensor<'float32'>>;

interface OpenTrainingOptions {
  /** Where the data are looks at clips of one's own. */
  readonly readLooks?: ReadLooks | undefined;
  /** `exact` where absent. */
  readonly device?: TrainingDevice | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((step: OpeningStep) => void) | undefined;
  /** A place is being tried, before opening. */
  readonly onTrial?: ((place: TrainingPlace) => void) | undefined;
}

/** A run that stands open in the trainer. */
export interface TrainingHandle {
  readonly facts: OpenedTraining;
  /** Where it trains now. */
  place(): ChosenPlace;
  /**
   * Trains until done, paused or diverged. A trainer that breaks down (a crash, a lost device) is started again and goes
   * on from where the run was kept last, with the same bits; what broke down on a GPU goes on on WASM. `onResumed` then
   * tells from which step.
   */
  train(params: TrainParams, listeners: TrainListeners): Promise<TrainingPause>;
  /** Everything else: pause, evaluate, recognise, weights, save, keep. */
  request: Client<TrainerProtocol>['request'];
}

interface TrainListeners {
  readonly onProgress: (progress: TrainingProgress) => void;
  readonly onResumed?: (facts: OpenedTraining, why: string) => void;
}

/** How often work is taken up again after a breakdown with no progress in between. */
const ATTEMPTS = 3;

/**
 * Does work again that broke down; the work says when it has come further.
 * @param isBroken whether what it threw is a breakdown
 * @param mend readies another try
 * @throws what the work throws, and a breakdown that comes again and again
 */
export async function persistently<T>(
  work: (onGoing: () => void) => Promise<T>,
  isBroken: (error: unknown) => error is Error,
  mend: (error: Error) => Promise<void> | void,
): Promise<T> {
  for (let failures = 0; ; ) {
    try {
      return await work(() => {
        failures = 0;
      });
    } catch (error) {
      failures += 1;
      if (!isBroken(error) || failures >= ATTEMPTS) throw error;
      await mend(error);
    }
  }
}

/**
 * Training over workers that are started when they are needed.
 * @param starters start a worker each; called again after one that broke down.
 * @param capabilities what the device can do
 */
export function createTraining(
  starters: {
    readonly trainer: () => Client<TrainerProtocol>;
    readonly motion: () => Client<MotionProtocol>;
  },
  capabilities: () => Promise<Capabilities> = probeCapabilities,
) {
  const findPlace = placeFinder(capabilities, starters.trainer);
  let motion = starters.motion();
  let trainer: { readonly client: Client<TrainerProtocol>; readonly place: TrainingPlace } | null = null;
  let ended = false;

  /** A run whose data worker broke down has to be opened anew, as if its trainer had. */
  const watch = (watched: Client<MotionProtocol>) => {
    watched.request('untilEnd', null).catch((error: unknown) => {
      if (ended || !(error instanceof RequestError)) return;
      motion = starters.motion();
      watch(motion);
      trainer?.client.end(error);
    });
  };
  watch(motion);

  /** The trainer at a place; one elsewhere is ended. */
  const connected = async (place: TrainingPlace): Promise<Client<TrainerProtocol>> => {
    if (trainer?.client.isOpen() && samePlace(trainer.place, place)) return trainer.client;
    trainer?.client.end();
    const client = starters.trainer();
    trainer = { client, place };
    const { port1, port2 } = new MessageChannel();
    await motion.request('join', { port: port1 }, { transfer: [port1] });
    await client.request('connect', { place, port: port2 }, { transfer: [port2] });
    return client;
  };

  /** The trainer wherever it is; one that computes exactly where there is none. */
  const anywhere = () => connected(trainer?.place ?? EXACT_PLACE);

  /** Opens a run at a place, where its looks can be read from then on. */
  const openAt = async (
    place: TrainingPlace,
    request: TrainingRequest,
    readLooks: ReadLooks | undefined,
    options?: RequestOptions<OpeningStep>,
  ): Promise<OpenedTraining> => {
    const client = await connected(place);
    if (readLooks) {
      const { port1, port2 } = new MessageChannel();
      serve<LooksProtocol>(port1, {
        async looks({ rows }, call) {
          const clips = await readLooks(rows);
          return call.transfer(clips, clips.data.buffer as ArrayBuffer);
        },
      });
      await motion.request('readLooksAt', { port: port2 }, { transfer: [port2] });
    }
    return client.request('open', request, options);
  };

  return {
    /** Clips to be shown, and those behind an answer. Never part of a training step. */
    get motion(): Client<MotionProtocol> {
      return motion;
    },
    /** Readies a run; the one before is closed. @throws RequestError: a design that cannot be trained, clips that do not fit */
    async open(
      request: TrainingRequest,
      { device = 'exact', onTrial, readLooks, ...options }: OpenTrainingOptions = {},
    ): Promise<TrainingHandle> {
      let place = await findPlace(request, device, { onTrial, signal: options.signal });
      const facts = await openAt(place, request, readLooks, options);
      /** Updates made, as far as it is known here. */
      let at = facts.step;
      return {
        facts,
        place: () => place,
        request: async (method, params, requestOptions) =>
          (await connected(place)).request(method, params, requestOptions),
        async train(params, { onProgress, onResumed }) {
          const target = params.steps === null ? null : at + params.steps;
          const trained = async (onGoing: () => void): Promise<TrainingPause> => {
            const steps = target === null ? null : target - at;
            const listen = (progress: TrainingProgress) => {
              onGoing();
              onProgress(progress);
            };
            const client = await connected(place);
            const pause = await client.request('train', { ...params, steps }, { onProgress: listen });
            at = pause.step;
            return pause;
          };
          return persistently(trained, isBreakdown, async ({ message }) => {
            // A worker whose runtime failed is no better than one that crashed.
            trainer?.client.end();
            if (place.provider === 'webgpu') place = onWasm(place, message);
            const resumed = await openAt(place, request, readLooks);
            at = resumed.step;
            onResumed?.(resumed, message);
          });
        },
      };
    },
    /**
     * Fits a head to features; a run that stands open stays so. A trainer that breaks down is started again and fits them
     * anew, which takes seconds; `onBroken` is told. @throws RequestError
     */
    async learnHead(params: HeadLearning, { onBroken, ...options }: HeadOptions = {}): Promise<HeadLearnt> {
      const learnt = async () => (await anywhere()).request('learnHead', params, options);
      return persistently(learnt, isBreakdown, ({ message }) => {
        trainer?.client.end();
        trainer = null;
        onBroken?.(message);
      });
    },
    /** What the newest of the kept runs started from whose names begin so; null where none is kept. */
    async newestRun(prefix: string): Promise<TrainerProtocol['newest']['result']> {
      return (await anywhere()).request('newest', { prefix });
    },
    /** Lets go of kept runs whose names begin so. */
    async forgetRuns(prefix: string): Promise<void> {
      await (await anywhere()).request('forget', { prefix });
    },
    end(): void {
      ended = true;
      trainer?.client.end();
      motion.end();
    },
  };
}

function samePlace(a: TrainingPlace, b: TrainingPlace): boolean {
  return a.build === b.build && a.provider === b.provider && a.threads === b.threads;
}

/** WASM in place of a GPU that failed. */
function onWasm({ trials }: ChosenPlace, why: string): ChosenPlace {
  return { ...EXACT_PLACE, adapter: null, trials, whyNotWebGpu: why };
}
