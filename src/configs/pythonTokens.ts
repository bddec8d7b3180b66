import { ConfigError } from './configError';
import type { Unread } from './configValue';

/** One word of a Python source: where it stands, and what it is. */
export interface Token {
  /** `text` holds a string's value, `newline` ends a statement. */
  readonly kind: 'name' | 'number' | 'text' | 'unread' | 'operator' | 'newline' | 'end';
  readonly text: string;
  /** Offsets in the source. */
  readonly from: number;
  readonly to: number;
  /** Spaces before the first word of its line. */
  readonly indent: number;
}

/** Longer texts are no configuration; mmengine's dumps of everything are some 20 000 characters. */
export const LONGEST_TEXT = 2_000_000;

/** Words of Python in one text; the longest configurations of mmaction2 have some thousands. */
const MOST_WORDS = 200_000;
/** Brackets deeper than this are no configuration; Python's own parser stops at 200. */
export const DEEPEST = 100;

const NUMBER = /(?:0[xX][\da-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?)/y;
const NAME = /[\p{L}_][\p{L}\p{N}_]*/uy;
const OPERATOR = /\*\*=|\/\/=|\*\*|\/\/|[-+*/%&|^@]=|==|!=|<=|>=|->|:=|\.\.\.|[-+*/%()[\]{},:.=<>;@&|^~!]/y;
const STRING = /[rRuUbBfF]{0,2}(?:'''|"""|'|")/y;

/** Cuts a Python source into words. Comments are passed over; inside brackets a line's end is nothing. @throws ConfigError */
export function pythonTokens(source: string): readonly Token[] {
  if (source.length > LONGEST_TEXT)
    throw new ConfigError(`The text has ${source.length} characters; a configuration has fewer than ${LONGEST_TEXT}.`);
  const tokens: Token[] = [];
  let [at, depth, indent, fresh] = [0, 0, 0, true];
  const push = (kind: Token['kind'], text: string, to: number) => {
    tokens.push({ kind, text, from: at, to, indent });
    at = to;
  };
  const match = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    return pattern.exec(source)?.[0] ?? null;
  };
  while (at < source.length) {
    if (tokens.length > MOST_WORDS)
      throw new ConfigError(`The text has more than ${MOST_WORDS} words; a configuration has fewer.`);
    const character = source[at] as string;
    if (character === '\n' || character === '\r') {
      if (depth === 0 && tokens.at(-1) && tokens.at(-1)?.kind !== 'newline') push('newline', '\n', at + 1);
      else at += 1;
      if (depth === 0) [fresh, indent] = [true, 0];
    } else if (character === ' ' || character === '\t' || character === '\f' || character === '\u00a0') {
      if (fresh) indent += 1;
      at += 1;
    } else if (character === '\ufeff') at += 1;
    else if (character === '\\' && /^\\\r?\n/.test(source.slice(at, at + 3))) at = source.indexOf('\n', at) + 1;
    else if (character === '#') {
      const end = source.indexOf('\n', at);
      at = end < 0 ? source.length : end;
    } else {
      fresh = false;
      const quote = match(STRING);
      if (quote !== null) {
        const { value, to } = readString(source, at, quote);
        if (typeof value === 'string') push('text', value, to);
        else push('unread', value.unread, to);
        continue;
      }
      const number = /[\d.]/.test(character) ? match(NUMBER) : null;
      const name = number === null ? match(NAME) : null;
      const operator = number === null && name === null ? match(OPERATOR) : null;
      if (number !== null) push('number', number, at + number.length);
      else if (name !== null) push('name', name, at + name.length);
      else if (operator !== null) {
        if (/^[([{]$/.test(operator)) depth += 1;
        if (depth > DEEPEST)
          throw new ConfigError(`Line ${lineOf(source, at)}: brackets are nested more than ${DEEPEST} deep.`);
        if (/^[)\]}]$/.test(operator)) depth = Math.max(0, depth - 1);
        if (operator === ';' && depth === 0) push('newline', ';', at + 1);
        else push('operator', operator, at + operator.length);
      } else throw new ConfigError(`Line ${lineOf(source, at)}: ${JSON.stringify(character)} is no word of Python.`);
    }
  }
  if (tokens.at(-1)?.kind !== 'newline') push('newline', '\n', source.length);
  push('end', '', source.length);
  return tokens;
}

/** The line an offset stands in, from 1. */
export function lineOf(source: string, at: number): number {
  let line = 1;
  for (let next = source.indexOf('\n'); next >= 0 && next < at; next = source.indexOf('\n', next + 1)) line += 1;
  return line;
}

/** A string from its prefix and quote on. An f-string that fills in values, and bytes, are no literal texts. */
function readString(source: string, start: number, opening: string): { value: string | Unread; to: number } {
  const quote = /'''|"""|'|"/.exec(opening)?.[0] ?? "'";
  const prefix = opening.slice(0, -quote.length).toLowerCase();
  let at = start + opening.length;
  let text = '';
  for (;;) {
    if (at >= source.length || (quote.length === 1 && source[at] === '\n'))
      throw new ConfigError(`Line ${lineOf(source, start)}: a string begins and does not end.`);
    if (source.startsWith(quote, at)) break;
    if (source[at] !== '\\') {
      // Whole runs at once: a string may hold most of a file.
      const end = nextOf(source, at + 1, quote[0] as string);
      text += source.slice(at, end);
      at = end;
    } else if (prefix.includes('r')) {
      text += source.slice(at, at + 2);
      at += 2;
    } else {
      const { character, to } = escaped(source, at);
      text += character;
      at = to;
    }
  }
  const to = at + quote.length;
  const filled = prefix.includes('f') && /\{[^{]/.test(text);
  return { value: filled || prefix.includes('b') ? { unread: source.slice(start, to) } : text, to };
}

/** Where the next quote, backslash or line's end stands. */
function nextOf(source: string, from: number, quote: string): number {
  let at = from;
  while (at < source.length && source[at] !== quote && source[at] !== '\\' && source[at] !== '\n') at += 1;
  return at;
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['v', '\v'],
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
  ['\n', ''],
]);

function escaped(source: string, at: number): { character: string; to: number } {
  const next = source[at + 1] ?? '';
  const plain = ESCAPES.get(next);
  if (plain !== undefined) return { character: plain, to: at + 2 };
  const code = /^(?:x([\da-f]{2})|u([\da-f]{4})|U([\da-f]{8})|([0-7]{1,3}))/i.exec(source.slice(at + 1, at + 10));
  if (!code) return { character: `\\${next}`, to: at + 2 };
  const point =
    code[4] === undefined ? Number.parseInt(code[1] ?? code[2] ?? code[3] ?? '0', 16) : Number.parseInt(code[4], 8);
  return { character: point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd', to: at + 1 + code[0].length };
}
