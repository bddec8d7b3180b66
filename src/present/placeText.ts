import type { Train, TrainRun } from '../state/train/train';
import { timeText } from '../text/numberText';

export type DeviceOption = Train['device'];
type TrainingPlace = TrainRun['place'];

/** What a choice of device means, and where the run on the screen trains. */
export function placeText(device: DeviceOption, place: TrainingPlace | null): string {
  return [ABOUT[device], ...(place && device !== 'exact' ? found(place) : [])].join(' ');
}

const ABOUT: Readonly<Record<DeviceOption, string>> = {
  exact: 'The same run gives the same weights to the bit in every browser.',
  fastest: 'Each device is timed for a second, and the fastest trains. The last digits may differ from the CPU’s.',
  webgpu: 'Trained once its gradients agree with the CPU’s. The last digits may differ.',
};

function found(place: TrainingPlace): string[] {
  const trials = place.trials.map((trial) => `${nameOf(trial)} ${timeText(trial.ms)}`);
  return [
    `This run: ${nameOf(place)}${place.adapter ? ` (${place.adapter})` : ''}.`,
    ...(trials.length > 0 ? [`An update took: ${trials.join('; ')}.`] : []),
    ...(place.whyNotWebGpu ? [place.whyNotWebGpu] : []),
  ];
}

function nameOf({ provider, threads }: Pick<TrainingPlace, 'provider' | 'threads'>): string {
  if (provider === 'webgpu') return 'GPU';
  return threads === 1 ? 'CPU, one thread' : `CPU, ${threads} threads`;
}
