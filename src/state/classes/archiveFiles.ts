import { type Annotation, annotationText } from '../../dataset/annotations';
import { type Clip, clipsOf, type Library, takeOf } from '../../dataset/library';
import type { Split } from '../../dataset/splits';
import { countText } from '../../text/numberText';

/** Name of the file in an archive that says what it holds. */
export const DATASET_FILE = 'dataset.json';

/** How long a range may fall short of its take's ends and still be all of it, in seconds. */
const WHOLE = 0.05;

/** The texts of an archive of clips, and where its videos lie. */
interface ArchiveTexts {
  readonly texts: readonly { readonly name: string; readonly text: string }[];
  /** Path of every take's video, by the take's id. */
  readonly videos: ReadonlyMap<string, string>;
}

/** What an archive holds of the network that was learnt. */
interface ArchivedNetwork {
  /** Names of its files: weights, configurations and what those need beside them. */
  readonly files: readonly string[];
  /** Why a code base has no configuration for it, in sentences. */
  readonly reasons: readonly string[];
}

/**
 * What an archive of a data set says: `dataset.json` to open it here again, `labels.txt`, and lists in the form of mmaction2
 * and SlowFast. A clip that is a range of its video is cut out by `cut_clips.sh` first, and listed under its cut name.
 */
export function archiveTexts(
  library: Library,
  split: Split,
  network: ArchivedNetwork = { files: [], reasons: [] },
): ArchiveTexts {
  const used = new Set(library.clips.map(({ takeId }) => takeId));
  const takes = library.takes.filter(({ id }) => used.has(id));
  const videos = new Map(
    takes.map((take) => [take.id, `videos/${slug(take.name)}-${take.id}.${extensionOf(take.type)}`]),
  );
  const labels = new Map(library.classes.map(({ id }, label) => [id, label]));
  const pathOf = (clip: Clip) => {
    const video = videos.get(clip.takeId) as string;
    return isWhole(library, clip) ? video : `cut/${slug(clip.name)}-${clip.id}.mp4`;
  };
  const [fold] = split.folds;
  const held = new Set(fold?.held);
  const between = new Set(fold?.between);
  const lines = (clips: readonly Clip[]): Annotation[] =>
    clips.map((clip) => ({ path: pathOf(clip), label: labels.get(clip.classId) ?? 0 }));
  const train = annotationText(lines(library.clips.filter(({ id }) => !held.has(id) && !between.has(id))));
  const val = annotationText(lines(library.clips.filter(({ id }) => held.has(id))));
  const cuts = library.clips.filter((clip) => !isWhole(library, clip));
  const named = Object.fromEntries(videos);
  return {
    videos,
    texts: [
      {
        name: DATASET_FILE,
        text: `${JSON.stringify({ format: FORMAT, library: { ...library, takes }, videos: named, split }, null, 1)}\n`,
      },
      { name: 'labels.txt', text: library.classes.map(({ name }) => `${name}\n`).join('') },
      ...[
        ['train.txt', train],
        ['val.txt', val],
        ['train.csv', train],
        ['val.csv', val],
        ['test.csv', val],
      ].map(([name = '', text = '']) => ({ name, text })),
      ...(cuts.length > 0 ? [{ name: 'cut_clips.sh', text: cutScript(cuts, videos, pathOf) }] : []),
      { name: 'README.txt', text: readme(library, cuts.length, val === '' ? null : between.size, network) },
    ],
  };
}

/** What `dataset.json` calls itself. */
export const FORMAT = 'x3d-studio clips 1';

function isWhole(library: Library, { takeId, from, to }: Clip): boolean {
  return from < WHOLE && to > takeOf(library, takeId).duration - WHOLE;
}

function cutScript(cuts: readonly Clip[], videos: ReadonlyMap<string, string>, pathOf: (clip: Clip) => string): string {
  const lines = cuts.map(
    (clip) =>
      `ffmpeg -y -i ${videos.get(clip.takeId)} -ss ${clip.from.toFixed(3)} -to ${clip.to.toFixed(3)} -an ${pathOf(clip)}`,
  );
  return ['#!/bin/sh', 'cd "$(dirname "$0")" || exit 1', 'mkdir -p cut', ...lines, ''].join('\n');
}

/** What each file of the network is for, by name. */
const PURPOSES: ReadonlyMap<string, string> = new Map([
  ['x3d_classes.py', 'mmaction2’s configuration to train on with these clips; its first lines say how to start it'],
  ['x3d_by_hand.py', 'the network’s stages, which that configuration imports'],
  ['freeze_backbone.py', 'the hook that keeps the backbone as it is, which that configuration imports'],
  ['x3d-mmaction2.pth', 'the weights that were learnt, in mmaction2’s names'],
  ['x3d_classes.yaml', 'SlowFast’s configuration to train on with these clips; its first lines say how to start it'],
  ['x3d-slowfast.pyth', 'the weights that were learnt, in SlowFast’s names'],
]);

/** @param between clips in no list, next to those held out; null where none is held out */
function readme(library: Library, cuts: number, between: number | null, { files, reasons }: ArchivedNetwork): string {
  const counts = library.classes.map(({ id, name }) => `  ${name}: ${clipsOf(library, id).length}`);
  return [
    'Clips of one’s own, saved by X3D Studio. It opens this archive again: Train, Your own classes.',
    '',
    'Clips by class:',
    ...counts,
    '',
    'videos/ holds them as they were recorded or opened; train.txt and val.txt list them for mmaction2, the .csv files for',
    'SlowFast: a path, a space, the number of the class, in the order of labels.txt.',
    ...(between
      ? [
          `In neither list: ${countText(between, 'clip')} recorded right beside one of val.txt, which would look like it.`,
        ]
      : []),
    ...(cuts > 0
      ? ['Some clips are ranges of longer videos: run `sh cut_clips.sh` once, with ffmpeg, before training.']
      : []),
    ...(between === null
      ? [
          'val.txt is empty: there are too few videos of a class to hold one out. Move some lines there before training.',
        ]
      : []),
    ...(files.length > 0 ? ['', 'The network:', ...files.map((name) => `  ${name}: ${PURPOSES.get(name) ?? ''}`)] : []),
    ...(reasons.length > 0
      ? ['', 'What has no configuration here, and why:', ...reasons.map((each) => `  ${each}`)]
      : []),
    '',
  ].join('\n');
}

/** A name that every file system and command line takes. */
function slug(name: string): string {
  return (
    name
      .normalize('NFKD')
      .replace(/[^\w-]+/g, '_')
      .slice(0, 40) || 'clip'
  );
}

function extensionOf(type: string): string {
  if (type.includes('mp4')) return 'mp4';
  if (type.includes('quicktime')) return 'mov';
  if (type.includes('matroska')) return 'mkv';
  return 'webm';
}
