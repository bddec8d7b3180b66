import { useSession } from '../app/useStudio';

/** Whose the design on the screen is: while a lesson is open, one's own is put aside. */
export type Whose = 'your' | 'the lesson’s';

/** Whose the design on the screen is now. */
export function useWhose(): Whose {
  return useSession(({ lesson }) => (lesson === null ? 'your' : 'the lesson’s'));
}
