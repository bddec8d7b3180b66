import { useCallback } from 'react';
import type { Design } from '../../design/design';
import { explorer } from '../../state/browserExplorer';
import { useExplore } from '../kit/useExplore';
import type { OfferedStep } from './designPoints';
import { type Answer, useAnswer } from './useAnswer';

/** What a room beside the chart is given. */
export interface ActivityProps {
  /** Where the axes lead from the design the activity is about. */
  readonly offers: Answer<readonly OfferedStep[]>;
}

/** What the six axes offer from a design, at the explorer's step; null asks nothing. */
export function useOffers(design: Design | null): Answer<readonly OfferedStep[]> {
  const factor = useExplore((state) => state.factor);
  const device = useExplore((state) => state.device);
  const question = useCallback(
    (signal: AbortSignal) =>
      design ? explorer.request('offers', { design, factor, device }, { signal }) : Promise.resolve([]),
    [design, factor, device],
  );
  return useAnswer(design ? question : null);
}

/** What the axes offer to shrink a design onto a target of MACs; null asks nothing. */
export function useContractions(design: Design, targetMacs: number | null): Answer<readonly OfferedStep[]> {
  const device = useExplore((state) => state.device);
  const question = useCallback(
    (signal: AbortSignal) =>
      targetMacs === null
        ? Promise.resolve([])
        : explorer.request('contractions', { design, targetMacs, device }, { signal }),
    [design, targetMacs, device],
  );
  return useAnswer(targetMacs === null ? null : question);
}
