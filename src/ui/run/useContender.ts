import { useMemo } from 'react';
import type { Contender } from '../../state/timing/measurements';
import { useDocument, useRun } from '../app/useStudio';

/** The network on the screen as runs and measurements take it: its weights and backend are those of the Run panel. */
export function useContender(): Contender {
  const design = useDocument(({ legal }) => legal);
  const preset = useDocument((document) => document.preset);
  const weights = useRun(({ settings }) => settings.weights);
  const provider = useRun(({ settings }) => settings.provider);
  return useMemo(
    () => ({ name: `this network (from X3D-${preset})`, design, weights, provider, form: 'lowered' }),
    [design, preset, weights, provider],
  );
}
