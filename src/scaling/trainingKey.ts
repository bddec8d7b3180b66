import { baseChannels, stageFacts } from '../architecture/stages';
import type { Design } from '../design/design';
import { memoised } from '../memo/memoised';

/**
 * A text that two designs share where one recipe trains them to the same bits: they differ at most in how a width or a
 * depth was written before it was rounded, in clips a batch, and, of clips of one frame, in how far frames are apart.
 */
export const trainingKey: (design: Design) => string = memoised((design) => {
  const { gamma_w: _w, gamma_b: _b, gamma_d: _d, ...reference } = design.reference;
  const { t, h, w, interval } = design.clip;
  const stages = stageFacts(design).map(({ blocks, channels, planes, stride, se, seWidth }) => [
    ...[blocks.result, channels, planes.result],
    ...[stride, se, seWidth?.result],
  ]);
  const entries = Object.entries(reference).toSorted(([one], [other]) => (one < other ? -1 : 1));
  const head = design.head && Object.entries(design.head).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify([baseChannels(design).result, stages, entries, t, h, w, t === 1 ? 1 : interval, head]);
});
