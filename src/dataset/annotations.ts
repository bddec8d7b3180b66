import { groupBy } from '../tensor/groupBy';
import { harmless, MOST_IN_SENTENCE } from '../text/harmless';

/** A line of an annotation file: a video and its class. */
export interface Annotation {
  readonly path: string;
  /** Class, from 0. */
  readonly label: number;
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
 * csv is the same, with a comma or a space between. @throws AnnotationError
 */
export function readAnnotations(text: string): readonly Annotation[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  if (lines.length > MOST_LINES)
    throw new AnnotationError(`The list has ${lines.length} lines; ${MOST_LINES} are read at most.`);
  const read = lines.flatMap((line, at) => {
    const written = line.trim();
    if (written === '' || written.startsWith('#')) return [];
    const [, path, label] = /^(.*[^\s,;])[\s,;]+(\d+)$/.exec(written) ?? [];
    if (!path || label === undefined || Number(label) > MOST_LABEL)
      throw new AnnotationError(
        `Line ${at + 1}: expected the path of a video, a space and the number of its class, found “${harmless(written, MOST_IN_SENTENCE)}”.`,
      );
    return [{ path: path.replace(/^"(.*)"$/, '$1'), label: Number(label) }];
  });
  if (read.length === 0) throw new AnnotationError('The list names no video: a line has a path, a space and a class.');
  return read;
}

/** The file of annotations, as mmaction2 and SlowFast read it. */
export function annotationText(annotations: readonly Annotation[]): string {
  return annotations.map(({ path, label }) => `${path} ${label}\n`).join('');
}

/** The files a list names, by class; a path matches a file whose own path ends with it. What matches none is named. */
export function annotatedFiles<F extends { readonly path: string }>(
  annotations: readonly Annotation[],
  files: readonly F[],
  names: readonly string[],
): {
  readonly classes: readonly { readonly className: string; readonly files: readonly F[] }[];
  readonly missing: readonly string[];
} {
  const byName = groupBy(files, ({ path }) => baseName(path));
  const labels = new Map<number, F[]>();
  const missing: string[] = [];
  for (const { path, label } of annotations) {
    const candidates = byName.get(baseName(path)) ?? [];
    const found =
      candidates.find(
        (file) => file.path === path || file.path.endsWith(`/${path}`) || path.endsWith(`/${file.path}`),
      ) ?? (candidates.length === 1 ? candidates[0] : undefined);
    if (found) labels.set(label, [...(labels.get(label) ?? []), found]);
    else missing.push(path);
  }
  const classes = [...labels]
    .toSorted(([a], [b]) => a - b)
    .map(([label, own]) => ({ className: names[label] ?? folderOf(own) ?? `class ${label}`, files: own }));
  return { classes, missing };
}

/** The folder that all of some files lie in, which most data sets name after the class; undefined where they lie apart. */
function folderOf(files: readonly { readonly path: string }[]): string | undefined {
  const folders = new Set(files.map(({ path }) => path.split('/').at(-2)));
  const [only] = folders;
  return folders.size === 1 ? only : undefined;
}

const baseName = (path: string) => path.slice(path.lastIndexOf('/') + 1);
