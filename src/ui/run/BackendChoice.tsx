import { runServiceOf } from '../../state/run/runService';
import type { RunSettings } from '../../state/run/runStore';
import { useApp } from '../app/useApp';
import { useRun } from '../app/useStudio';
import { SegmentedControl } from '../kit/controls/SegmentedControl';

const PROVIDERS: readonly { readonly value: RunSettings['provider']; readonly label: string }[] = [
  { value: 'auto', label: 'Auto' },
  { value: 'webgpu', label: 'WebGPU' },
  { value: 'wasm', label: 'WASM' },
];

/** What the network runs on. */
export function BackendChoice() {
  const runService = runServiceOf(useApp());
  const provider = useRun(({ settings }) => settings.provider);
  return (
    <SegmentedControl
      aria-label="Backend"
      value={provider}
      data={PROVIDERS}
      onChange={(chosen) => void runService.configure({ provider: chosen })}
    />
  );
}
