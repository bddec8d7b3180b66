import { groupBy } from '../tensor/groupBy';

/** A file and where it lay: `wave/3.mp4`. */
export interface PlacedFile<F> {
  readonly path: string;
  readonly file: F;
}

interface NamedFiles<F> {
  readonly className: string;
  readonly files: readonly PlacedFile<F>[];
}

interface FolderTree<F> {
  readonly classes: readonly NamedFiles<F>[];
  /** Paths that hold no video, and those that lie in no class's folder. */
  readonly leftOut: readonly string[];
}

/** How the path of a video ends. */
export const VIDEO_PATH = /\.(mp4|m4v|mov|webm|mkv|avi|mpg|mpeg|ogv|3gp)$/i;
/** What macOS and Windows leave behind. */
const HIDDEN = /(^|\/)(\.|__MACOSX\/|Thumbs\.db$)/;

/**
 * A folder tree `class/file.mp4`: a video's class is the folder it lies in, folders around all classes (`data/train/…`)
 * taken off. Videos in no folder of their own have none. Classes and files come in the order of their names.
 */
export function folderTree<F>(found: readonly PlacedFile<F>[]): FolderTree<F> {
  const { compare } = new Intl.Collator('en', { numeric: true });
  const shown = found.filter(({ path }) => !HIDDEN.test(path));
  const videos = shown.filter(({ path }) => VIDEO_PATH.test(path)).toSorted((a, b) => compare(a.path, b.path));
  const classed = videos.filter(({ path }) => path.includes('/'));
  // One folder alone, chosen by itself, is a class; a folder of folders is not.
  const byClass = groupBy(classed, ({ path }) => path.split('/').at(-2) ?? '');
  const used = new Set(classed);
  return {
    classes: [...byClass].map(([className, files]) => ({ className, files })),
    leftOut: shown.filter((each) => !used.has(each)).map(({ path }) => path),
  };
}
