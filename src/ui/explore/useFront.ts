import { useMemo } from 'react';
import type { Found } from '../../scaling/budget';
import { spread } from '../../scaling/spread';
import type { BudgetResult } from '../../state/explore/explore';
import { useExplore } from '../app/useStudio';

/** What a search found, as far as it is shown. */
export interface Front {
  readonly result: BudgetResult;
  /** A readable number of designs that differ most, without twins. */
  readonly listed: readonly Found[];
  /** Those in the chart, the listed ones among them. */
  readonly drawn: readonly Found[];
}

/** So many fit a screen, and can be weighed against each other. */
const READABLE = 12;

/** More points lie on top of each other. */
const MOST_DRAWN = 400;

/** The front of the newest search; null before the first. */
export function useFront(): Front | null {
  const result = useExplore((state) => state.found);
  return useMemo(() => {
    if (!result) return null;
    const { front, asked } = result;
    const listed = spread(front, asked.aims, READABLE);
    return { result, listed, drawn: [...new Set([...listed, ...spread(front, asked.aims, MOST_DRAWN)])] };
  }, [result]);
}
