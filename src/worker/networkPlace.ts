import { singleClip } from '../design/singleClip';
import type { NetworkPlace } from '../timing/trialRows';
import { fnv1a } from '../weights/generator';
import type { PrepareParams } from './studioProtocol';

/**
 * Where ways to open a network are proved and used: that very network, its values too, since a layout may be wrong for
 * some widths and float16 too coarse for some weights. Checkpoints are known by their number, which is this visit's own.
 */
export function networkPlace({ design, weights }: Pick<PrepareParams, 'design' | 'weights'>): NetworkPlace {
  const visit = weights.kind === 'checkpoint' ? performance.timeOrigin : 0;
  const text = JSON.stringify([singleClip(design), weights, visit]);
  return `network ${fnv1a(text).toString(36)}${text.length.toString(36)}`;
}
