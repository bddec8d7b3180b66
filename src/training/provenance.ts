import type { Share } from './interval';
import type { Recipe } from './recipe';

/** Under which name files we write say where trained weights come from. */
export const TRAINED_KEY = 'trained';

/** What decides a run, and how far it came. */
export interface Trained {
  readonly recipe: Recipe;
  readonly data: object;
  readonly seed: number;
  /** Updates made. */
  readonly step: number;
  readonly validations: readonly { readonly step: number; readonly accuracy: Share }[];
  /** Of clips that chose nothing; absent where none were asked about. */
  readonly test?: Share;
}

/** Where trained weights come from, as texts for a file's metadata: enough to train them again. */
export function provenanceOf(trained: Trained): ReadonlyMap<string, string> {
  const { recipe, data, seed, step, validations, test } = trained;
  const last = validations.at(-1);
  const validation = last && { step: last.step, ...last.accuracy };
  return new Map([
    [TRAINED_KEY, JSON.stringify({ recipe, data: describedData(data), seed, steps: step, validation, test })],
  ]);
}

/** Data as a file tells of them: clips and pictures stay where they are, their number is told; a hash says which they are. */
export function describedData(data: object): unknown {
  return JSON.parse(
    JSON.stringify(data, (key, value: unknown) => {
      if (key === 'clips' && typeof value === 'object' && value !== null && 'shape' in value)
        return { shape: value.shape };
      if (key === 'rows' && typeof value === 'object') return undefined;
      if (key === 'photographs' && Array.isArray(value)) return value.length;
      return value;
    }),
  );
}
