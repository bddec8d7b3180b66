import { named } from './namedParts';
import { draw, estimate, linearScale, nearest } from './questions';
import { claim, lesson, lit, percent, ratio, say, term } from './text';
import { GROWN_SHAPE, smallScene, TRAINED, trainedNetwork } from './trainedNetworks';

const one = trainedNetwork({ t: 1 });
const large = trainedNetwork({ t: 1, side: 24, ...GROWN_SHAPE });
/** Frames that are asked about; all else is alike. One frame was told before. */
const FRAMES = [2, 3, 4, 6, 8] as const;
const byFrames = [1, ...FRAMES].map((t) => ({ t, network: trainedNetwork({ t }) }));
const two = trainedNetwork({ t: 2 });
const four = trainedNetwork({ t: 4 });
const eight = trainedNetwork({ t: 8 });
const best = trainedNetwork({ t: 8, side: 24, ...GROWN_SHAPE });
const frames = claim('number', () => best.design.clip.t);
const side = claim('number', () => one.design.clip.h);

/** What a network names rightly that sees one frame, more frames, shuffled frames, and frames in reverse. */
export const WHY_TIME = lesson({
  name: 'why-time',
  title: 'Why time matters',
  summary: 'Some classes cannot be told from any single frame; more frames, in their order, tell them.',
  steps: [
    {
      title: 'One frame',
      scene: smallScene(one.design),
      text: [
        say`Something moves left, right, up or down. Where it starts and ends, its texture, colour and size are drawn without regard to the direction. This small network sees one frame of ${side} by ${side} pixels.`,
        say`It was trained by this app for ${TRAINED.updates} updates of ${TRAINED.batch} clips, from ${TRAINED.seeds} seeds, and then asked about ${TRAINED.heldOut} clips it had not seen.`,
      ],
      question: nearest({
        ask: say`What part of them did it name rightly, on average over the seeds?`,
        answer: one.right(),
        options: [
          { label: say`As much as guessing`, claim: TRAINED.guessing },
          { label: say`About half`, claim: claim('share', () => 0.5) },
          { label: say`Nearly all`, claim: claim('share', () => 0.95) },
        ],
        reveal: say`${one.right()}: guessing among ${TRAINED.classes} classes gives ${TRAINED.guessing}. A single frame has nothing to tell. A larger network does no better: with ${ratio(large.macs(), one.macs())} the work it named ${large.right()} rightly, from one frame again.`,
      }),
    },
    {
      title: 'More frames',
      scene: smallScene(four.design),
      text: say`Now the same network is fed more frames. The ${lit('channel-wise convolutions', named('conv2'))} filter over time as well. Nothing else was changed, and each was trained alike: ${term('γ_t', 'gamma_t')} alone grows.`,
      question: draw({
        ask: say`How does the part that is named rightly grow with the frames?`,
        x: { title: 'frames', unit: 'number', from: 1, to: 8, scale: 'linear' },
        y: { title: 'named rightly', unit: 'share', from: 0, to: 1, scale: 'linear' },
        at: FRAMES,
        start: 0.25,
        known: () => byFrames.slice(0, 1).map(({ t, network }) => ({ x: t, y: network.right().value() })),
        curve: () => byFrames.map(({ t, network }) => ({ x: t, y: network.right().value() })),
        revealed: smallScene(eight.design),
        reveal: [
          say`Two frames: ${two.right()}. Four: ${four.right()}. Eight: ${eight.right()}, for ${ratio(eight.macs(), one.macs())} the work of one frame. Two frames would do in principle. In a training this short they are too little.`,
          say`Seeds differ much. With four frames one reached ${four.rightOf('lowest')} and the other ${four.rightOf('highest')}. One run ranks little.`,
        ],
      }),
    },
    {
      title: 'The same frames, shuffled',
      scene: smallScene(best.design),
      text: say`This network has ${frames} larger frames, a wider ${term('bottleneck', 'bottleneck')} and one block more. It named ${best.right()} rightly. Now the same clips come with their frames in a drawn order: every pixel is still there.`,
      question: nearest({
        ask: say`What part of the shuffled clips does it name rightly?`,
        answer: best.shuffled(),
        options: [
          { label: say`Nearly as much as before`, claim: best.right() },
          { label: say`About half: the axis is still seen`, claim: claim('share', () => 0.5) },
          { label: say`Little more than guessing`, claim: TRAINED.guessing },
        ],
        reveal: say`${best.shuffled()}. What it learnt is the order of the frames, not what is on them. In shuffled frames nothing tells left from right. The axis could be seen still; this network makes little of it.`,
      }),
    },
    {
      title: 'And in reverse',
      scene: smallScene(best.design),
      text: say`Played backwards, a clip that goes left goes right. Every frame is the same, and so is every pair of neighbours; only the order is turned round.`,
      question: estimate({
        ask: say`How often does the network name the opposite direction then, in per cent?`,
        answer: percent(best.backwards()),
        ...linearScale(1, 100),
        reveal: say`${best.backwards()} of the clips, as often as it was right before. For actions the same holds for opening and closing, or standing up and sitting down. Kinetics is not made like these clips: scenes and things tell much of a class there, so no number here is one for it.`,
      }),
    },
  ],
  further: [
    { kind: 'explore', label: 'Every trained design against its work', activity: 'family', height: 'madeClips' },
    {
      kind: 'explore',
      label: 'Grow a tiny X2D and train each step',
      activity: 'expansion',
      height: 'madeClips',
      walk: 'tiny',
    },
  ],
  sources: ['Accuracies: trained by this app on clips it makes (npm run train:family), not on Kinetics'],
});
