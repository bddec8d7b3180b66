import { CheckpointError } from './checkpointError';
import type { StateDictChoice } from './checkpointFile';
import { type NameMatch, nameMatches } from './nameMatches';

/** A dictionary of tensors that may be the state dict. */
interface Candidate {
  /** The keys that lead to it, `checkpoint.model`, '' for the file itself; one dictionary may be reached in several ways. */
  readonly paths: readonly string[];
  /** Names of its tensors, in the file's order. */
  readonly names: readonly string[];
}

/** The dictionary taken, and what the network's names in it begin with. */
interface Chosen<C extends Candidate> {
  readonly candidate: C;
  readonly under: string;
  readonly prefix: string;
  /** All there are to choose from, the one taken first. */
  readonly stateDicts: readonly StateDictChoice[];
}

/** Where trainers keep the state dict: mmengine and most others, SlowFast and pytorchvideo, and what people choose. */
const HOLDERS = ['', 'state_dict', 'model_state', 'model_state_dict', 'model', 'net', 'module', 'weights'];

/** A second copy beside the weights that were trained: averaged, a teacher's. Taken only when asked for, or alone. */
const COPY = /(?:^|[._])(?:ema|averaged?|avg|swa|teacher|target|shadow|polyak|momentum)(?=$|[._])/i;

/** True for a key or a beginning of names that says that what follows is a copy of other weights. */
export const isCopyName = (key: string): boolean => COPY.test(key);

/** What an optimizer keeps for each weight has the weights' names, and is none. */
const OPTIMIZER = /optim|exp_avg|grad|buffer/i;

/** Copies may lack a few names, and are still as good a state dict as the one beside them. */
const TIE = 0.95;
/** What knows less than this share of the best's names is no state dict to choose. */
const SHARE = 0.5;

/**
 * The state dict among a file's dictionaries: the one, and the beginning of names in it, that a dialect knows most names
 * of; of those that know as many, the trained weights before averaged copies, then what stands where trainers keep it.
 * @param asked the key of one of them, as its choices list it
 * @throws CheckpointError when there is no such choice, or no dialect knows a name
 */
export function chooseStateDict<C extends Candidate>(candidates: readonly C[], asked?: string): Chosen<C> {
  const ranked = rank(candidates);
  const best = ranked[0];
  if (!best) throw nothingKnown(candidates.flatMap(({ names }) => names));
  const taken =
    asked === undefined ? best : ranked.find((option) => keysOf(option).includes(asked.replace(/\.+$/, '') || '.'));
  if (!taken)
    throw new CheckpointError(
      `The file has no state dict ${asked}. It has ${ranked.slice(0, 8).map(firstKey).join(', ')}; name one of these (--state-dict KEY).`,
    );
  const others = ranked.filter((option) => option !== taken && option.match.known >= SHARE * best.match.known);
  return {
    candidate: taken.candidate,
    under: taken.candidate.paths[0] ?? '',
    prefix: taken.match.prefix,
    stateDicts: [taken, ...others].map((option) => ({ key: firstKey(option), known: option.match.known })),
  };
}

/** A dictionary with one beginning of names in it. */
interface Option<C extends Candidate> {
  readonly candidate: C;
  readonly match: NameMatch;
}

/** Every dictionary with every beginning, the likeliest first; of two readings of the same names, the better one. */
function rank<C extends Candidate>(candidates: readonly C[]): readonly Option<C>[] {
  const options = candidates.flatMap((candidate) =>
    apart(nameMatches(candidate.names)).map((match) => ({ candidate, match })),
  );
  const most = options.reduce((best, { match }) => Math.max(best, match.known), 0);
  const level = ({ match }: Option<C>) => (match.known >= TIE * most ? most : match.known);
  return options.sort((a, b) => level(b) - level(a) || penalty(a) - penalty(b) || holder(a) - holder(b));
}

/** Matches that share no tensor: a second reading of names already read is no second state dict. */
function apart(matches: readonly NameMatch[]): readonly NameMatch[] {
  const read = new Set<string>();
  return matches.filter(({ names, known }) => {
    const own = [...names.values()];
    if (known === 0 || own.some((name) => read.has(name))) return false;
    for (const name of own) read.add(name);
    return true;
  });
}

function penalty<C extends Candidate>(option: Option<C>): number {
  const key = firstKey(option);
  return OPTIMIZER.test(key) ? 2 : isCopyName(key) ? 1 : 0;
}

function holder<C extends Candidate>({ candidate }: Option<C>): number {
  return Math.min(...candidate.paths.map((path) => HOLDERS.indexOf(path)).map((at) => (at < 0 ? 100 : at)));
}

/** What names an option: the keys that lead to its dictionary, then what its names begin with. */
function keysOf<C extends Candidate>({ candidate, match }: Option<C>): readonly string[] {
  const prefix = match.prefix.replace(/\.$/, '');
  return candidate.paths.map((path) => [path, prefix].filter((part) => part !== '').join('.') || '.');
}

const firstKey = <C extends Candidate>(option: Option<C>): string => keysOf(option)[0] as string;

/** Says that no scheme knows any of these names. */
export function nothingKnown(names: readonly string[]): CheckpointError {
  const [first] = names;
  return new CheckpointError(
    `None of its ${names.length} tensors has a name of X3D in mmaction2, SlowFast or pytorchvideo${first === undefined ? '' : `; the first is ${first}`}. It is another model's checkpoint, or one of a scheme not read here.`,
  );
}
