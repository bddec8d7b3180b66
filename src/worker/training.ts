import type { Client, RequestOptions } from './channel';
import { RequestError } from './failure';
import type {
  HeadLearning,
  HeadLearnt,
  HeadProgress,
  MotionProtocol,
  OpenedTraining,
  OpeningStep,
  TrainerProtocol,
  TrainingPause,
  TrainingProgress,
  TrainingRequest,
  TrainParams,
} from './messages';

/** The page's side of training: a trainer and a data worker, which outlive what breaks down. */
export interface Training {
  /** Clips to be shown, and those behind an answer. Never part of a training step. */
  readonly motion: Client<MotionProtocol>;
  /** Readies a run; the one before is closed. @throws RequestError: a design that cannot be trained, clips that do not fit */
  open(request: TrainingRequest, options?: OpenTrainingOptions): Promise<TrainingHandle>;
  /** Fits a head to features; a run that stands open stays so. @throws RequestError */
  learnHead(params: HeadLearning, options?: RequestOptions<HeadProgress>): Promise<HeadLearnt>;
  end(): void;
}

export interface OpenTrainingOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((step: OpeningStep) => void) | undefined;
}

/** A run that stands open in the trainer. */
export interface TrainingHandle {
  readonly facts: OpenedTraining;
  /**
   * Trains until done, paused or diverged. A trainer that breaks down (a crash, a lost device) is started again and goes
   * on from where the run was kept last, with the same bits; `onResumed` then tells from which step.
   */
  train(params: TrainParams, listeners: TrainListeners): Promise<TrainingPause>;
  /** Everything else: pause, evaluate, recognise, weights, save, keep. */
  request: Client<TrainerProtocol>['request'];
}

export interface TrainListeners {
  readonly onProgress: (progress: TrainingProgress) => void;
  readonly onResumed?: (facts: OpenedTraining) => void;
}

/** How often a run is taken up again after a breakdown with no progress in between. */
const ATTEMPTS = 3;

/**
 * Training over workers that are started when they are needed.
 * @param starters start a worker each; called again after one that broke down.
 */
export function createTraining(starters: {
  readonly trainer: () => Client<TrainerProtocol>;
  readonly motion: () => Client<MotionProtocol>;
}): Training {
  const motion = starters.motion();
  let trainer: Client<TrainerProtocol> | null = null;

  const connected = async (): Promise<Client<TrainerProtocol>> => {
    if (trainer?.isOpen()) return trainer;
    const started = starters.trainer();
    trainer = started;
    const { port1, port2 } = new MessageChannel();
    await motion.request('join', { port: port1 }, { transfer: [port1] });
    await started.request('connect', { port: port2 }, { transfer: [port2] });
    return started;
  };

  return {
    motion,
    async open(request, options) {
      const facts = await (await connected()).request('open', request, options);
      /** Updates made, as far as it is known here. */
      let at = facts.step;
      return {
        facts,
        request: async (method, params, requestOptions) => (await connected()).request(method, params, requestOptions),
        async train(params, { onProgress, onResumed }) {
          let failures = 0;
          const target = params.steps === null ? null : at + params.steps;
          const listen = (progress: TrainingProgress) => {
            failures = 0;
            onProgress(progress);
          };
          for (;;) {
            try {
              const steps = target === null ? null : target - at;
              const trainer = await connected();
              const pause = await trainer.request('train', { ...params, steps }, { onProgress: listen });
              at = pause.step;
              return pause;
            } catch (error) {
              failures += 1;
              const broken = error instanceof RequestError && ['WorkerCrash', 'SessionError'].includes(error.name);
              if (!broken || failures >= ATTEMPTS) throw error;
              // A worker whose runtime failed is no better than one that crashed.
              trainer?.end();
              const resumed = await (await connected()).request('open', request);
              at = resumed.step;
              onResumed?.(resumed);
            }
          }
        },
      };
    },
    learnHead: async (params, options) => (await connected()).request('learnHead', params, options),
    end() {
      trainer?.end();
      motion.end();
    },
  };
}
