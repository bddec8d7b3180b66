import { ConfigError } from '../configs/configError';
import { looksLikeConfig, readConfig } from '../configs/readConfig';
import type { StatedDesign } from '../configs/statedDesign';
import type { CheckpointFile } from './checkpointFile';
import { readHyperParameters } from './hyperParameters';

/** What a checkpoint says of its network in words, beside the tensors. */
export interface FileStatement {
  /** What states the design; null where nothing does. */
  readonly stated: StatedDesign | null;
  /** The key it stands under: `cfg`, `meta.cfg`, `hyper_parameters`; '' where nothing states anything. */
  readonly under: string;
  /** Texts that may state a design and were not understood, a sentence each. */
  readonly notUnderstood: readonly string[];
}

/** Where trainers keep their configuration: SlowFast and mmengine, mmengine's meta, mmcv's of old, and what people choose. */
const TEXTS = ['cfg', 'meta.cfg', 'meta.config', 'config', 'meta.exp_cfg'];
/** Where Lightning keeps the arguments a module was built with. */
const HYPER_PARAMETERS = 'hyper_parameters';

/**
 * What a file states: SlowFast's `cfg` (YAML), `meta.cfg` and `cfg` of mmengine (Python), Lightning's `hyper_parameters`.
 * The first that states anything of an X3D counts. Texts are read as data; nothing of them is run.
 */
export function statedBy({ metadata }: Pick<CheckpointFile, 'metadata'>): FileStatement {
  const notUnderstood: string[] = [];
  for (const under of TEXTS) {
    const text = metadata.get(under);
    if (text === undefined || !(looksLikeConfig(text) || /^\s*\w+:/m.test(text))) continue;
    try {
      return { stated: readConfig(text), under, notUnderstood };
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      notUnderstood.push(`${under} was not read: ${error.message}`);
    }
  }
  const stated = readHyperParameters(metadata, HYPER_PARAMETERS);
  return { stated, under: stated ? HYPER_PARAMETERS : '', notUnderstood };
}
