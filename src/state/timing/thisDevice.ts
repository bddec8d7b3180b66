import type { DeviceKey, TrialRow } from '../../timing/trialRows';
import { deviceKey, type Runner } from '../../worker/client';

/** The device that a target runs on here. Apart from what devices chose, which the first screen has without any worker. */
export function thisDevice(capabilities: Runner['capabilities'], target: TrialRow['target']): DeviceKey {
  return deviceKey(capabilities, target);
}
