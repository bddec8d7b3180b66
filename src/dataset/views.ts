import { fnv1a, sfc32 } from '../weights/generator';
import type { Clip } from './library';

/** One way to look at a clip: when the network's window begins, where its crop lies, and whether it is mirrored. */
export interface ClipWindow {
  /** Seconds from the take's first frame to the window's first. */
  readonly start: number;
  /** Place of the crop in what the resized frame leaves free, 0 (left, top) to 1; 0.5 is the middle. */
  readonly across: number;
  readonly down: number;
  readonly mirrored: boolean;
  /** One frame of the window, the middle one, in the place of all. */
  readonly still: boolean;
}

/** How a clip is looked at more than once. */
interface ViewChoice {
  /** Seconds that the network's frames reach over. */
  readonly window: number;
  /** Looks at every clip: the first from the middle, the others drawn. */
  readonly views: number;
  /** Whether every second drawn look is mirrored. */
  readonly mirror: boolean;
  readonly seed: number;
}

/** How far a drawn window may reach out of its clip, as a share of the window: hands are not cut to the frame. */
const REACH = 0.1;

/**
 * The looks at a clip. The first, by which it is judged, is the middle of the clip through the middle of the frame; the
 * others begin at drawn times and look through drawn crops. The same seed, clip and number give the same look.
 */
export function viewsOf(clip: Clip, { window, views, mirror, seed }: ViewChoice): readonly ClipWindow[] {
  const room = Math.max(0, clip.to - clip.from - window);
  const first: ClipWindow = { start: clip.from + room / 2, across: 0.5, down: 0.5, mirrored: false, still: false };
  const drawn = Array.from({ length: Math.max(0, views - 1) }, (_, index) => {
    const uniform = sfc32(fnv1a(`${clip.id} ${index}`), seed);
    const reach = REACH * window;
    const start = Math.max(0, clip.from - reach + uniform() * (room + 2 * reach));
    return { start, across: uniform(), down: uniform(), mirrored: mirror && index % 2 === 0, still: false };
  });
  return [first, ...drawn];
}

/** The look by which single frames are judged. */
export function stillOf(view: ClipWindow): ClipWindow {
  return { ...view, still: true };
}
