import type { Design } from '../../design/design';
import { sameValue } from '../../design/sameValue';
import type { OpenModel, OpenOptions, Runner } from '../../worker/client';
import type { WeightsChoice } from '../../worker/studioProtocol';
import type { RunSettings } from './runStore';

/** What decides which file is opened. */
export interface ModelKey {
  readonly design: Design;
  readonly weights: WeightsChoice;
  readonly provider: RunSettings['provider'];
  /** Paths whose results are wanted besides `conv5` and `logits`. */
  readonly outputs: readonly string[];
}

/** A slot for one open network: asked for the same one again, it opens nothing; asked for another, it closes that first. */
export type ModelSlot = ReturnType<typeof createModelSlot>;

/** An empty slot. */
export function createModelSlot(runner: () => Promise<Runner>) {
  let kept: { readonly key: ModelKey; readonly model: OpenModel } | null = null;
  return {
    async open(key: ModelKey, options: OpenOptions): Promise<OpenModel> {
      if (kept?.model.isOpen() && kept.model.isCurrent() && sameValue(kept.key, key)) return kept.model;
      const before = kept;
      kept = null;
      await before?.model.close();
      const model = await (await runner()).open(key, options);
      kept = { key, model };
      return model;
    },
    /** True where this very network stands open here: opening another one would close it. */
    holds: (model: OpenModel): boolean => kept?.model === model,
    /** The network that stands open, where it is this one, whatever further outputs it has. */
    find(key: Omit<ModelKey, 'outputs'>): OpenModel | null {
      if (!kept?.model.isOpen()) return null;
      const { outputs: _, ...open } = kept.key;
      return sameValue(open, key) ? kept.model : null;
    },
  };
}
