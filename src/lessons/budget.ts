import { lazily } from '../memo/lazily';
import { type Budget, type BudgetProgress, type Limit, searchBudget } from '../scaling/budget';
import { gridSize } from '../scaling/grid';
import { designFrom, networkOf, scene } from './network';
import { estimate, least, logScale, task } from './questions';
import { claim, lesson, lit, percent, say, share, term } from './text';

const S = networkOf(designFrom('S'));
const MOST_MACS = 1.5e9;
const MOST_PARAMETERS = 3e6;
const LIMITS: readonly Limit[] = [
  { measure: 'macs', bound: 'at most', value: MOST_MACS },
  { measure: 'parameters', bound: 'at most', value: MOST_PARAMETERS },
];
const mostMacs = claim('MACs', () => MOST_MACS);
const mostParameters = claim('parameters', () => MOST_PARAMETERS);
const BUDGET: Budget = {
  base: S.design,
  grid: {
    gamma_w: [0.6667, 1, 1.3334],
    gamma_b: [1, 1.5, 2.25],
    gamma_d: [1, 1.6, 2.2, 3],
    strides: [[2, 2, 2, 2]],
    se: ['half'],
    frames: [4, 8, 13, 16],
    side: [112, 160, 192, 224],
  },
  limits: LIMITS,
  aims: [
    { measure: 'macs', better: 'less' },
    { measure: 'fieldFrames', better: 'more' },
  ],
  device: null,
};
/** The whole search: some hundred designs, in closed form. */
const searched = lazily((): BudgetProgress => {
  const [result] = [...searchBudget(BUDGET, gridSize(BUDGET.grid))];
  if (!result) throw new Error('The grid of the lesson is empty.');
  return result;
});
const tried = claim('number', () => searched().tried);
const fitting = claim('number', () => searched().fitting);
const front = claim('number', () => searched().front.length);

const after = (change: Parameters<typeof designFrom>[1]) => networkOf(designFrom('S', change)).parameters();

/** From limits to a design: what can be computed, and what cannot. */
export const BUDGET_LESSON = lesson({
  name: 'budget',
  title: 'Designing for a budget',
  summary: 'Limits on work and parameters leave many designs; which are worth training can be narrowed down.',
  steps: [
    {
      title: 'Which knob helps?',
      scene: scene('S', { level: 'stages', measure: 'parameters' }),
      text: say`Let a budget allow ${mostMacs} and ${mostParameters}. X3D-S takes ${S.macs()} and has ${S.parameters()}, of which the ${lit('head', 'head')} alone has ${share(S.parameters('head'), S.parameters())}.`,
      question: least({
        ask: say`Which change leaves the fewest parameters?`,
        options: [
          { label: say`Fewer frames: half as many`, claim: after({ clip: { t: Math.round(S.design.clip.t / 2) } }) },
          {
            label: say`Fewer blocks: ${term('γ_d', 'gamma_d')} halved`,
            claim: after({ reference: { gamma_d: (S.design.reference.gamma_d ?? 1) / 2 } }),
          },
          {
            label: say`Narrower bottlenecks: ${term('γ_b', 'gamma_b')} halved`,
            claim: after({ reference: { gamma_b: S.design.reference.gamma_b / 2 } }),
          },
        ],
        reveal: say`Frames change nothing here. The bottleneck reaches into the head too: the channels after ${lit('conv5', 'conv5')} are those of the last stage times γ_b, and each is read by every unit of the head.`,
      }),
    },
    {
      title: 'How many designs fit?',
      scene: scene('S', { level: 'stages' }),
      text: say`Take a grid around X3D-S: some widths, bottlenecks, depths, lengths and sides, ${tried} designs in all.`,
      question: estimate({
        ask: say`What part of them keeps both limits, in per cent?`,
        answer: percent(share(fitting, tried)),
        ...logScale(0.5, 100),
        reveal: [
          say`${share(fitting, tried)}, ${fitting} designs. Of these only ${front} are not beaten on two things at once: little work, and a long ${term('receptive field', 'field')} in time. That is a ${term('front', 'front')}.`,
          say`It is not a list of the best: without training there is no accuracy, so nothing here says which of them to take. It says which ones, by these two, need not be tried.`,
        ],
      }),
    },
    {
      title: 'Your turn',
      scene: scene('S', { level: 'blocks' }),
      text: [
        say`Bring X3D-S within the budget with the form. The limits below are checked as you go.`,
        say`There is no single answer. Think of what the task needs: long actions want frames, small objects want resolution.`,
      ],
      question: task({
        ask: say`Change the design until it keeps both limits.`,
        limits: LIMITS,
        solution() {
          const { front } = searched();
          const nearest = front.toSorted((a, b) => (b.measured.macs ?? 0) - (a.measured.macs ?? 0))[0];
          if (!nearest) throw new Error('No design of the grid keeps the limits of the lesson.');
          return nearest.design;
        },
        reveal: say`It fits. The Budget room of the explorer searches a wider grid under limits of your own, and a press there opens a design.`,
      }),
    },
  ],
  further: [{ kind: 'explore', label: 'Search under a budget', activity: 'budget' }],
  sources: ['Counts and search are this app’s own', 'Sizes of the grid are chosen for the lesson'],
});
