import { CLIP } from '../architecture/architecture';
import { lazily } from '../memo/lazily';
import { named } from './namedParts';
import { designFrom, networkOf, scene } from './network';
import { estimate, logScale, pointAtFirst } from './questions';
import { claim, fact, lesson, lit, ratio, say, term } from './text';

const S = networkOf(designFrom('S'));
const DOUBLED = { clip: { t: 2 * S.design.clip.t } };
const doubled = networkOf(designFrom('S', DOUBLED));

const frames = claim('number', () => S.design.clip.t);
/** What one points at, where the graph shows stages. */
const PARTS = ['stem', 'layer1', 'layer2', 'layer3', 'layer4', 'conv5', 'head'];
const sideAt = (path: string) => claim('number', () => S.output(path)[3] ?? 0);
const framesSeen = S.framesSeen('conv5');
const blocks = claim('number', () => S.blocks().length);
const stemSees = S.framesSeen('stem');
/** Frames that leave a part of the network: behind the pool there is one. */
const framesOut = (path: string) => claim('number', () => (S.output(path).length === 5 ? (S.output(path)[2] ?? 0) : 1));
/** The first block whose convolutions see the whole clip, and its number in forward order. */
const firstToSeeAll = lazily(() => S.blocks().findIndex((path) => S.framesSeen(path).value() >= S.design.clip.t));
const sawAll = fact(() => S.blocks()[firstToSeeAll()] ?? 'none');
const sawAllAt = claim('number', () => firstToSeeAll() + 1);

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
export const TIME = lesson({
  name: 'time',
  title: 'Why time is never strided',
  summary: 'Space shrinks in every stage, time in none: every frame reaches the head.',
  steps: [
    {
      title: 'Frames in, frames out',
      scene: scene('S', { level: 'stages' }),
      text: say`X3D-S is fed ${frames} frames. The ${lit('stem', 'stem')} and the first block of ${lit('each stage', ({ stages }) => stages.map(({ path }) => path))} halve the picture: a side of ${sideAt('conv1_s')} after the stem is ${sideAt('conv5')} at the end. That is a ${term('stride', 'stride')} in space. Every part of the graph says the shape it gives: channels, frames, rows, columns.`,
      question: pointAtFirst({
        ask: say`Which part is the first to give fewer frames than it was fed?`,
        parts: () => PARTS.map((path) => ({ path, claim: framesOut(path) })),
        holds: (left) => left < S.design.clip.t,
        reveal: say`The ${lit('head', 'head')}, by its pool. ${framesOut('conv5')} of ${frames} frames reach it: no convolution of the reference has a stride in time, and no number of a design gives it one.`,
      }),
    },
    {
      title: 'What keeping them costs',
      scene: scene('S', { level: 'stages', measure: 'macs' }),
      text: say`Suppose time were strided by two in every stage, as space is. Of ${frames} frames ${framesLeft} would be left after the last stage.`,
      question: estimate({
        ask: say`How many times the work is it to keep every frame?`,
        answer: ratio(S.macs(), stridedMacs),
        ...logScale(1, 64),
        reveal: [
          say`${ratio(S.macs(), stridedMacs)}: ${S.macs()} in place of about ${stridedMacs}. The reference pays this, and saves in width instead.`,
          say`What it buys is a matter of training: small networks trained here on made clips show it in the next lesson. The abstract of the paper reports that high resolution in space and time lets a network be very light in width.`,
        ],
      }),
    },
    {
      title: 'Seeing far in time',
      scene: scene('S', { level: 'blocks' }),
      text: say`With no stride to help, an output sees further in time only by the ${lit('channel-wise convolution', named('conv2'))} of each block: by two frames a block, one on either side. The ${lit('stem', 'stem')} sees ${stemSees}. That is the ${term('receptive field', 'field')}.`,
      question: pointAtFirst({
        ask: say`Through convolutions alone, which block is the first whose outputs see all ${frames} frames?`,
        parts: () => S.blocks().map((path) => ({ path, claim: S.framesSeen(path) })),
        holds: (seen) => seen >= S.design.clip.t,
        revealed: scene('S', { level: 'blocks', measure: 'receptiveField' }),
        reveal: [
          say`${sawAll}, number ${sawAllAt} of ${blocks}. In the end an output sees ${framesSeen}, far more than the clip has. The graph is now coloured by the part of the clip that is seen, rows and columns counted too: seeing all of the picture takes more blocks, in spite of the strides. Gates of ${term('SE', 'se')} see the whole clip from the first block on.`,
          say`And twice as many frames? ${ratio(doubled.macs(), S.macs())} the work, and ${doubled.parameters()}, as before.`,
        ],
      }),
    },
  ],
  further: [
    { kind: 'field', label: 'Frames', field: 'clip.t' },
    { kind: 'explore', label: 'One axis at a time', activity: 'axes' },
  ],
  sources: [
    'mmaction2 mmaction/models/backbones/x3d.py (spatial_strides; no stride in time)',
    'Abstract of arXiv:2004.04730, as in mmaction2 configs/recognition/x3d/README.md',
  ],
});
