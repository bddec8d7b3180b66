import { NO_LABEL, steadied } from '../../dataset/steadyLabel';
import type { Tensor } from '../../tensor/tensor';
import { sentenceOf } from '../../text/sentence';
import type { CameraFrame } from '../../video/camera';
import type { OpenModel } from '../../worker/client';
import { logitsOf, resultNamed } from '../run/results';
import type { Learnt, LiveLabels } from './classes';
import { recognisedFrom } from './learntNetwork';
import type { OwnParts } from './ownParts';

type LivePlace = Pick<OwnParts, 'classes' | 'studio' | 'network' | 'camera'>;

/** Milliseconds between two maps of where the class named is seen, and between two looks at the rate. */
const HEAT_EVERY = 500;
const TELL_EVERY = 100;

/** Runs the learnt network on the camera, on the newest window as often as the device can; it stays off until it is started. */
export function createLiveLabels({ classes, studio, network, camera }: LivePlace) {
  let running: AbortController | null = null;

  const tell = (change: Partial<LiveLabels>): void =>
    classes.setState(({ live }) => ({ live: live && { ...live, ...change } }));

  const stop = (): void => {
    running?.abort();
    running = null;
    camera.listen(null);
    classes.setState({ live: null });
  };
  camera.onEnd(stop);

  /** Stops, and says why; what was stopped before has nothing to say. */
  const fail = (signal: AbortSignal, error: unknown): void => {
    if (signal.aborted) return;
    stop();
    classes.setState({ fault: sentenceOf(error) });
  };

  return {
    async start(): Promise<void> {
      stop();
      const controller = new AbortController();
      running = controller;
      const { learnt } = classes.getState();
      if (!learnt) return;
      try {
        const open = await camera.open();
        if (!open) return;
        const { name, stream } = open;
        const nothing = { said: NO_LABEL, missing: learnt.design.clip.t, rate: 0, latency: 0, heat: null };
        classes.setState({ live: { name, stream, ...nothing } });
        const model = await network.open(learnt, controller.signal);
        controller.signal.throwIfAborted();
        await slide(learnt, model, controller.signal);
      } catch (error) {
        fail(controller.signal, error);
      }
    },
    stop,
  };

  /** Feeds pictures, evenly spaced in time, to a sliding window, and the window to the network whenever that is free. */
  async function slide(learnt: Learnt, model: OpenModel, signal: AbortSignal): Promise<void> {
    const { design, window } = learnt;
    const { t, h, w } = design.clip;
    const { live } = await studio().request('openLive', {
      clipLength: t,
      interval: 1,
      channels: design.reference.in_channels === 1 ? 1 : 3,
      geometry: { crop: { width: w, height: h }, shortSide: null, crops: 'center' },
    });
    let [next, answered, heated, told] = [0, 0, 0, 0];
    let answering: Promise<void> | null = null;
    let said = NO_LABEL;
    let rate = 0;

    const answer = async (): Promise<void> => {
      const newest = performance.now();
      const { clip } = await studio().request('liveClip', { live });
      if (!clip || signal.aborted) return;
      const { outputs } = await model.run(clip, { signal });
      const scores = logitsOf(outputs);
      if (!scores) return;
      const now = performance.now();
      const seconds = answered > 0 ? (now - answered) / 1000 : 0;
      if (seconds > 0) rate = rate === 0 ? 1 / seconds : 0.8 * rate + 0.2 / seconds;
      answered = now;
      said = steadied(said, recognisedFrom(scores), seconds);
      if (now - told > TELL_EVERY) {
        told = now;
        tell({ said, rate, latency: now - newest, missing: 0 });
      }
      if (said.label !== null && now - heated > HEAT_EVERY) {
        heated = now;
        tell({ heat: await heatOf(learnt, resultNamed(outputs, 'conv5'), said.label) });
      }
    };

    const listen = async ({ image, time }: CameraFrame): Promise<void> => {
      if (signal.aborted || time < next) {
        image.close();
        return;
      }
      const step = window / t;
      // A camera slower than the window's own rate gives what it has.
      next = Math.max(next + step, time + step / 2);
      const { missing } = await studio().request('pushLive', { lives: [live], image }, { transfer: [image] });
      const [lacking = 0] = missing;
      if (lacking > 0) tell({ missing: lacking });
      else if (!answering)
        answering = answer()
          .catch((error: unknown) => fail(signal, error))
          .finally(() => {
            answering = null;
          });
    };
    camera.listen((frame) => listen(frame).catch((error: unknown) => fail(signal, error)));
    signal.addEventListener(
      'abort',
      () =>
        void studio()
          .request('closeLive', { live })
          .catch(() => {}),
      {
        once: true,
      },
    );
  }

  async function heatOf(learnt: Learnt, features: Tensor<'float32'>, classIndex: number) {
    const weights = await network.weights(learnt);
    const { map } = await studio().request('gradCam', { design: learnt.design, weights, features, classIndex });
    return map;
  }
}
