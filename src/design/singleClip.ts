import type { Design } from './design';

/** A design for one clip, whatever batch it was for: what a run, a measurement or a recognised file is about. */
export function singleClip(design: Design): Design {
  return { ...design, clip: { ...design.clip, n: 1 } };
}
