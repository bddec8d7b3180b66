import { useMemo } from 'react';
import type { DeviceChoices } from '../../state/timing/deviceChoices';
import { thisDevice } from '../../state/timing/thisDevice';
import { useRun } from '../app/useStudio';

/** The device that the network on the screen runs on, as its choices are kept; null until the browser was looked at. */
export function useThisDevice(): {
  readonly key: keyof DeviceChoices['devices'];
  readonly target: 'wasm' | 'webgpu';
} | null {
  const capabilities = useRun((run) => run.capabilities);
  const chosen = useRun(({ settings }) => settings.provider);
  return useMemo(() => {
    if (capabilities === null) return null;
    const { webgpu } = capabilities;
    const automatic = webgpu.available && !webgpu.fallback ? 'webgpu' : 'wasm';
    const target = chosen === 'auto' ? automatic : chosen;
    return { key: thisDevice(capabilities, target), target };
  }, [capabilities, chosen]);
}
