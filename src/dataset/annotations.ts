import { groupBy } from '../tensor/groupBy';
import { harmless, MOST_IN_SENTENCE } from '../text/harmless';
import { VIDEO_PATH } from './folderTree';

/** A line of an annotation file: a video and its class. */
export interface Annotation {
  readonly path: string;
  /** Class: its number from 0, or its name. */
  readonly label: number | string;
}

/** An annotation file that cannot be read: which line, what was expected, what stands there. */
export class AnnotationError extends Error {
  override name = 'AnnotationError';
}

/** The most lines that are read. */
const MOST_LINES = 100_000;
const MOST_LABEL = 10_000;

/**
 * An annotation file in mmaction2's form (`VideoDataset`): a line a video, its path, a space, its class from 0. SlowFast's
 * csv is the same, with a comma or a space between. A class may be named instead of numbered, and a table may have its
 * columns' names above. @throws AnnotationError
 */
export function readAnnotations(text: string): readonly Annotation[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  if (lines.length > MOST_LINES)
    throw new AnnotationError(`The list has ${lines.length} lines; ${MOST_LINES} are read at most.`);
  const read = lines.flatMap((line, at) => {
    const written = line.trim();
    if (written === '' || written.startsWith('#') || (at === 0 && HEADINGS.test(written))) return [];
    const annotation = numbered(written) ?? named(written);
    if (!annotation)
      throw new AnnotationError(
        `Line ${at + 1}: expected the path of a video, a space and its class, found “${harmless(written, MOST_IN_SENTENCE)}”.`,
      );
    return [annotation];
  });
  if (read.length === 0) throw new AnnotationError('The list names no video: a line has a path, a space and a class.');
  return read;
}

/** Names of two columns, `path,label` say, of which neither is a path or a number. */
const HEADINGS = /^"?[a-z_ ]+"?[,;\t ]"?[a-z_ ]+"?$/i;

function numbered(line: string): Annotation | null {
  const [, path, label] = /^(.*[^\s,;])[\s,;]+"?(\d+)"?$/.exec(line) ?? [];
  if (!path || label === undefined || Number(label) > MOST_LABEL) return null;
  return { path: unquoted(path), label: Number(label) };
}

/** A line whose class is a name: its path ends as a video's does. */
const NAMED = new RegExp(`^"?(.*?${VIDEO_PATH.source.slice(0, -1)})"?[\\s,;]+"?([^",;]+?)"?$`, 'i');
/** The most characters of such a line: to find that a longer one is none would take long. */
const MOST_LINE = 4096;

function named(line: string): Annotation | null {
  const [, path, , label] = (line.length <= MOST_LINE && NAMED.exec(line)) || [];
  return path && label ? { path, label } : null;
}

const unquoted = (text: string) => text.replace(/^"(.*)"$/, '$1');

/** The file of annotations, as mmaction2 and SlowFast read it. */
export function annotationText(annotations: readonly Annotation[]): string {
  return annotations.map(({ path, label }) => `${path} ${label}\n`).join('');
}

/**
 * The files that lists name, by class, each once; a path matches a file whose own path ends with it. What matches none is
 * named.
 */
export function annotatedFiles<F extends { readonly path: string }>(
  annotations: readonly Annotation[],
  files: readonly F[],
  names: readonly string[],
): {
  readonly classes: readonly { readonly className: string; readonly files: readonly F[] }[];
  readonly missing: readonly string[];
} {
  const byName = groupBy(files, ({ path }) => baseName(path));
  const labels = new Map<number | string, Set<F>>();
  const missing = new Set<string>();
  for (const { path, label } of annotations) {
    const candidates = byName.get(baseName(path)) ?? [];
    const found =
      candidates.find(
        (file) => file.path === path || file.path.endsWith(`/${path}`) || path.endsWith(`/${file.path}`),
      ) ?? (candidates.length === 1 ? candidates[0] : undefined);
    if (found) labels.set(label, (labels.get(label) ?? new Set()).add(found));
    else missing.add(path);
  }
  const classes = [...labels]
    .toSorted(([a], [b]) => Number(a) - Number(b) || 0)
    .map(([label, own]) => ({ className: nameOf(label, [...own], names), files: [...own] }));
  return { classes, missing: [...missing] };
}

function nameOf(label: number | string, own: readonly { readonly path: string }[], names: readonly string[]): string {
  if (typeof label === 'string') return label;
  return names[label] ?? folderOf(own) ?? `class ${label}`;
}

/** The folder that all of some files lie in, which most data sets name after the class; undefined where they lie apart. */
function folderOf(files: readonly { readonly path: string }[]): string | undefined {
  const folders = new Set(files.map(({ path }) => path.split('/').at(-2)));
  const [only] = folders;
  return folders.size === 1 ? only : undefined;
}

const baseName = (path: string) => path.slice(path.lastIndexOf('/') + 1);
