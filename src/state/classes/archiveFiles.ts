import { type Annotation, annotationText } from '../../dataset/annotations';
import { type Clip, clipsOf, type Library, takeOf } from '../../dataset/library';
import type { Split } from '../../dataset/splits';

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

/**
 * What an archive of a data set says: `dataset.json` to open it here again, `labels.txt`, and lists in the form of mmaction2
 * and SlowFast. A clip that is a range of its video is cut out by `cut_clips.sh` first, and listed under its cut name.
 * @param reasons why a code base has no configuration for the network that was learnt, in sentences
 */
export function archiveTexts(library: Library, split: Split, reasons: readonly string[] = []): ArchiveTexts {
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
      { name: 'README.txt', text: readme(library, cuts.length, val === '', reasons) },
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

function readme(library: Library, cuts: number, noneHeld: boolean, reasons: readonly string[]): string {
  const counts = library.classes.map(({ id, name }) => `  ${name}: ${clipsOf(library, id).length}`);
  return [
    'Clips of one’s own, saved by X3D Studio. It opens this archive again: Train, Your own classes.',
    '',
    'Clips by class:',
    ...counts,
    '',
    'videos/ holds them as they were recorded or opened; train.txt and val.txt list them for mmaction2, the .csv files for',
    'SlowFast: a path, a space, the number of the class, in the order of labels.txt.',
    ...(cuts > 0
      ? ['Some clips are ranges of longer videos: run `sh cut_clips.sh` once, with ffmpeg, before training.']
      : []),
    ...(noneHeld
      ? [
          'val.txt is empty: there are too few videos of a class to hold one out. Move some lines there before training.',
        ]
      : []),
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
