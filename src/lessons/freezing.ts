import { training } from '../analysis/training';
import { USUAL_SETUP } from '../analysis/trainingSetup';
import { GIGABYTE, type StepMemory, trainingNeed } from '../analysis/trainingStep';
import { lazily } from '../memo/lazily';
import type { Claim } from './lesson';
import { designFrom, networkOf, scene } from './network';
import { estimate, logScale, most } from './questions';
import { claim, lesson, lit, percent, ratio, say, share, term } from './text';

const whole = networkOf(designFrom('S'));
/** Stem and all stages stay as they are: conv5 and the head train. */
const FROZEN = { reference: { frozen_stages: whole.design.reference.num_stages } } as const;
const frozen = networkOf(designFrom('S', FROZEN));
const trainable = (network: typeof whole): Claim =>
  claim('parameters', () => training(network.architecture()).trainable);
const stages = claim('number', () => whole.design.reference.num_stages);

const BATCH = 8;
const batch = claim('number', () => BATCH);
const stepOf = (network: typeof whole) => lazily(() => trainingNeed(network.design, USUAL_SETUP).of(BATCH));
const [wholeStep, frozenStep] = [stepOf(whole), stepOf(frozen)];
const bytes = (step: () => StepMemory, part: keyof StepMemory): Claim => claim('bytes', () => step()[part]);
const saved = (part: keyof StepMemory): Claim => claim('bytes', () => wholeStep()[part] - frozenStep()[part]);
const CARD = 8;
const card = claim('number', () => CARD);
const fits = (network: typeof whole): Claim =>
  claim('number', () => trainingNeed(network.design, USUAL_SETUP).mostClips(CARD * GIGABYTE));

/** What freezing the stages of a trained network leaves to be learnt, and what it saves. */
export const FREEZING = lesson({
  name: 'freezing',
  title: 'Freezing and fine-tuning',
  summary: 'Frozen stages keep what they know, and what they save is mostly memory, not parameters.',
  steps: [
    {
      title: 'What is left to learn',
      scene: scene('S', { level: 'stages', measure: 'parameters' }),
      text: [
        say`A network that has learnt one set of classes can be taught another. With few clips one keeps what the stages see, and trains what comes after. In the reference that is one number, frozen_stages.`,
        say`X3D-S has ${whole.parameters()} with its head. Let the ${lit('stem', 'stem')} and all ${stages} ${lit('stages', (architecture) => architecture.stages.map(({ path }) => path))} be frozen: ${lit('conv5', 'conv5')} and the ${lit('head', 'head')} train.`,
      ],
      question: estimate({
        ask: say`What part of the ${term('parameters', 'parameters')} still trains, in per cent?`,
        answer: percent(share(trainable(frozen), trainable(whole))),
        ...logScale(1, 100),
        revealed: scene('S', { level: 'stages', measure: 'parameters', ...FROZEN }),
        reveal: say`${share(trainable(frozen), trainable(whole))}: ${trainable(frozen)} in place of ${trainable(whole)}. The head is large, and freezing spares none of it. Each of them has a gradient, and with momentum one number more.`,
      }),
    },
    {
      title: 'What a step keeps',
      scene: scene('S', { level: 'stages', measure: 'activations' }),
      text: say`A training step holds weights, gradients, the optimizer’s numbers, and every output that the backward pass needs. With ${batch} clips in a batch and everything trained that is ${bytes(wholeStep, 'total')}.`,
      question: most({
        ask: say`Which of them does freezing shrink by the most bytes?`,
        options: [
          { label: say`The gradients`, claim: saved('gradients') },
          { label: say`The optimizer’s numbers`, claim: saved('optimizerState') },
          { label: say`The outputs kept for the backward pass`, claim: saved('activations') },
        ],
        revealed: scene('S', { level: 'stages', measure: 'activations', ...FROZEN }),
        reveal: say`The outputs, ${saved('activations')}: from ${bytes(wholeStep, 'activations')} to ${bytes(frozenStep, 'activations')}. Gradients shrink by ${saved('gradients')} and momentum by as much. No gradient goes back into a frozen stage, so nothing it computes is kept.`,
      }),
    },
    {
      title: 'More clips on the same card',
      scene: scene('S', { level: 'stages', ...FROZEN }),
      text: say`What is saved can hold more clips. On a card of ${card} GB a batch of ${fits(whole)} clips fits where everything trains, by this app’s count: weights, gradients, momentum and kept outputs in float32.`,
      question: estimate({
        ask: say`How many times as many fit with all stages frozen?`,
        answer: ratio(fits(frozen), fits(whole)),
        ...logScale(1, 1000),
        reveal: [
          say`${ratio(fits(frozen), fits(whole))}: ${fits(frozen)} clips. A frozen stage also keeps the statistics of its norms, which a small batch would spoil.`,
          say`The catch: frozen stages see what they were taught to see. Where motion or scene differ much, unfreeze the last stage, then the next. The inspector counts what each choice takes.`,
        ],
      }),
    },
  ],
  further: [{ kind: 'field', label: 'Frozen stages', field: 'reference.frozen_stages' }],
  sources: [
    'mmaction2 mmaction/models/backbones/x3d.py (_freeze_stages, train)',
    'Memory is this app’s own count; what it leaves out stands in the inspector',
  ],
});
