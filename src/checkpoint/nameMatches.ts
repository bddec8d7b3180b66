import { type Dialect, READABLE } from './dialects';

/** Names that a scheme knows once the same beginning is taken off each. */
export interface NameMatch {
  readonly dialect: Dialect;
  /** `model.`, `net.module.`; '' where the names stand as the scheme writes them. */
  readonly prefix: string;
  /** The reference's name → the file's. */
  readonly names: ReadonlyMap<string, string>;
  /** Names known, counters of batches left out: old files and copies have none. */
  readonly known: number;
}

/** Wrappers put few words before a name; a hostile file may put thousands. */
const PREFIX_PARTS = 16;
const NAME_LENGTH = 500;

/**
 * Every scheme and common beginning under which names are known, the one that knows most first. Whatever wraps a model
 * (DataParallel, torch.compile, Lightning, a module of one's own) puts its own words before all of its names, and other
 * modules' names may stand between them. Wrappers of a part stand in the middle of its names.
 */
export function nameMatches(names: Iterable<string>): readonly NameMatch[] {
  const found = new Map<string, { readonly dialect: Dialect; readonly prefix: string; names: Map<string, string> }>();
  for (const name of names) {
    for (const from of partStarts(name)) {
      const rest = unwrapped(name.slice(from));
      for (const [index, dialect] of READABLE.entries()) {
        const key = dialect.start.test(rest) ? dialect.read(rest) : null;
        if (key === null) continue;
        const prefix = name.slice(0, from);
        const id = `${index} ${prefix}`;
        const match = found.get(id) ?? { dialect, prefix, names: new Map() };
        if (!match.names.has(key)) match.names.set(key, name);
        found.set(id, match);
      }
    }
  }
  return [...found.values()]
    .map((match) => ({ ...match, known: [...match.names.keys()].filter((key) => !isBatchCount(key)).length }))
    .sort(
      (a, b) =>
        b.known - a.known ||
        READABLE.indexOf(a.dialect) - READABLE.indexOf(b.dialect) ||
        a.prefix.length - b.prefix.length,
    );
}

/**
 * A norm's counter of batches. Eval mode never reads it, files older than PyTorch 0.4.1 and ONNX have none, and mmengine
 * leaves it out of its list of missing keys.
 */
export const isBatchCount = (key: string) => key.endsWith('.num_batches_tracked');

/** Modules that hold one other and compute nothing, under the names by which PyTorch's wrappers register it. */
const WRAPPER = /\.(?:module|_orig_mod|_fsdp_wrapped_module|_checkpoint_wrapped_module|_forward_module)(?=\.)/g;

/** A name without the wrappers that stand inside of it: a part of a network may be compiled or distributed by itself. */
const unwrapped = (name: string): string => name.replace(WRAPPER, '');

/** Where the dotted parts of a name begin. */
function partStarts(name: string): readonly number[] {
  if (name.length > NAME_LENGTH) return [];
  const starts = [0];
  for (let dot = name.indexOf('.'); dot >= 0 && starts.length < PREFIX_PARTS; dot = name.indexOf('.', dot + 1))
    starts.push(dot + 1);
  return starts;
}
