import { CLIP } from '../architecture/architecture';
import type { Lesson } from './lesson';
import { designFrom, networkOf, scene } from './network';
import { estimate, nearest } from './questions';
import { claim, fact, lit, named, ratio, say, term } from './text';

const S = networkOf(designFrom('S'));
const DOUBLED = { clip: { t: 2 * S.design.clip.t } };
const doubled = networkOf(designFrom('S', DOUBLED));

const frames = claim('number', () => S.design.clip.t);
const framesAt = (path: string) => claim('number', () => S.output(path)[2] ?? 0);
const sideAt = (path: string) => claim('number', () => S.output(path)[3] ?? 0);
const framesSeen = S.framesSeen('conv5');
const blocks = claim('number', () => S.architecture().stages.reduce((sum, { blocks }) => sum + blocks.result, 0));
/** The first block whose convolutions see the whole clip. */
const sawAll = fact(() => {
  const paths = S.architecture().parts.flatMap(({ kind, children }) => (kind === 'stage' ? children : []));
  return paths.find(({ path }) => S.framesSeen(path).value() >= S.design.clip.t)?.path ?? 'no block';
});

/** Frames left before and after each stage, were time strided by two where space is: in every stage's first block. */
function stridedFrames(): ReadonlyMap<string, readonly [before: number, after: number]> {
  let left = S.design.clip.t;
  return new Map(
    S.architecture().stages.map(({ path }) => {
      const before = left;
      left = Math.ceil(left / 2);
      return [path, [before, left]];
    }),
  );
}
const framesLeft = claim('number', () => [...stridedFrames().values()].at(-1)?.[1] ?? 0);
/** The MACs of that network: layers scale with their frames; what stands behind a global pool has none. */
const stridedMacs = claim('MACs', () => {
  const strided = stridedFrames();
  const last = framesLeft.value();
  return S.architecture().layers.reduce((sum, { path, inputs, output }) => {
    const macs = S.macs(path).value();
    if (output.length < 5 || output[2] === 1) return sum + macs;
    const [before, after] =
      strided.get(path.split('.')[0] ?? '') ??
      (inputs[0] === CLIP || path.startsWith('conv1_') ? [frames.value(), frames.value()] : [last, last]);
    const first = path.includes('.0.conv1.');
    return sum + (macs * (first ? before : after)) / frames.value();
  }, 0);
});

/** Why the reference keeps every frame to the end, and what that costs. */
export const TIME: Lesson = {
  name: 'time',
  title: 'Why time is never strided',
  summary: 'Space shrinks in every stage, time in none: every frame reaches the head.',
  steps: [
    {
      title: 'Frames in, frames out',
      scene: scene('S', { level: 'stages' }),
      text: [
        say`X3D-S is fed ${frames} frames. The ${lit('stem', 'stem')} and the first block of ${lit('each stage', ({ stages }) => stages.map(({ path }) => path))} halve the picture: a side of ${sideAt('conv1_s')} after the stem is ${sideAt('conv5')} at the end. That is a ${term('stride', 'stride')} in space.`,
      ],
      question: nearest({
        ask: say`How many frames are left when ${lit('the last convolution', 'conv5')} is done?`,
        answer: framesAt('conv5'),
        options: [
          { label: say`All of them`, claim: frames },
          { label: say`Half of them`, claim: claim('number', () => Math.ceil(S.design.clip.t / 2)) },
          { label: say`One`, claim: claim('number', () => 1) },
        ],
        reveal: [
          say`${framesAt('conv5')} of ${frames}: no convolution of the reference has a stride in time, and no number of a design gives it one. Only the pool in the ${lit('head', 'head')} brings the frames together.`,
        ],
      }),
    },
    {
      title: 'What keeping them costs',
      scene: scene('S', { level: 'stages', measure: 'macs' }),
      text: [
        say`Suppose time were strided by two in every stage, as space is. Of ${frames} frames ${framesLeft} would be left after the last stage.`,
      ],
      question: estimate({
        ask: say`How many times the work is it to keep every frame?`,
        answer: ratio(S.macs(), stridedMacs),
        from: 1,
        to: 16,
        scale: 'log',
        reveal: [
          say`${ratio(S.macs(), stridedMacs)}: ${S.macs()} in place of about ${stridedMacs}. The reference pays this, and saves in width instead.`,
          say`What it buys is a matter of training, which this app does not do. The abstract of the paper reports that high resolution in space and time lets a network be very light in width.`,
        ],
      }),
    },
    {
      title: 'Seeing far in time',
      scene: scene('S', { level: 'blocks' }),
      text: [
        say`Without strides the ${term('receptive field', 'field')} in time grows slowly: by two frames with every ${lit('channel-wise convolution', named('conv2'))}. There are ${blocks} blocks, so it reaches ${framesSeen} frames in the end, more than the clip has. The first block that sees all of the clip is ${sawAll}.`,
      ],
      question: nearest({
        ask: say`Twice as many frames: what becomes of the work?`,
        answer: ratio(doubled.macs(), S.macs()),
        options: [
          { label: say`It stays`, claim: claim('times', () => 1) },
          { label: say`It doubles`, claim: claim('times', () => 2) },
          { label: say`It grows fourfold`, claim: claim('times', () => 4) },
        ],
        revealed: scene('S', { level: 'blocks', ...DOUBLED }),
        reveal: [
          say`${ratio(doubled.macs(), S.macs())}, and all of it in the same layers: nothing is strided in time, so every layer has twice the frames. There are ${doubled.parameters()}, as before.`,
        ],
      }),
    },
  ],
  sources: [
    'mmaction2 mmaction/models/backbones/x3d.py (spatial_strides; no stride in time)',
    'Abstract of arXiv:2004.04730, as in mmaction2 configs/recognition/x3d/README.md',
  ],
};
