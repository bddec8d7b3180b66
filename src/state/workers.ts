import { lazily } from '../memo/lazily';
import { memoised } from '../memo/memoised';
import { type KnownDevice, startRunner, startStudio, startTraining } from '../worker/client';
import type { App } from './app';
import { chosenSetup, deviceChoicesOf, distrustOf, keepDistrust } from './timing/deviceChoices';

/** The page's holds on its workers, each a function that starts one when it is first called. */
export type Workers = ReturnType<typeof workersOf>;

/** The workers of an app, each started when something first asks for it, and shared by everything that does. */
export const workersOf = memoised((app: App) => {
  const deviceChoices = deviceChoicesOf(app);
  /** Keeps weights: those that were read are there for every run. */
  const studio = lazily(startStudio);
  const device: KnownDevice = {
    setupOf: (device, provider, network) => chosenSetup(deviceChoices.getState(), device, provider, network),
    distrust: (gpu) => distrustOf(deviceChoices.getState(), gpu),
    keepDistrust: (gpu, objection) => keepDistrust(deviceChoices, gpu, objection),
  };
  return {
    studio,
    /** One session worker, one look at what the browser can do. */
    runner: lazily(() => startRunner(studio(), device)),
    /** The trainer and its data worker. */
    training: lazily(startTraining),
  };
});
