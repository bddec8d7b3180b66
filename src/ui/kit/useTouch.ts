import { useMedia } from './useMedia';

/** True on a device that is held and touched: it has no pointer that hovers, and mostly no keys. */
export function useTouch(): boolean {
  return useMedia('(hover: none) and (pointer: coarse)');
}
