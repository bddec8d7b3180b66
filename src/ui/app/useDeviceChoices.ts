import { useStore } from 'zustand';
import { type DeviceChoices, deviceChoicesOf } from '../../state/timing/deviceChoices';
import { useApp } from './useApp';

/** A hook for a part of the device choices: what each device was found to run fastest. A component renders again only when what it picks has changed. */
export function useDeviceChoices<T>(pick: (choices: DeviceChoices) => T): T {
  const app = useApp();
  return useStore(deviceChoicesOf(app), pick);
}
