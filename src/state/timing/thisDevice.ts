import type { DeviceKey, NetworkPlace, TrialRow } from '../../timing/trialRows';
import { deviceKey, networkKey, type Runner } from '../../worker/client';

/** The device that a target runs on here. Apart from what devices chose, which the first screen has without any worker. */
export function thisDevice(capabilities: Runner['capabilities'], target: TrialRow['target']): DeviceKey {
  return deviceKey(capabilities, target);
}

/** The network on the screen, as its ways to be opened are kept. */
export function thisNetwork(of: Parameters<typeof networkKey>[0]): NetworkPlace {
  return networkKey(of);
}
