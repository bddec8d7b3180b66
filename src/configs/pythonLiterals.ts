import { ConfigError } from './configError';
import { type ConfigMap, type ConfigValue, isMap, isUnread, type Unread, valueIn } from './configValue';
import { DEEPEST, lineOf, pythonTokens, type Token } from './pythonTokens';

/** What a Python configuration assigns, and what of it is no literal. */
interface PythonConfig {
  readonly values: ConfigMap;
  /** Files it builds on: `_base_`, or what a `with read_base()` imports. They are not followed. */
  readonly bases: readonly string[];
  /** Statements that are not assignments of literals, with their lines. Nothing of them was run. */
  readonly unread: readonly { readonly line: number; readonly text: string }[];
}

/** Elements or characters of what is put together from names; no configuration's list is as long. */
const LONGEST_SUM = 10_000;

/**
 * Reads a Python configuration as data: assignments of literals, `dict(…)`, names assigned before, sums and products of
 * numbers, `model['backbone']['gamma_w'] = 2` and `model.update(…)`. Nothing is evaluated, imported or run; an expression
 * of another kind keeps its text (`Unread`), a statement of another kind is listed.
 * @throws ConfigError for what is no Python, or nested or long beyond any configuration
 */
export function readPython(source: string): PythonConfig {
  const reader = new Reader(source);
  reader.statements();
  return { values: reader.scope, bases: reader.bases, unread: reader.unread };
}

/** One value as Python writes it: `dict(type='GN', num_groups=2)`, `(1, 2)`. @throws ConfigError for what is no literal */
export function readPythonValue(source: string): ConfigValue {
  const reader = new Reader(source);
  const value = reader.whole();
  if (isUnread(value)) throw new ConfigError(`${shortened(value.unread)} is no literal.`);
  return value;
}

/**
 * Values in all lists and dictionaries of one text together. A text has at most 200 000 words, and by the names it gives
 * to lists and dictionaries it may ask for any number of copies of them.
 */
const MOST_VALUES = 1_000_000;

/** Statements passed over that are told of. */
const MOST_UNREAD = 500;

const CONSTANTS: ReadonlyMap<string, ConfigValue> = new Map<string, ConfigValue>([
  ['None', null],
  ['True', true],
  ['False', false],
]);
const COMPOUND = new Set(
  'def class if elif else for while with try except finally import from del assert return raise pass global async'.split(
    ' ',
  ),
);
const DICTS = new Set(['dict', 'OrderedDict', 'ConfigDict']);
const LISTS = new Set(['list', 'tuple']);
const shortened = (text: string) => {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
};

class Reader {
  readonly scope = new Map<string, ConfigValue>();
  readonly bases: string[] = [];
  readonly unread: { line: number; text: string }[] = [];
  readonly #tokens: readonly Token[];
  readonly #source: string;
  readonly #depths = new WeakMap<object, number>();
  #at = 0;
  #depth = 0;
  #values = 0;
  #noted = { at: 0, line: 1 };

  constructor(source: string) {
    this.#source = source;
    this.#tokens = pythonTokens(source);
  }

  statements(): void {
    while (this.#peek().kind !== 'end') {
      if (this.#peek().kind === 'newline') this.#at += 1;
      else this.#statement();
    }
    const base = this.scope.get('_base_');
    if (typeof base === 'string') this.bases.push(base);
    else if (Array.isArray(base)) this.bases.push(...base.filter((path) => typeof path === 'string'));
    else if (base !== undefined) this.bases.push('_base_');
  }

  whole(): ConfigValue {
    const value = this.#element(['\n']);
    while (this.#peek().kind === 'newline') this.#at += 1;
    if (this.#peek().kind !== 'end') throw this.#error('one value is expected, and something follows it');
    return value;
  }

  #statement(): void {
    const start = this.#peek();
    // An annotation (`name: int = 1`) and an indented line belong to programs, not to configurations.
    if (start.indent > 0 || (start.kind === 'name' && COMPOUND.has(start.text))) this.#block(start);
    else if (start.kind === 'text')
      this.#skipLine(); // A docstring.
    else this.#assignment();
  }

  #assignment(): void {
    const from = this.#at;
    const targets: (readonly string[])[] = [];
    for (;;) {
      const before = this.#at;
      const path = this.#path();
      if (path && this.#take('=')) {
        targets.push(path);
        continue;
      }
      const isUpdate = path?.at(-1) === 'update' && path.length > 1 && this.#is('(') && targets.length === 0;
      if (isUpdate && this.#update(path.slice(0, -1))) return;
      this.#at = before;
      break;
    }
    if (targets.length === 0) {
      this.#skipLine();
      this.#note(from);
      return;
    }
    const value = this.#element(['\n']);
    for (const path of targets) if (!this.#assign(path, value)) this.#note(from);
  }

  /** `name`, `name['key']`, `name.key`: as a path of keys; null for anything else. */
  #path(): readonly string[] | null {
    const first = this.#peek();
    if (first.kind !== 'name') return null;
    this.#at += 1;
    const path = [first.text];
    for (;;) {
      if (this.#is('.') && this.#peek(1).kind === 'name') {
        path.push(this.#peek(1).text);
        this.#at += 2;
      } else if (this.#is('[') && this.#peek(1).kind === 'text' && this.#is(']', 2)) {
        path.push(this.#peek(1).text);
        this.#at += 3;
      } else return path;
    }
  }

  #assign([name = '', ...keys]: readonly string[], value: ConfigValue): boolean {
    // No value is nested deeper, so that nothing lies there.
    if (keys.length > DEEPEST) return false;
    const replaced = (old: ConfigValue | undefined, path: readonly string[]): ConfigValue | null => {
      const [key, ...rest] = path;
      if (key === undefined) return value;
      if (!isMap(old)) return null;
      const inner = replaced(old.get(key), rest);
      return inner === null && rest.length > 0 ? null : this.#made(new Map(old).set(key, inner));
    };
    const result = replaced(this.scope.get(name), keys);
    if (result === null && keys.length > 0) return false;
    this.scope.set(name, result);
    return true;
  }

  /** `model.update(dict(…))`, `model['backbone'].update(gamma_d=5)`; false where it is another call. */
  #update(path: readonly string[]): boolean {
    const old = valueIn(this.scope, ...path);
    const added = this.#dictCall();
    if (!isMap(old) || !isMap(added) || this.#peek().kind !== 'newline') return false;
    return this.#assign(path, this.#made(new Map([...old, ...added])));
  }

  /** A statement that is none of ours, with all that is indented under it. */
  #block(start: Token): void {
    const from = this.#at;
    const isWith = start.text === 'with';
    const line = this.#skipLine();
    const readsBase = isWith && /read_base/.test(line);
    while (this.#peek().kind !== 'end' && (this.#peek().indent > start.indent || this.#peek().kind === 'newline')) {
      const inner = this.#skipLine();
      const module = /^from\s+(\S+)\s+import/.exec(inner)?.[1];
      if (readsBase && module) this.bases.push(module);
    }
    if (!readsBase && !/^(?:import|from|pass)\b/.test(line)) this.#note(from);
  }

  #note(from: number): void {
    if (this.unread.length >= MOST_UNREAD) return;
    const token = this.#tokens[from] as Token;
    const end = (this.#tokens[this.#at - 1] as Token).to;
    const [first = ''] = this.#source.slice(token.from, end).split('\n');
    // Notes come in the order of the text: each line is counted once.
    const { at, line } = this.#noted;
    this.#noted = { at: token.from, line: line - 1 + lineOf(this.#source.slice(at, token.from), token.from - at) };
    this.unread.push({ line: this.#noted.line, text: shortened(first) });
  }

  /** A list or dictionary that was put together, within the bounds of depth and of all values. @throws ConfigError */
  #made<T extends readonly ConfigValue[] | ConfigMap>(value: T): T {
    this.#count(Array.isArray(value) ? value.length : (value as ConfigMap).size);
    let depth = 1;
    for (const inner of value.values())
      if (typeof inner === 'object' && inner !== null) depth = Math.max(depth, 1 + (this.#depths.get(inner) ?? 0));
    if (depth > DEEPEST) throw this.#error(`values are nested more than ${DEEPEST} deep`);
    this.#depths.set(value, depth);
    return value;
  }

  /** Counts values that go into a list or a dictionary. @throws ConfigError */
  #count(values: number): void {
    this.#values += values;
    if (this.#values > MOST_VALUES)
      throw this.#error(`lists and dictionaries hold more than ${MOST_VALUES} values together`);
  }

  /** The text of the statement passed over. */
  #skipLine(): string {
    const from = this.#peek().from;
    let depth = 0;
    while (this.#peek().kind !== 'end' && !(this.#peek().kind === 'newline' && depth <= 0)) {
      depth += opened(this.#peek());
      this.#at += 1;
    }
    const text = this.#source.slice(from, this.#peek().from);
    if (this.#peek().kind === 'newline') this.#at += 1;
    return text;
  }

  /** A value up to one of the words that may follow it; its text where it is no literal. */
  #element(stops: readonly string[]): ConfigValue {
    const from = this.#at;
    const value = this.#tuple(stops);
    if (value !== undefined && this.#stopped(stops)) return value;
    this.#at = from;
    return this.#skipTo(stops);
  }

  #stopped(stops: readonly string[]): boolean {
    const { kind, text } = this.#peek();
    if (kind === 'end') return true;
    if (kind === 'newline') return stops.includes('\n');
    return kind === 'operator' && stops.includes(text);
  }

  #skipTo(stops: readonly string[]): Unread {
    const from = this.#peek();
    let depth = 0;
    while (this.#peek().kind !== 'end' && !(depth === 0 && this.#stopped(stops))) {
      depth += opened(this.#peek());
      if (depth < 0) throw this.#error(`${JSON.stringify(this.#peek().text)} closes nothing`);
      this.#at += 1;
    }
    const to = this.#tokens[this.#at - 1]?.to ?? from.from;
    if (to <= from.from) throw this.#error(`a value is expected, found ${describe(this.#peek())}`);
    return { unread: this.#source.slice(from.from, to) };
  }

  /** At a statement's level `a = 1, 2` is a tuple. */
  #tuple(stops: readonly string[]): ConfigValue | undefined {
    const first = this.#sum();
    if (first === undefined || !stops.includes('\n') || !this.#is(',')) return first;
    const items = [first];
    while (this.#take(',') && !this.#stopped(stops)) {
      const next = this.#sum();
      if (next === undefined) return undefined;
      items.push(next);
    }
    return this.#made(items);
  }

  #sum(): ConfigValue | undefined {
    let left = this.#product();
    for (;;) {
      const minus = left !== undefined && this.#take('-');
      if (left === undefined || !(minus || this.#take('+'))) return left;
      const right = this.#product();
      if (typeof left === 'number' && typeof right === 'number') left = minus ? left - right : left + right;
      else if (!minus && typeof left === 'string' && typeof right === 'string') left += right;
      else if (!minus && Array.isArray(left) && Array.isArray(right)) left = this.#made([...left, ...right]);
      else return undefined;
      // Sums of sums double with every line.
      if ((typeof left === 'string' || Array.isArray(left)) && left.length > LONGEST_SUM) return undefined;
    }
  }

  #product(): ConfigValue | undefined {
    let left = this.#unary();
    for (;;) {
      const sign = left === undefined ? undefined : ['*', '/', '//', '%'].find((each) => this.#take(each));
      if (sign === undefined) return left;
      const right = this.#unary();
      if (typeof left !== 'number' || typeof right !== 'number' || (right === 0 && sign !== '*')) return undefined;
      if (sign === '*') left *= right;
      else if (sign === '/') left /= right;
      else if (sign === '//') left = Math.floor(left / right);
      else left = left - right * Math.floor(left / right);
    }
  }

  #unary(): ConfigValue | undefined {
    let [sign, signs] = [1, 0];
    for (let minus = this.#take('-'); minus || this.#take('+'); minus = this.#take('-')) {
      if (minus) sign = -sign;
      signs += 1;
    }
    const value = this.#power();
    return signs === 0 ? value : typeof value === 'number' ? sign * value : undefined;
  }

  #power(): ConfigValue | undefined {
    const base = this.#primary();
    if (base === undefined || !this.#take('**')) return base;
    const minus = this.#take('-');
    const exponent = this.#primary();
    if (typeof base !== 'number' || typeof exponent !== 'number') return undefined;
    return base ** (minus ? -exponent : exponent);
  }

  #primary(): ConfigValue | undefined {
    const { kind, text } = this.#peek();
    let value: ConfigValue | undefined;
    if (kind === 'text') value = this.#texts();
    else if (kind === 'number') {
      this.#at += 1;
      value = numberOf(text);
    } else if (kind === 'name') value = this.#named(text);
    else if (this.#is('(')) value = this.#deeper(() => this.#parenthesised());
    else if (this.#is('[')) value = this.#deeper(() => this.#list('[', ']'));
    else if (this.#is('{')) value = this.#deeper(() => this.#display());
    return this.#subscripted(value);
  }

  /** `img_norm_cfg['mean']`, `cfg.mean`: of a dictionary that is known. */
  #subscripted(start: ConfigValue | undefined): ConfigValue | undefined {
    let value = start;
    for (;;) {
      const key = this.#is('.') ? this.#peek(1) : this.#is('[') && this.#is(']', 2) ? this.#peek(1) : null;
      if (key === null) return value;
      if (isMap(value) && (key.kind === 'name' || key.kind === 'text')) value = value.get(key.text);
      else if (Array.isArray(value) && key.kind === 'number') value = value[Number(key.text)];
      else return undefined;
      this.#at += this.#is('.') ? 2 : 3;
    }
  }

  /** Strings side by side are one. */
  #texts(): string | undefined {
    let text = '';
    while (this.#peek().kind === 'text') {
      text += this.#peek().text;
      this.#at += 1;
    }
    return this.#peek().kind === 'unread' ? undefined : text;
  }

  #named(name: string): ConfigValue | undefined {
    const constant = CONSTANTS.get(name);
    this.#at += 1;
    if (constant !== undefined) return constant;
    if (!this.#is('(')) return this.scope.get(name);
    if (DICTS.has(name)) return this.#deeper(() => this.#dictCall());
    return LISTS.has(name) ? this.#deeper(() => this.#listCall()) : undefined;
  }

  #deeper<T>(read: () => T): T {
    if (++this.#depth > DEEPEST) throw this.#error(`brackets are nested more than ${DEEPEST} deep`);
    const value = read();
    this.#depth -= 1;
    return value;
  }

  #parenthesised(): ConfigValue {
    const from = this.#at;
    const items = this.#list('(', ')');
    const [only] = items;
    const closed = this.#tokens[this.#at - 2];
    // `(1)` is 1 and `(1, )` a tuple.
    return items.length === 1 && only !== undefined && closed?.text !== ',' && this.#at > from + 2 ? only : items;
  }

  #list(open: string, close: string): readonly ConfigValue[] {
    this.#expect(open);
    const items: ConfigValue[] = [];
    this.#each(close, () => {
      const value = this.#element([',', close]);
      if (this.#starred(value, items)) items.push(value);
    });
    return this.#made(items);
  }

  /** `*pipeline` spreads a list that is known; false where it did. */
  #starred(value: ConfigValue, items: ConfigValue[]): boolean {
    const name = isUnread(value) ? /^\*\s*(\w+)$/.exec(value.unread)?.[1] : undefined;
    const list = name === undefined ? undefined : this.scope.get(name);
    if (!Array.isArray(list) || items.length + list.length > LONGEST_SUM) return true;
    this.#count(list.length);
    for (const item of list) items.push(item);
    return false;
  }

  /** `{'a': 1, **other}`, or a set. */
  #display(): ConfigValue {
    this.#expect('{');
    const map = new Map<string, ConfigValue>();
    const items: ConfigValue[] = [];
    this.#each('}', () => {
      if (this.#take('**')) this.#spread(map, '}');
      else {
        const key = this.#element([':', ',', '}']);
        const value = this.#take(':') ? this.#element([',', '}']) : undefined;
        if (value === undefined) items.push(key);
        else if (isKey(key)) map.set(String(key), value);
      }
    });
    return this.#made(items.length > 0 ? items : map);
  }

  /** `dict(a=1, **other)`, `dict([('a', 1)])`, `dict({'a': 1}, b=2)`. */
  #dictCall(): ConfigValue {
    this.#expect('(');
    const map = new Map<string, ConfigValue>();
    this.#each(')', () => {
      if (this.#take('**')) this.#spread(map, ')');
      else if (this.#peek().kind === 'name' && this.#is('=', 1)) {
        const key = this.#peek().text;
        this.#at += 2;
        map.set(key, this.#element([',', ')']));
      } else this.#pairs(this.#element([',', ')']), map);
    });
    return this.#made(map);
  }

  #pairs(given: ConfigValue, map: Map<string, ConfigValue>): void {
    this.#count(isMap(given) ? given.size : Array.isArray(given) ? given.length : 0);
    if (isMap(given)) for (const [key, value] of given) map.set(key, value);
    else if (Array.isArray(given))
      for (const pair of given)
        if (Array.isArray(pair) && pair.length === 2 && pair[1] !== undefined && isKey(pair[0]))
          map.set(String(pair[0]), pair[1]);
    if (isUnread(given)) map.set('**', given);
  }

  #spread(map: Map<string, ConfigValue>, close: string): void {
    const given = this.#element([',', close]);
    this.#count(isMap(given) ? given.size : 0);
    if (isMap(given)) for (const [key, value] of given) map.set(key, value);
    else map.set('**', isUnread(given) ? given : { unread: isKey(given) ? String(given) : 'a list' });
  }

  #listCall(): ConfigValue {
    const items = this.#list('(', ')');
    const [only] = items;
    if (items.length === 0) return [];
    return Array.isArray(only) ? only : { unread: 'list(…)' };
  }

  #peek(ahead = 0): Token {
    return this.#tokens[Math.min(this.#at + ahead, this.#tokens.length - 1)] as Token;
  }

  #is(operator: string, ahead = 0): boolean {
    const { kind, text } = this.#peek(ahead);
    return kind === 'operator' && text === operator;
  }

  /** Goes on behind an operator, where it stands here. */
  #take(operator: string): boolean {
    const stands = this.#is(operator);
    if (stands) this.#at += 1;
    return stands;
  }

  #expect(operator: string): void {
    if (!this.#take(operator))
      throw this.#error(`${JSON.stringify(operator)} is expected, found ${describe(this.#peek())}`);
  }

  /** Reads what stands between commas, up to a bracket and behind it. */
  #each(close: string, read: () => void): void {
    while (!this.#take(close)) {
      read();
      if (!this.#is(close)) this.#expect(',');
    }
  }

  #error(what: string): ConfigError {
    return new ConfigError(`Line ${lineOf(this.#source, this.#peek().from)}: ${what}.`);
  }
}

/** True of a value that can be a dictionary's key: a text, a number, a truth value or None. */
function isKey(value: ConfigValue | undefined): value is string | number | boolean | null {
  return value === null || (typeof value !== 'object' && value !== undefined);
}

/** 1 for a word that opens a bracket, −1 for one that closes one. */
function opened({ kind, text }: Token): number {
  return kind !== 'operator' ? 0 : '([{'.includes(text) ? 1 : ')]}'.includes(text) ? -1 : 0;
}

function describe({ kind, text }: Token): string {
  return kind === 'end' || (kind === 'newline' && text === '\n') ? 'the end' : JSON.stringify(shortened(text));
}

/** A number as Python spells it; undefined for one no double holds. */
function numberOf(text: string): number | undefined {
  const value = Number(text.replaceAll('_', ''));
  return Number.isFinite(value) ? value : undefined;
}
