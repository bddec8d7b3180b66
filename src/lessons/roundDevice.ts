import { type DeviceProfile, type PredictedTime, predictTime } from '../analysis/predictedTime';
import { memoised } from '../memo/memoised';
import type { Claim } from './lesson';
import type { Network } from './network';
import { claim } from './text';

/** Round numbers of no device in particular. Lessons are about their proportions; a real device has its own. */
export const ROUND_DEVICE: DeviceProfile = {
  name: 'a device of round numbers',
  macsPerSecond: 20e9,
  bytesPerSecond: 10e9,
  dispatchSeconds: 20e-6,
};

/** What the roofline predicts for a network on it; worked out once. */
export const predicted: (network: Network) => PredictedTime = memoised(({ architecture }) =>
  predictTime(architecture(), ROUND_DEVICE),
);

/** Its predicted time; of what lies under some paths, where they are given. */
export function timeOf(network: Network, ...paths: readonly string[]): Claim {
  const counts = (path: string) =>
    paths.length === 0 || paths.some((under) => path.startsWith(`${under}.`) || path === under);
  return claim('ms', () => predicted(network).layers.reduce((sum, { path, ms }) => sum + (counts(path) ? ms : 0), 0));
}
