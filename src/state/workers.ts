import { lazily } from '../memo/lazily';
import { memoised } from '../memo/memoised';
import { type KnownDevice, type Runner, type Studio, startRunner, startStudio, startTraining } from '../worker/client';
import type { Training } from '../worker/training';
import type { App } from './app';
import { chosenSetup, deviceChoicesOf, distrustOf, keepDistrust } from './timing/deviceChoices';

/** The workers of an app, each started when something first asks for it, and shared by everything that does. */
export interface Workers {
  /** Keeps weights: those that were read are there for every run. */
  studio(): Studio;
  /** One session worker, one look at what the browser can do. */
  runner(): Promise<Runner>;
  /** The trainer and its data worker. */
  training(): Training;
}

export const workersOf: (app: App) => Workers = memoised((app) => {
  const deviceChoices = deviceChoicesOf(app);
  const studio = lazily(startStudio);
  const device: KnownDevice = {
    setupOf: (device, provider, network) => chosenSetup(deviceChoices.getState(), device, provider, network),
    distrust: (gpu) => distrustOf(deviceChoices.getState(), gpu),
    keepDistrust: (gpu, objection) => keepDistrust(deviceChoices, gpu, objection),
  };
  return { studio, runner: lazily(() => startRunner(studio(), device)), training: lazily(startTraining) };
});
