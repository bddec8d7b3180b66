import { keptForBackward } from '../analysis/trainingMemory';
import { designFrom, networkOf, scene } from './network';
import { estimate, logScale, pointAtMost } from './questions';
import { claim, fact, lesson, lit, percent, ratio, say, share, term } from './text';

const M = networkOf(designFrom('M'));
const STAGES = ['layer1', 'layer2', 'layer3', 'layer4'] as const;
const kept = claim('bytes', () => keptForBackward(M.architecture()).bytes);
const shape = (path: string) => fact(() => M.output(path).slice(1).join(' × '));

/** Where the numbers lie that a network works with, as against those it has learnt. */
export const ACTIVATIONS = lesson({
  name: 'activations',
  title: 'Activations against parameters',
  summary:
    'Video networks are small on disk and large in memory: the early layers hold the values, the late ones the weights.',
  steps: [
    {
      title: 'Small file, large tensors',
      scene: scene('M', { level: 'stages' }),
      text: say`X3D-M has ${M.parameters()}. With its buffers that is a file of ${M.weightBytes()} in float32. While it runs, each convolution also writes an output: these are the ${term('activations', 'activations')}.`,
      question: estimate({
        ask: say`How many times the size of its weights are the outputs of all convolutions, for one clip?`,
        answer: ratio(M.convOutputBytes(), M.weightBytes()),
        ...logScale(0.1, 200),
        reveal: say`${ratio(M.convOutputBytes(), M.weightBytes())}: ${M.convOutputBytes()} of outputs, from ${M.weightBytes()} of weights.`,
      }),
    },
    {
      title: 'Early and late',
      scene: scene('M', { level: 'stages' }),
      text: say`An output of ${lit('the first stage', 'layer1')} is ${shape('layer1')}, one of ${lit('the last', 'layer4')} is ${shape('layer4')}. Each stage has twice the channels and a quarter of the pixels.`,
      question: pointAtMost({
        ask: say`Which stage has the largest convolution outputs?`,
        parts: () => STAGES.map((path) => ({ path, claim: M.convOutputBytes(path) })),
        revealed: scene('M', { level: 'stages', measure: 'parameters' }),
        reveal: say`The first, ${share(M.convOutputBytes('layer1'), M.convOutputBytes())} of all, with few blocks. Parameters are the other way round, and the graph is coloured by them now: layer4 has ${share(M.parameters('layer4'), M.parameters())} of them, layer1 ${share(M.parameters('layer1'), M.parameters())}, and the ${lit('head', 'head')} ${share(M.parameters('head'), M.parameters())}.`,
      }),
    },
    {
      title: 'Not all at once',
      scene: scene('M', { level: 'blocks', measure: 'activations' }),
      text: say`A network that only runs can give a buffer back after its last reader. What must exist at once is its ${term('peak', 'peak')}.`,
      question: estimate({
        ask: say`What part of the outputs of all convolutions must be there at once, in per cent?`,
        answer: percent(share(M.peakBytes(), M.convOutputBytes())),
        ...logScale(1, 100),
        reveal: say`${share(M.peakBytes(), M.convOutputBytes())}: ${M.peakBytes()}. Only a network that is trained keeps more: for one clip the backward pass needs ${kept} of what the forward pass wrote.`,
      }),
    },
    {
      title: 'Where it is tight',
      scene: scene('M', { level: 'blocks' }),
      text: say`A device with less than ${M.peakBytes()} cannot run this clip, however small the file is. Each block needs its input, what lies inside its ${term('bottleneck', 'bottleneck')}, and the ${term('shortcut', 'shortcut')} at once.`,
      question: pointAtMost({
        ask: say`In which block is the most alive at once?`,
        parts: () => M.blocks().map((path) => ({ path, claim: M.aliveBytes(path) })),
        revealed: scene('M', { level: 'blocks', measure: 'activations' }),
        reveal: say`In ${lit('the very first', () => [M.peakBlock()])}, since it is fed by the stem at full size: its bottleneck is wider than its stage, and it has not yet been strided. To save memory, look there first, and not where the parameters are.`,
      }),
    },
  ],
  further: [
    { kind: 'measure', label: 'Colour the graph by all layer outputs', measure: 'activations' },
    { kind: 'tab', label: 'Table', tab: 'table' },
  ],
  sources: [
    'Memory is counted by this app’s own rules, float32, one clip; a runtime may need less, or more',
    'What autograd keeps: PyTorch 1.13, tools/autograd/derivatives.yaml',
  ],
});
