import { useMediaQuery } from '@mantine/hooks';

/** True on a device that is held and touched: it has no pointer that hovers, and mostly no keys. */
export function useTouch(): boolean {
  return useMediaQuery('(hover: none) and (pointer: coarse)', false, { getInitialValueInEffect: false });
}
