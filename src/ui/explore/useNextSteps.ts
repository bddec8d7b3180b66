import { useCallback } from 'react';
import { designCounts } from '../../analysis/costs';
import type { Design } from '../../design/design';
import { nodeOf } from '../../scaling/expansion';
import { explorerOf } from '../../state/explore/explorer';
import { useApp } from '../app/useApp';
import { useDocument, useExplore } from '../app/useStudio';
import { type Answer, useAnswer } from '../kit/useAnswer';
import type { OfferedStep } from './designPoints';

/** Where the six axes lead from the design an activity is about. */
interface NextSteps extends Omit<Answer<readonly OfferedStep[]>, 'current'> {
  /** MACs the steps shrink back onto; null where they are steps forward. */
  readonly onto: number | null;
}

/** What a room beside the chart is given. */
export interface ActivityProps {
  readonly next: NextSteps;
}

/**
 * The six next steps: from the design on the form for single axes, from where the walk stands for the expansion, which
 * contracts while it stands above its target. Nothing is asked for other activities.
 */
export function useNextSteps(): NextSteps {
  const explorer = explorerOf(useApp());
  const activity = useExplore((state) => state.activity);
  const legal = useDocument((document) => document.legal);
  const walked = useExplore(({ walk }) => nodeOf(walk, walk.at).design);
  const target = useExplore((state) => state.target);
  const factor = useExplore((state) => state.factor);
  const device = useExplore((state) => state.device);
  const design: Design | null = activity === 'axes' ? legal : activity === 'expansion' ? walked : null;
  const onto = activity === 'expansion' && target !== null && target < designCounts(walked).macs ? target : null;
  const question = useCallback(
    async (signal: AbortSignal): Promise<readonly OfferedStep[]> => {
      if (design === null) return [];
      return onto === null
        ? explorer.request('offers', { design, factor, device }, { signal })
        : explorer.request('contractions', { design, targetMacs: onto, device }, { signal });
    },
    [explorer, design, onto, factor, device],
  );
  return { ...useAnswer(design === null ? null : question), onto };
}
