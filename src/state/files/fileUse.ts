import { looksLikeConfig } from '../../configs/readConfig';
import { type FileKind, fileKind, kindOfFile, pictureType } from '../../files/fileKind';
import { attempt } from '../attempt';
import { parseLabels } from '../run/parseLabels';
import { isConfigName, LARGEST_CONFIG } from './configFiles';

/** What the app does with a file of one's own; `other` is a text that says nothing it takes. */
export type FileUse = 'video' | 'array' | 'image' | 'labels' | 'config' | 'checkpoint' | 'other';

const VIDEO = /\.(mp4|m4v|webm|mov|mkv|avi|gif|flv|wmv|mpe?g|ts|ogv)$/i;
const LIST = /\.(txt|csv|names|json)$/i;

/** What a file is for: its bytes decide, and its name where they leave it open. Never throws. */
export async function useOf(file: File): Promise<FileUse> {
  const { name, type, size } = file;
  const kind = await kindOf(file);
  if (kind?.what === 'a NumPy array') return 'array';
  // An animation is a video that has to be converted first, which its error says.
  if (kind?.what === 'a GIF animation') return 'video';
  if (kind?.what.endsWith('picture') || type.startsWith('image/')) return 'image';
  if (kind?.asVideo !== undefined || / video$/.test(kind?.what ?? '')) return 'video';
  const text = kind?.what.startsWith('text') && size <= LARGEST_CONFIG && LIST.test(name) ? await textOf(file) : null;
  if (text !== null && !looksLikeConfig(text) && attempt(() => parseLabels(text, name).length > 0, false))
    return 'labels';
  if (isConfigName(name)) return 'config';
  if (type.startsWith('video/') || VIDEO.test(name)) return 'video';
  return kind?.what.startsWith('text') ? 'other' : 'checkpoint';
}

/** A picture with the media type that its bytes have, whatever it is called. */
export async function asPicture(file: File): Promise<File> {
  const kind = await kindOf(file);
  const type = kind && pictureType(kind);
  return type === null || type === file.type ? file : new File([file], file.name, { type });
}

/** What cannot be read any more is of the kind of an empty file. */
function kindOf(file: File): Promise<FileKind | null> {
  return kindOfFile(file).catch(() => fileKind(new Uint8Array()));
}

/** What is done with files that came together. */
export interface FilePlan {
  /** Videos, and arrays of clips: the first is run on, the others are listed beside it. */
  readonly videos: readonly File[];
  readonly images: readonly File[];
  readonly labels: File | null;
  readonly config: File | null;
  readonly checkpoint: File | null;
  readonly unused: readonly { readonly name: string; readonly why: string }[];
}

/** Sends every file where it belongs; what has no place is named, with why. */
export function planFiles(files: readonly { readonly file: File; readonly use: FileUse }[]): FilePlan {
  const of = (use: FileUse) => files.flatMap((each) => (each.use === use ? each.file : []));
  // A text by itself is opened as a checkpoint, so that it is said what it is.
  const texts = of('other');
  const alone = files.length === 1 ? texts : [];
  const [checkpoint = null, ...checkpoints] = [...of('checkpoint'), ...alone];
  const [labels = null, ...lists] = of('labels');
  const configs = of('config');
  const [config = null, ...others] = checkpoint ? [] : configs;
  const because = (left: readonly File[], why: string) => left.map(({ name }) => ({ name, why }));
  return {
    videos: [...of('video'), ...of('array')],
    images: of('image'),
    labels,
    config,
    checkpoint,
    unused: [
      ...because(checkpoints, 'one checkpoint is open at a time'),
      ...because(lists, 'one file names the classes'),
      ...because(checkpoint ? configs : [], 'the checkpoint brings its own design'),
      ...because(others, 'one design is on the screen'),
      ...because(alone.length > 0 ? [] : texts, 'a text, with no design and no names of classes in it'),
    ],
  };
}

/**
 * What was done with several files, in sentences; null for one that was used.
 * @param refused files that were sent where they belong and could not be opened, which was said there
 */
export function planText(
  { videos, images, labels, config, checkpoint, unused }: FilePlan,
  refused: readonly File[] = [],
): string | null {
  const opened = (file: File | null) => file !== null && !refused.includes(file);
  const pictures = images.filter(opened);
  const used = [
    opened(checkpoint) && `${checkpoint?.name} as the checkpoint`,
    opened(config) && `${config?.name} as the design`,
    ...videos.map(
      (file, index) => opened(file) && (index === 0 ? `${file.name} as the clip` : `${file.name} in the list of clips`),
    ),
    pictures.length > 0 &&
      (pictures.length === 1 ? `${pictures[0]?.name} as a picture` : `${pictures.length} pictures as frames`),
    opened(labels) && `${labels?.name} as the names of classes`,
  ].filter((part) => typeof part === 'string');
  if (used.length + unused.length + refused.length < 2) return null;
  const said = [
    ['Opened', used],
    ['Not opened', refused.map(({ name }) => name)],
    ['Not used', unused.map(({ name, why }) => `${name} (${why})`)],
  ] as const;
  return said.flatMap(([what, names]) => (names.length > 0 ? `${what}: ${names.join(', ')}.` : [])).join(' ');
}

async function textOf(file: File): Promise<string | null> {
  return file.text().catch(() => null);
}
