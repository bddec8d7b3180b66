import type { Tensor } from './tensor';

/** How many values of a tensor are NaN or infinite, and where the first one is. */
export interface NonFiniteValues {
  readonly nan: number;
  readonly infinite: number;
  /** Place of the first one in row-major order, from 0. */
  readonly first: number;
}

/** The values of a tensor that are no finite numbers; null where all are. */
export function nonFiniteValues({ data }: Tensor<'float32'>): NonFiniteValues | null {
  let [nan, infinite, first] = [0, 0, -1];
  for (let at = 0; at < data.length; at++) {
    const value = data[at] as number;
    if (Number.isFinite(value)) continue;
    if (first < 0) first = at;
    if (Number.isNaN(value)) nan++;
    else infinite++;
  }
  return first < 0 ? null : { nan, infinite, first };
}

/** What follows from such values. */
export const NO_NUMBERS = 'What is computed with them is no number either.';

/** `3 tensors hold values that are no finite numbers` */
export function holdersText(count: number): string {
  return `${count === 1 ? 'One tensor holds' : `${count} tensors hold`} values that are no finite numbers`;
}

/** `3 NaN and 1 infinite values, the first at 17` */
export function nonFiniteText({ nan, infinite, first }: NonFiniteValues): string {
  const parts = [nan > 0 && `${nan} NaN`, infinite > 0 && `${infinite} infinite`].filter(Boolean);
  return `${parts.join(' and ')} ${nan + infinite === 1 ? 'value' : 'values'}, the first at ${first}`;
}
