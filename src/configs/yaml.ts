import { ConfigError } from './configError';
import type { ConfigMap, ConfigValue } from './configValue';
import { readPythonValue } from './pythonLiterals';
import { LONGEST_TEXT } from './pythonTokens';

/** Indentations and brackets deeper than this are no configuration. */
const DEEPEST = 100;
/** Each line is kept with what it says, some hundred bytes for an empty one; SlowFast's longest configuration has 200. */
const MOST_LINES = 100_000;

interface Line {
  readonly number: number;
  readonly indent: number;
  /** Without its indentation and its comment. */
  readonly text: string;
  /** As it stands, for block scalars. */
  readonly whole: string;
}

/**
 * Reads the subset of YAML that SlowFast's configurations and yacs' dumps use: mappings and lists by indentation and in
 * brackets, plain and quoted scalars, block scalars, comments. As yacs does, it reads `5e-5` as a number and `(1, 2)` as
 * a tuple. Tags are passed over; anchors, aliases and merges are kept as unread.
 * @throws ConfigError
 */
export function readYaml(source: string): ConfigMap {
  if (source.length > LONGEST_TEXT)
    throw new ConfigError(`The text has ${source.length} characters; a configuration has fewer than ${LONGEST_TEXT}.`);
  const reader = new Reader(linesOf(source));
  const value = reader.document();
  if (!(value instanceof Map)) throw new ConfigError('The YAML holds no mapping; a configuration is one of keys.');
  return value;
}

function linesOf(source: string): readonly Line[] {
  const lines = source.replace(/^\ufeff/, '').split(/\r\n|\n|\r/, MOST_LINES + 1);
  if (lines.length > MOST_LINES)
    throw new ConfigError(`The text has more than ${MOST_LINES} lines; a configuration has a few hundred.`);
  return lines.map((whole, index) => {
    const indent = /^ */.exec(whole)?.[0].length ?? 0;
    return { number: index + 1, indent, text: withoutComment(whole.slice(indent)).trimEnd(), whole };
  });
}

/** A `#` begins a comment at the start or behind a space, outside quotes. */
function withoutComment(text: string): string {
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const character = text[at] as string;
    if (quote !== '') {
      if (character === '\\' && quote === '"') at += 1;
      else if (character === quote) quote = '';
    } else if (character === '#' && (at === 0 || /\s/.test(text[at - 1] as string))) return text.slice(0, at);
    // A quote opens a scalar only where one may begin: `it's` has none.
    else if ((character === '"' || character === "'") && /(?:^|[\s[{,:(-])$/.test(text.slice(Math.max(0, at - 1), at)))
      quote = character;
  }
  return text;
}

/** `key: value`, the key plain or quoted. A plain key takes all up to its colon at once: long lines are read in one go. */
const ENTRY =
  /^(?:("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')\s*|([^\s"'[\]{},#&*!|>%@`-](?:[^:]|:(?=\S))*|-(?=\S)[^:]*)):(?:\s+(.*)|)$/s;

class Reader {
  readonly #lines: readonly Line[];
  #at = 0;
  #depth = 0;

  constructor(lines: readonly Line[]) {
    this.#lines = lines.filter(({ text, number }) => !(text.startsWith('%') && number < 4));
  }

  document(): ConfigValue {
    if (this.#peek()?.text === '---') this.#at += 1;
    const value = this.#block(-1);
    const rest = this.#peek();
    if (rest && !/^(?:---|\.\.\.)/.test(rest.text))
      throw this.#error(rest, `${JSON.stringify(rest.text.slice(0, 40))} stands where nothing is expected`);
    return value;
  }

  /** The next line that is not empty. */
  #peek(): Line | undefined {
    while (this.#at < this.#lines.length && this.#lines[this.#at]?.text.trim() === '') this.#at += 1;
    return this.#lines[this.#at];
  }

  /** What is indented more than its parent: a mapping, a list or a scalar. */
  #block(parent: number): ConfigValue {
    const line = this.#peek();
    if (!line || line.indent <= parent || /^(?:---|\.\.\.)$/.test(line.text)) return null;
    if (line.text.startsWith('\t')) throw this.#error(line, 'it is indented with a tab, which YAML refuses');
    if (++this.#depth > DEEPEST) throw this.#error(line, `it is nested more than ${DEEPEST} deep`);
    const isList = /^-(?:\s|$)/.test(line.text);
    const value = isList
      ? this.#list(line.indent)
      : ENTRY.test(line.text)
        ? this.#mapping(line.indent)
        : this.#scalar(parent);
    this.#depth -= 1;
    return value;
  }

  #mapping(indent: number): ConfigMap {
    const map = new Map<string, ConfigValue>();
    for (let line = this.#peek(); line && line.indent === indent; line = this.#peek()) {
      if (/^(?:---|\.\.\.)$/.test(line.text)) break;
      const entry = ENTRY.exec(line.text);
      if (!entry)
        throw this.#error(line, `a key and a colon are expected, found ${JSON.stringify(line.text.slice(0, 40))}`);
      this.#at += 1;
      const key = keyText(entry[1] ?? entry[2] ?? '');
      const rest = (entry[3] ?? '').trim();
      map.set(key, this.#value(rest, line, indent));
    }
    const over = this.#peek();
    if (over && over.indent > indent) throw this.#error(over, 'its indentation fits no line above');
    return map;
  }

  #list(indent: number): readonly ConfigValue[] {
    const items: ConfigValue[] = [];
    for (let line = this.#peek(); line && line.indent === indent && /^-(?:\s|$)/.test(line.text); line = this.#peek()) {
      const rest = line.text.slice(1).trimStart();
      if (rest === '' || !(ENTRY.test(rest) || /^-\s/.test(rest))) {
        this.#at += 1;
        items.push(this.#value(rest, line, indent));
        continue;
      }
      // `- key: value` opens a mapping where its key stands.
      const moved = { ...line, indent: indent + (line.text.length - rest.length), text: rest };
      (this.#lines as Line[])[this.#at] = moved;
      items.push(this.#block(indent));
    }
    return items;
  }

  /** What stands behind a key or a dash: on the line, or indented under it. */
  #value(given: string, line: Line, indent: number): ConfigValue {
    const rest = given.replace(/^!\S*\s*/, '');
    if (/^[&*]/.test(rest)) {
      this.#skipDeeper(indent);
      return { unread: rest };
    }
    if (rest === '') {
      // A list may stand as far left as its key.
      const next = this.#peek();
      if (next && next.indent === indent && /^-(?:\s|$)/.test(next.text)) return this.#list(indent);
      return this.#block(indent);
    }
    if (/^[|>][+-]?\d?$/.test(rest)) return this.#literal(indent, rest.startsWith('>') ? ' ' : '\n');
    return this.#flow(this.#continued(rest, line, indent), line);
  }

  #scalar(parent: number): ConfigValue {
    const line = this.#peek() as Line;
    this.#at += 1;
    const text = line.text.replace(/^!\S*\s*/, '');
    return this.#flow(this.#continued(text, line, parent), line);
  }

  /** A value with the lines it goes on in: brackets and quotes until they close, plain text while it is indented. */
  #continued(first: string, line: Line, indent: number): string {
    const parts = [first];
    const opens = /^[[{"']/.test(first);
    let open = opens ? balance(first) : null;
    for (let next = this.#peek(); next; next = this.#peek()) {
      const goesOn = open !== null ? !open.closed : next.indent > indent && !ENTRY.test(next.text);
      if (!goesOn) break;
      parts.push(next.text.trim());
      if (open) open = balance(next.text, open);
      this.#at += 1;
    }
    if (open && !open.closed) throw this.#error(line, 'what it opens is never closed');
    return parts.join(' ');
  }

  #literal(indent: number, join: string): string {
    const texts: string[] = [];
    for (
      let line = this.#lines[this.#at];
      line && (line.whole.trim() === '' || line.indent > indent);
      line = this.#lines[this.#at]
    ) {
      texts.push(line.whole.trim());
      this.#at += 1;
    }
    return texts.join(join).trim();
  }

  #skipDeeper(indent: number): void {
    for (let line = this.#peek(); line && line.indent > indent; line = this.#peek()) this.#at += 1;
  }

  /** A value written on one line: in brackets, quoted or plain. */
  #flow(text: string, line: Line): ConfigValue {
    const flow = new Flow(text, (what) => this.#error(line, what));
    return flow.whole();
  }

  #error({ number }: Line, what: string): ConfigError {
    return new ConfigError(`Line ${number}: ${what}.`);
  }
}

interface Balance {
  readonly depth: number;
  readonly quote: string;
  readonly closed: boolean;
}

/** How many brackets and which quote a piece of text leaves open. */
function balance(text: string, before: Balance = { depth: 0, quote: '', closed: false }): Balance {
  let { depth, quote } = before;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] as string;
    if (quote !== '') {
      if (character === '\\' && quote === '"') at += 1;
      else if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') depth -= 1;
  }
  return { depth, quote, closed: depth <= 0 && quote === '' };
}

/** Values in brackets. */
class Flow {
  readonly #text: string;
  readonly #error: (what: string) => ConfigError;
  #at = 0;
  #depth = 0;

  constructor(text: string, error: (what: string) => ConfigError) {
    this.#text = text;
    this.#error = error;
  }

  whole(): ConfigValue {
    const inBrackets = /^[[{"']/.test(this.#text);
    if (!inBrackets) return plain(this.#text.trim());
    const value = this.#value('');
    this.#space();
    if (this.#at < this.#text.length)
      throw this.#error(`${JSON.stringify(this.#text.slice(this.#at, this.#at + 20))} follows a value`);
    return value;
  }

  #value(stops: string): ConfigValue {
    this.#space();
    const character = this.#text[this.#at] ?? '';
    if (character === '"' || character === "'") return this.#quoted(character);
    if (character === '[' || character === '{') {
      if (++this.#depth > DEEPEST) throw this.#error(`brackets are nested more than ${DEEPEST} deep`);
      const value = character === '[' ? this.#list() : this.#map();
      this.#depth -= 1;
      return value;
    }
    return plain(this.#word(stops));
  }

  #list(): readonly ConfigValue[] {
    const items: ConfigValue[] = [];
    for (this.#at += 1; !this.#is(']'); ) {
      items.push(this.#value(',]'));
      if (!this.#is(']')) this.#expect(',');
    }
    this.#at += 1;
    return items;
  }

  #map(): ConfigMap {
    const map = new Map<string, ConfigValue>();
    for (this.#at += 1; !this.#is('}'); ) {
      const quote = this.#text[this.#at] ?? '';
      const key = /["']/.test(quote) ? this.#quoted(quote) : this.#word(':,}');
      const hasValue = this.#is(':');
      if (hasValue) this.#at += 1;
      map.set(key, hasValue ? this.#value(',}') : null);
      if (!this.#is('}')) this.#expect(',');
    }
    this.#at += 1;
    return map;
  }

  #word(stops: string): string {
    const from = this.#at;
    // A tuple inside keeps its commas.
    let depth = 0;
    for (; this.#at < this.#text.length; this.#at++) {
      const character = this.#text[this.#at] as string;
      if (character === '(') depth += 1;
      else if (character === ')') depth -= 1;
      else if (depth <= 0 && stops.includes(character)) break;
    }
    const word = this.#text.slice(from, this.#at).trim();
    if (word === '' && this.#at >= this.#text.length) throw this.#error('a bracket is never closed');
    return word;
  }

  #quoted(quote: string): string {
    let text = '';
    for (this.#at += 1; this.#at < this.#text.length; this.#at++) {
      const character = this.#text[this.#at] as string;
      if (character === quote) {
        if (quote !== "'" || this.#text[this.#at + 1] !== "'") {
          this.#at += 1;
          return text;
        }
        this.#at += 1;
      }
      if (character === '\\' && quote === '"') {
        this.#at += 1;
        const next = this.#text[this.#at] ?? '';
        text += ESCAPES.get(next) ?? next;
      } else text += character;
    }
    throw this.#error('a quoted text is never closed');
  }

  #space(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at += 1;
  }

  #is(character: string): boolean {
    this.#space();
    if (this.#at >= this.#text.length) throw this.#error(`${JSON.stringify(character)} is expected, found the end`);
    return this.#text[this.#at] === character;
  }

  #expect(character: string): void {
    if (!this.#is(character))
      throw this.#error(`${JSON.stringify(character)} is expected, found ${JSON.stringify(this.#text[this.#at])}`);
    this.#at += 1;
    this.#space();
  }
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['0', '\0'],
]);

function keyText(text: string): string {
  return /^["']/.test(text) ? text.slice(1, -1) : text.trim();
}

const WORDS: ReadonlyMap<string, ConfigValue> = new Map<string, ConfigValue>([
  ['', null],
  ['~', null],
  ['null', null],
  ['none', null],
  ['true', true],
  ['yes', true],
  ['on', true],
  ['false', false],
  ['no', false],
  ['off', false],
]);

/** A plain scalar: a word YAML knows, a number, a Python tuple or list as yacs decodes it, else text. */
function plain(text: string): ConfigValue {
  const word = WORDS.get(text.toLowerCase());
  if (word !== undefined) return word;
  if (/^[-+]?(?:0x[\da-f]+|(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?)$/i.test(text)) {
    const value = Number(text.replaceAll('_', ''));
    if (Number.isFinite(value)) return value;
  }
  if (!/^\(.*\)$/s.test(text)) return text;
  try {
    return readPythonValue(text);
  } catch (error) {
    if (error instanceof ConfigError) return text;
    throw error;
  }
}
