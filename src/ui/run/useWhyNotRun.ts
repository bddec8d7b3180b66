import { whyNotTaken } from '../../state/run/clipArray';
import { useDocument, useRun } from '../app/useStudio';

/** Why the network on the screen cannot take the chosen input, in a sentence; null where it can. */
export function useWhyNotRun(): string | null {
  const input = useRun(({ settings }) => settings.input);
  const design = useDocument(({ legal }) => legal);
  if (input.kind === 'noise') return null;
  if (input.kind === 'array') return whyNotTaken(input.array, design)?.what ?? null;
  const { in_channels: channels } = design.reference;
  return channels === 1 || channels === 3
    ? null
    : `This network takes ${channels} channels, and a video gives 3 (RGB) or 1 (luma).`;
}
