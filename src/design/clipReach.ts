import type { Clip } from './design';

/** Source frames from a clip's first to its last, both counted, as mmaction2's SampleFrames reads them. */
export function clipReach({ t, interval }: Pick<Clip, 't' | 'interval'>): number {
  return (t - 1) * interval + 1;
}
