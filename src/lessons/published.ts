import {
  type ConventionName,
  conventionNamed,
  PUBLISHED_COUNTS,
  type PublishedCount,
  publishedCount,
} from '../analysis/conventions';
import { costsByPath } from '../analysis/costs';
import { build } from '../architecture/build';
import { presetNamed } from '../design/presets';
import { accuraciesOf, type PublishedAccuracy, viewsText } from '../scaling/published';
import type { Claim } from './lesson';
import { designFrom, networkOf, scene } from './network';
import { estimate, logScale, most, nearest } from './questions';
import { claim, fact, lesson, ratio, say, term } from './text';

const S = networkOf(designFrom('S'));
const counted = (convention: ConventionName): PublishedCount => {
  const found = PUBLISHED_COUNTS.find((row) => row.member === 'S' && row.convention === convention);
  if (!found) throw new Error(`No published count of X3D-S is in ${convention}.`);
  return found;
};
const slowfast = counted('macs');
const mmaction = counted('mmcv');
const pytorchvideo = counted('pytorchvideo');

/** What a convention gives for X3D-S on a clip of some side. */
const count = (convention: ConventionName, side: number): Claim =>
  claim(conventionNamed(convention).unit === 'MACs' ? 'MACs' : 'FLOPs', () => {
    const { design } = presetNamed('S');
    const total = costsByPath(build({ ...design, clip: { ...design.clip, h: side, w: side } })).get('');
    if (!total) throw new Error('A network without a total.');
    return conventionNamed(convention).count(total);
  });
const again = (row: PublishedCount): Claim =>
  claim('number', () => publishedCount(row, costsByPath(build(row.design))));
const printed = ({ printed }: PublishedCount) => fact(() => printed);
const sideOf = ({ design }: PublishedCount) => claim('number', () => design.clip.h);

const byClip = ratio(count('macs', mmaction.design.clip.h), count('macs', slowfast.design.clip.h));
const byConvention = ratio(count('mmcv', slowfast.design.clip.h), count('macs', slowfast.design.clip.h));

const [ten, thirty] = accuraciesOf('S');
const accuracy = (row: PublishedAccuracy | undefined) => claim('per cent', () => row?.top1 ?? Number.NaN);
const views = (row: PublishedAccuracy | undefined) => fact(() => viewsText(row?.views ?? null));
const viewCount = (row: PublishedAccuracy | undefined) => (row?.views ? row.views.clips * row.views.crops : Number.NaN);
const video = (row: PublishedAccuracy | undefined) => claim('MACs', () => viewCount(row) * S.macs().value());

/** Why one network has three published costs, and what else a number needs beside it. */
export const PUBLISHED = lesson({
  name: 'published',
  title: 'Reading a published number',
  summary: 'A cost says little without its clip, its way of counting and its number of views.',
  steps: [
    {
      title: 'Three numbers for one network',
      scene: scene('S', { level: 'stages' }),
      text: [
        say`X3D-S is printed with ${printed(slowfast)} G by SlowFast, with ${printed(mmaction)} by mmaction2 and with ${printed(pytorchvideo)} G by pytorchvideo. The weights have the same shapes.`,
        say`Two things may differ: the clip that was counted, and what was counted. SlowFast counts ${term('MACs', 'mac')} on a side of ${sideOf(slowfast)}. mmaction2’s number is that of a side of ${sideOf(mmaction)}, whatever crop its table names, and counts norms, ReLU and pools too.`,
      ],
      question: most({
        ask: say`What explains more of the difference between the first two?`,
        options: [
          { label: say`The larger clip`, claim: byClip },
          { label: say`The way of counting`, claim: byConvention },
        ],
        revealed: scene('S', { level: 'stages', clip: { h: mmaction.design.clip.h, w: mmaction.design.clip.w } }),
        reveal: [
          say`The clip, ${byClip}; the way of counting only ${byConvention}. With both, this app gives ${again(mmaction)}, the printed number to the last digit.`,
          say`That the second and the third number look alike is a coincidence: pytorchvideo’s is that of a side of ${sideOf(pytorchvideo)}, with five operations for each element of a norm and a head that runs at several positions. With these this app gives ${again(pytorchvideo)}. Its source does not say so; all four of its numbers come out that way.`,
        ],
      }),
    },
    {
      title: 'MACs by another name',
      scene: scene('S', { level: 'stages' }),
      text: say`Most tables of X3D head the column GFLOPs. A ${term('FLOP', 'flop')} is one operation, and a MAC is two.`,
      question: nearest({
        ask: say`SlowFast prints ${printed(slowfast)} for X3D-S. Which is it?`,
        answer: claim('MACs', () => Number(slowfast.printed) * 1e9),
        options: [
          { label: say`Its MACs`, claim: count('macs', slowfast.design.clip.h) },
          { label: say`Its FLOPs, two a MAC`, claim: count('flops', slowfast.design.clip.h) },
        ],
        reveal: say`Its MACs: ${count('macs', slowfast.design.clip.h)} for one clip. In the header and the table of this app you can change the way of counting.`,
      }),
    },
    {
      title: 'The cost of an accuracy',
      scene: scene('S', { level: 'stages' }),
      text: say`SlowFast’s model zoo gives X3D-S a top-1 accuracy of ${accuracy(ten)} with ${views(ten)}, and of ${accuracy(thirty)} with ${views(thirty)}. A ${term('view', 'view')} is one clip and one crop of it; their scores are averaged.`,
      question: estimate({
        ask: say`How many MACs does one video cost with ${views(thirty)}?`,
        answer: video(thirty),
        ...logScale(1e9, 1e12),
        reveal: say`${video(thirty)}, as against ${video(ten)} with the fewer views, and ${S.macs()} for one. Accuracies under different protocols are not to be compared as if they were one. SlowFast’s configuration takes its three crops larger than that, which costs more still.`,
      }),
    },
  ],
  further: [
    { kind: 'explore', label: 'What was published', activity: 'family' },
    { kind: 'tab', label: 'Table', tab: 'table' },
  ],
  sources: [
    ...new Set([slowfast, mmaction, pytorchvideo].map(({ source }) => source)),
    'SlowFast configs/Kinetics/X3D_S.yaml (TEST_CROP_SIZE)',
  ],
});
