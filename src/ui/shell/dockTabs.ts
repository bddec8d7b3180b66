import type { ComponentType } from 'react';
import { CheckpointPanel, Compare, InsidePanel, LayerTable, RunPanel, TimingPanel } from './rooms';

/** A room of the dock, and the key that opens it. */
interface DockTab {
  readonly id: string;
  readonly name: string;
  readonly key: string;
  /** The key is pressed with Shift. */
  readonly shift?: boolean;
  readonly Room: ComponentType;
}

/** The dock's rooms, in the order of its tabs. */
export const DOCK_TABS: readonly DockTab[] = [
  { id: 'run', name: 'Run', key: 'r', shift: true, Room: RunPanel },
  { id: 'inside', name: 'Inside', key: 'i', Room: InsidePanel },
  { id: 'time', name: 'Time', key: 'm', Room: TimingPanel },
  { id: 'checkpoint', name: 'Checkpoint', key: 'w', Room: CheckpointPanel },
  { id: 'table', name: 'Table', key: 'b', Room: LayerTable },
  { id: 'compare', name: 'Compare', key: 'x', Room: Compare },
];
