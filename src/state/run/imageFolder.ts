import { harmless, MOST_IN_SENTENCE } from '../../text/harmless';

/** A file, and where it lay in what was chosen or dropped: `walk/img_2.png`. */
export interface FoundFile {
  readonly path: string;
  readonly file: File;
}

/** A folder as a source of frames. */
export interface ImageFolder {
  readonly name: string;
  /** Its images in the order of their paths, numbers counted as numbers: `img_2` before `img_10`. */
  readonly files: readonly File[];
  /** What is no frame, and why. */
  readonly leftOut: readonly LeftOut[];
}

/** A file that is no frame. */
interface LeftOut {
  readonly path: string;
  readonly why: Reason;
}

type Reason = 'no image' | 'hidden' | 'undecodable';

/** Kinds of images that every browser with WebCodecs decodes off the page. */
const DECODED: ReadonlySet<string> = new Set(['png', 'jpeg', 'webp', 'gif', 'bmp', 'avif'].map((k) => `image/${k}`));

/** Most files that are looked at in a folder: a quarter of an hour of frames. */
export const MOST_FILES = 20_000;

/** What to say of a folder with more files. */
export function tooManyFiles(): RangeError {
  return new RangeError(`There are more than ${MOST_FILES} files in it. Choose a folder that holds the frames alone.`);
}

/**
 * Finds the frames among the files of a folder, as mmaction2's raw-frame datasets have them.
 * @throws RangeError for more than `MOST_FILES` files
 */
export function imageFolder(found: readonly FoundFile[], name: string): ImageFolder {
  if (found.length > MOST_FILES) throw tooManyFiles();
  const { compare } = new Intl.Collator('en', { numeric: true });
  const sorted = [...found].sort((a, b) => compare(a.path, b.path));
  return {
    name: harmless(name, MOST_IN_SENTENCE),
    files: sorted.filter((each) => whyNot(each) === null).map(({ file }) => file),
    leftOut: sorted.flatMap((each) => {
      const why = whyNot(each);
      return why ? [{ path: each.path, why }] : [];
    }),
  };
}

function whyNot({ path, file: { type } }: FoundFile): Reason | null {
  // What macOS and Windows leave in folders, and in archives of them.
  if (/(^|\/)(\.|__MACOSX\/|Thumbs\.db$)/.test(path)) return 'hidden';
  if (!type.startsWith('image/')) return 'no image';
  return DECODED.has(type) ? null : 'undecodable';
}

/** Paths named of each of the three reasons, and characters of one: together they are a sentence. */
const MOST_NAMED = 3;
const MOST_PATH = 40;

/** What was left out, counted by reason, the first few by name; null where nothing was. */
export function leftOutText({ leftOut }: ImageFolder): string | null {
  if (leftOut.length === 0) return null;
  const reasons = [...new Set(leftOut.map(({ why }) => why))];
  const parts = reasons.map((reason) => {
    const paths = leftOut.filter(({ why }) => why === reason).map(({ path }) => path);
    const named = paths.slice(0, MOST_NAMED).map((path) => harmless(path, MOST_PATH));
    const more = paths.length > MOST_NAMED ? ', …' : '';
    return `${paths.length} as ${reason} (${named.join(', ')}${more})`;
  });
  return `Left out: ${parts.join(', ')}.`;
}
