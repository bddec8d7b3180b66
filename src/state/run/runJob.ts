import { singleClip } from '../../design/singleClip';
import type { App } from '../app';
import type { Workers } from '../workers';
import type { ClipReader } from './clipReader';
import type { ModelKey, ModelSlot } from './modelSlot';
import type { RunPhase } from './runStore';

/** One piece of work of the run service: how it is stopped, and how it tells what it is busy with. */
export interface RunJob {
  readonly signal: AbortSignal;
  /** @param done share of the step that is done, 0 to 1; null where it is not known */
  report(step: RunPhase, done?: number | null): void;
}

/** What such work is done with. */
export interface RunPlace extends Pick<App, 'document' | 'runStore'>, Pick<Workers, 'studio'> {
  readonly reader: ClipReader;
  /** Two networks at most stay open: the one that runs, and the one with the output that was looked at last. */
  readonly forRuns: ModelSlot;
  readonly forLooks: ModelSlot;
}

/** The network on the screen as it is run: on one clip, whatever batch the costs are counted for. */
export function keyOnScreen({ document, runStore }: Pick<App, 'document' | 'runStore'>): ModelKey {
  const { weights, provider } = runStore.getState().settings;
  return { design: singleClip(document.getState().legal), weights, provider, outputs: [] };
}
