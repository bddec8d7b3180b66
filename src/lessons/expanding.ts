import type { Option, Paragraph } from './lesson';
import { estimate, linearScale, most } from './questions';
import { claim, lesson, percent, ratio, say, term } from './text';
import { GROWN_SHAPE, smallScene, TRAINED, trainedNetwork } from './trainedNetworks';

const start = trainedNetwork({});
const longer = trainedNetwork({ t: 8 });
const wider = trainedNetwork({ gamma_b: 2.25 });
const larger = trainedNetwork({ side: 24 });
const deeper = trainedNetwork({ gamma_d: 2 });
const sparse = trainedNetwork({ interval: 2 });
const both = trainedNetwork({ t: 8, side: 24, ...GROWN_SHAPE });
const onlySide = trainedNetwork({ t: 8, side: 24 });
const onlyShape = trainedNetwork({ t: 8, ...GROWN_SHAPE });
const frames = claim('number', () => start.design.clip.t);
const option = (label: Paragraph, network: typeof start): Option => ({ label, claim: network.right() });

/** A step of the expansion with accuracies that were measured: the winner, a step for nothing, and two axes at once. */
export const EXPANDING = lesson({
  name: 'expanding',
  title: 'Expanding one axis at a time',
  summary: 'A step of the search trains one candidate an axis, and keeps what gains most for its work.',
  steps: [
    {
      title: 'Guess the winner',
      scene: smallScene(start.design),
      text: [
        say`This small network sees ${frames} frames, and names ${start.right()} of clips rightly in which something moves left, right, up or down. The paper’s search would now train a candidate for each axis at about twice the work, and keep the best.`,
        say`Four of them were trained, each from ${TRAINED.seeds} seeds: ${ratio(longer.macs(), start.macs())} the work for more frames, ${ratio(wider.macs(), start.macs())} for a wider ${term('bottleneck', 'bottleneck')}, ${ratio(larger.macs(), start.macs())} for larger frames, ${ratio(deeper.macs(), start.macs())} for more blocks.`,
      ],
      question: most({
        ask: say`Which of them names the most clips rightly?`,
        options: [
          option(say`More frames, ${term('γ_t', 'gamma_t')}`, longer),
          option(say`A wider bottleneck, ${term('γ_b', 'gamma_b')}`, wider),
          option(say`Larger frames, ${term('γ_s', 'gamma_s')}`, larger),
          option(say`More blocks, ${term('γ_d', 'gamma_d')}`, deeper),
        ],
        revealed: smallScene(longer.design),
        reveal: [
          say`More frames: ${longer.right()}. The bottleneck gives ${wider.right()}, larger frames ${larger.right()} and more blocks ${deeper.right()}. The last two are below the start, in a training this short: what is larger is also harder to train.`,
          say`Beware of a single run. Larger frames reached ${larger.rightOf('lowest')} from one seed and ${larger.rightOf('highest')} from the other, so one seed alone could rank the four otherwise.`,
        ],
      }),
    },
    {
      title: 'A step for nothing',
      scene: smallScene(start.design),
      text: say`Frames need not be neighbours. Let the network take every second frame of the clip instead: it still sees ${frames} of them, and so it still takes ${sparse.macs()}. What moves has moved twice as far from one to the next.`,
      question: estimate({
        ask: say`It named ${start.right()} rightly before. How much now, in per cent?`,
        answer: percent(sparse.right()),
        ...linearScale(1, 100),
        revealed: smallScene(sparse.design),
        reveal: say`${sparse.right()}, for the same work. Which frames are taken is part of a design, though no layer shows it. That is ${term('γ_τ', 'gamma_tau')}, read the other way round.`,
      }),
    },
    {
      title: 'Two axes at once',
      scene: smallScene(longer.design),
      text: say`With more frames the network names ${longer.right()} rightly. From there larger frames alone lead to ${onlySide.right()}, and a wider bottleneck with one block more to ${onlyShape.right()}.`,
      question: estimate({
        ask: say`And all of that together? In per cent.`,
        answer: percent(both.right()),
        ...linearScale(1, 100),
        revealed: smallScene(both.design),
        reveal: [
          say`${both.right()}, for ${ratio(both.macs(), start.macs())} the work of the start. Axes help each other, and a search that moves one at a time sees that late. The paper takes small steps on all six, which is cheap: six trainings a step.`,
          say`In the explorer you can take such steps from a tiny X2D. Each candidate is trained before your eyes, and the best for its cost is marked. These clips tell nothing of Kinetics, where other axes may win.`,
        ],
      }),
    },
  ],
  further: [
    {
      kind: 'explore',
      label: 'Train the candidates of a step',
      activity: 'expansion',
      height: 'madeClips',
      walk: 'tiny',
    },
    { kind: 'explore', label: 'Every trained design against its work', activity: 'family', height: 'madeClips' },
  ],
  sources: [
    'The search: arXiv:2004.04730, section on progressive expansion',
    'Accuracies: trained by this app on clips it makes (npm run train:family), not on Kinetics',
  ],
});
