import { useMemo } from 'react';
import type { Contender } from '../../state/timing/measurements';
import { useDocument, useLive } from '../app/useStudio';

/** The network on the screen as runs and measurements take it: its weights and backend are those of the Run panel. */
export function useContender(): Contender {
  const design = useDocument(({ legal }) => legal);
  const preset = useDocument((document) => document.preset);
  const weights = useLive(({ settings }) => settings.weights);
  const provider = useLive(({ settings }) => settings.provider);
  return useMemo(
    () => ({ name: `this network (from X3D-${preset})`, design, weights, provider, form: 'lowered' }),
    [design, preset, weights, provider],
  );
}
