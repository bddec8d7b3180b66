import { sameValue } from '../../design/sameValue';
import { memoised } from '../../memo/memoised';
import type { Tensor } from '../../tensor/tensor';
import { countText } from '../../text/numberText';
import { sentenceOf } from '../../text/sentence';
import type { Recognised } from '../../training/evaluation';
import type { Variation } from '../../training/motionData';
import { describedData } from '../../training/provenance';
import type { TrainingDevice, TrainingRequest } from '../../worker/trainerProtocol';
import type { TrainingHandle } from '../../worker/training';
import type { App } from '../app';
import { architectureOf } from '../document/derived';
import { openerOf } from '../files/opener';
import { browserStorage } from '../storage';
import { type Workers, workersOf } from '../workers';
import { timeUpdates } from './forecast';
import { recipeOf } from './recipeSettings';
import { dataOf, HELD_OUT, startFile, stepsOf, type TrainChoice, type TrainRun } from './train';
import { createTrainClips } from './trainClips';
import { trainedDesign } from './trainDesign';
import { lookAt, type TrainLook } from './trainLook';

/** Every how many updates the validation clips are asked about with their frames shuffled. */
const SHUFFLE_EVERY = 50;

/** How many times the same run was thrown away: part of its name, so that a fresh one is not gone on with. */
const RESETS_KEY = 'x3d-studio.training.resets';

/** What training needs: the network, the store it reports to, its workers, and the checkpoint that stands open. */
type TrainRunsPlace = Pick<App, 'document' | 'train' | 'checkpoint' | 'notices'> &
  Pick<Workers, 'training'> & { fileInHand(): Blob | null };

/** An app's training, made when it is first asked for. */
export const trainRunsOf = memoised((app: App) =>
  createTrainRuns({ ...app, ...workersOf(app), fileInHand: () => openerOf(app).inHand() }),
);

/** Trains the network on the screen, in workers that start when they are first needed. What comes of it goes to the train store. */
export function createTrainRuns({ document, train: store, checkpoint, notices, training, fileInHand }: TrainRunsPlace) {
  let open: {
    readonly request: TrainingRequest;
    readonly device: TrainingDevice;
    readonly handle: TrainingHandle;
    /** Name of the run that the same choice and design would begin without weights of before. */
    readonly chosen: string;
    /** The opened file it was asked to start from. */
    readonly file: string | null;
  } | null = null;

  /** The run that stands open. */
  const standing = () => {
    if (!open) throw new Error('No network is being trained.');
    return open;
  };

  const update = (change: (run: TrainRun) => Partial<TrainRun>): void =>
    store.setState(({ run }) => (run ? { run: { ...run, ...change(run) } } : {}));

  /**
   * The weights of before that a run starts from, by the name of the run that does: those of the opened file, where that
   * was chosen; those of the run on the screen, where another network is to go on from them; after a reload those of the
   * newest run of this choice and design. Empty for fresh ones.
   */
  const startOf = async (chosen: TrainingRequest, file: string | null): Promise<Partial<TrainingRequest>> => {
    const { carry, run } = store.getState();
    if (file !== null) {
      const start = fileInHand();
      return start ? { start, startName: file, id: `${chosen.id} from ${file} of ${start.size} B` } : {};
    }
    if (open === null) return (await training().newestRun(chosen.id)) ?? {};
    if (!carry || !run || !losesWeights(run, chosen)) return {};
    const updates = stepsOf(run);
    return {
      start: await weightsOf(open.handle),
      startName: `a run of ${countText(updates, 'update')}`,
      id: `${chosen.id} from ${updates} of ${run.id}`,
    };
  };

  const opened = async (): Promise<TrainingHandle> => {
    const { choice } = store.getState();
    const { legal } = document.getState();
    const design = trainedDesign(legal, choice.task);
    if (design !== legal) document.setDesign(design);
    const chosen = requestFor(choice, design);
    const { device } = store.getState();
    const file = startFile(store.getState(), checkpoint.getState());
    if (open && open.device === device && open.chosen === chosen.id && open.file === file) return open.handle;
    store.setState({ phase: { kind: 'opening', step: null } });
    const request = { ...chosen, ...(await startOf(chosen, file)) };
    const handle = await training().open(request, {
      device,
      onTrial: () => store.setState({ phase: { kind: 'opening', step: 'trial' } }),
      onProgress: (step) => store.setState({ phase: { kind: 'opening', step } }),
    });
    open = { request, device, handle, chosen: chosen.id, file };
    const { classes, partners, parameters, history, step, ledger } = handle.facts;
    store.setState({
      run: {
        id: request.id,
        design,
        choice,
        classes,
        partners,
        trained: parameters.trained,
        ...{
          steps: history.steps,
          takenBack: [],
          validations: history.validations,
          shuffledValidations: [],
          changes: {},
          stepsPerSecond: null,
          keeps: true,
        },
        answers: {},
        odd: null,
        asking: null,
        place: handle.place(),
        resumedFrom: step > 0 ? step : null,
        carried: ledger && { from: request.startName ?? '', ledger },
        file,
      },
    });
    return handle;
  };

  /** Asks between two steps about validation clips with their frames shuffled; a run that ends meanwhile needs no answer. */
  const askShuffled = async (handle: TrainingHandle): Promise<void> => {
    const step = store.getState().run?.steps.length ?? 0;
    const asked = { split: 'validation', variation: 'shuffled', clips: HELD_OUT.along.clips } as const;
    const answer = await handle.request('evaluate', asked).catch(() => null);
    if (answer === null || open?.handle !== handle) return;
    const { share } = answer.accuracy;
    update(({ shuffledValidations }) => ({ shuffledValidations: [...shuffledValidations, { step, share }] }));
  };

  const askNow = async (variation: Variation): Promise<void> => {
    if (!open || store.getState().run?.answers[variation]) return;
    const { handle } = open;
    update(() => ({ asking: variation }));
    try {
      const answer = await handle.request('evaluate', { split: 'test', variation, clips: HELD_OUT.atRest });
      if (open?.handle === handle) update(({ answers }) => ({ answers: { ...answers, [variation]: answer } }));
    } catch (error) {
      if (open?.handle === handle) store.setState({ phase: { kind: 'failed', message: sentenceOf(error) } });
    } finally {
      update(() => ({ asking: null }));
    }
  };
  let asked = Promise.resolve();
  const ask = (variation: Variation): Promise<void> => {
    asked = asked.then(() => askNow(variation));
    return asked;
  };

  /** Finds out below which energy a clip is none of the classes; a run that ends meanwhile needs no answer. */
  const askOdd = async (): Promise<void> => {
    const asked = open?.handle;
    const odd = await asked?.request('odd', { clips: HELD_OUT.atRest }).catch(() => null);
    if (odd && open?.handle === asked) update(() => ({ odd }));
  };

  return {
    clips: createTrainClips(training),
    /** Trains to the end of the recipe, or so many updates more; begins, or goes on with, the run that is chosen. */
    async train(steps?: number): Promise<void> {
      const { phase } = store.getState();
      if (phase.kind === 'running' || phase.kind === 'opening') return;
      try {
        const handle = await opened();
        store.setState({ phase: { kind: 'running' } });
        update(() => ({ answers: {}, takenBack: [], odd: null }));
        const begun = store.getState().run?.steps.length ?? 0;
        const keepSpeed = open && timeUpdates(open.request.design, open.request.recipe);
        const pause = await handle.train(
          { steps: steps ?? null, validate: HELD_OUT.along },
          {
            onProgress: (progress) => {
              update((run) => ({
                steps: [...run.steps, ...progress.steps],
                validations: [...run.validations, ...progress.validations],
                changes: progress.changes,
                stepsPerSecond: progress.stepsPerSecond,
                keeps: progress.keeps,
              }));
              if (progress.validations.some(({ step }) => step % SHUFFLE_EVERY === 0)) void askShuffled(handle);
            },
            onResumed: ({ history, step }, why) => {
              notices.notify(`${why} Training was started again and goes on from update ${step}.`);
              update(() => ({
                steps: history.steps,
                validations: history.validations,
                place: handle.place(),
                resumedFrom: step,
              }));
            },
          },
        );
        keepSpeed?.(pause.step - begun, handle.place());
        update(() => ({ keeps: pause.keeps }));
        if (pause.why === 'diverged') {
          update(({ steps: made }) => ({ steps: made.slice(0, pause.step), takenBack: made.slice(pause.step) }));
          store.setState({ phase: { kind: 'diverged', sentence: pause.sentence } });
          return;
        }
        update(() => ({ answers: {} }));
        const whole = pause.step >= (open?.request.recipe.steps ?? 0);
        store.setState({ phase: { kind: 'resting', why: whole ? 'done' : 'paused' } });
        await ask('plain');
        if (whole) {
          await ask('shuffled');
          await ask('backwards');
          await askOdd();
        }
      } catch (error) {
        store.setState({ phase: { kind: 'failed', message: sentenceOf(error) } });
      }
    },
    pause: (): void => void open?.handle.request('pause', null).catch(() => {}),
    /** Forgets the run: the next one starts from fresh weights. */
    async reset(): Promise<void> {
      await open?.handle.request('close', null).catch(() => {});
      open = null;
      browserStorage.setItem(RESETS_KEY, String(resets() + 1));
      store.setState({ phase: { kind: 'none' }, run: null });
    },
    /** Asks the network about held-out clips, as they are or varied. */
    ask,
    /** What the network makes of one clip, `[1, 3, T, H, W]`. */
    async recognise(clip: Tensor<'float32'>): Promise<Recognised> {
      const [answer] = await standing().handle.request('recognise', { clips: clip });
      return answer as Recognised;
    },
    /** A part of the run's network on a clip, as it is now: between two updates where it is learning. Null without such a part. */
    async look(path: string, clip: Tensor<'float32'>): Promise<TrainLook | null> {
      const { handle, request } = standing();
      return lookAt(handle, architectureOf(request.design), path, clip);
    },
    /** The weights as they are now, as a checkpoint file that keeps where they come from. */
    weights: async (): Promise<Blob> => weightsOf(standing().handle),
  };
}

/** The weights as they are now, as a checkpoint file. */
function weightsOf(handle: TrainingHandle): Promise<Blob> {
  return handle.request('save', { format: 'safetensors', naming: 'mmaction2' });
}

/** True where training another network throws away what a run has learnt. */
function losesWeights(run: TrainRun, { design }: TrainingRequest): boolean {
  return stepsOf(run) > 0 && !sameValue(run.design, design);
}

/** What the trainer is asked for. The name holds all that decides the run, so that a reload goes on with it. */
function requestFor(choice: TrainChoice, design: TrainingRequest['design']): TrainingRequest {
  const { seed } = choice;
  const recipe = recipeOf(choice);
  const data = { kind: 'motion', ...dataOf(choice) } as const;
  const request = { design, recipe, data, seed };
  const { name, size } = choice.pictures ?? {};
  const pictures = data.photographs ? ` with pictures of ${name}, ${size} B` : '';
  const told = JSON.stringify({ ...request, data: describedData(data) });
  return { id: `${resets()} ${told}${pictures}`, ...request };
}

function resets(): number {
  return Number(browserStorage.getItem(RESETS_KEY) ?? 0) || 0;
}
