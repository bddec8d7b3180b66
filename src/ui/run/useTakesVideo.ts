import { useDocument } from '../app/useStudio';

/** True where a video can be fed: it gives 3 channels (RGB) or 1 (luma). */
export function useTakesVideo(): boolean {
  return useDocument(({ legal }) => legal.reference.in_channels === 1 || legal.reference.in_channels === 3);
}
