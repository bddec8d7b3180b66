/** Random ways to write one and the same configuration, as Python and as YAML. */
import fc from 'fast-check';
import type { ConfigMap, ConfigValue } from '../../src/configs/configValue';

/** Keys as people have them, some of which every object of JavaScript has too. */
const key = fc.oneof(
  fc.constantFrom(
    'type',
    'gamma_w',
    'X3D',
    'clip_len',
    'mean',
    'constructor',
    '__proto__',
    'toString',
    'hasOwnProperty',
  ),
  fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/).filter((word) => !PYTHON_WORDS.has(word)),
);
const PYTHON_WORDS = new Set(
  'dict list tuple if in is or and not for as def del elif else try with from pass class lambda'.split(' '),
);

const scalar: fc.Arbitrary<ConfigValue> = fc.oneof(
  fc.constantFrom(null, true, false),
  fc.integer({ min: -1e6, max: 1e6 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom('', '1', 'true', 'None', "it's", 'a: b', '# no comment', '- x', 'dict(a=1)', ' padded ', '1e5', '~'),
);

const { value } = fc.letrec<{ value: ConfigValue; map: ConfigMap }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    tie('map'),
  ),
  map: fc.array(fc.tuple(key, tie('value')), { maxLength: 5 }).map((entries) => new Map(entries)),
}));

/** A configuration: a few keys with values of any sort. */
export const anyConfig: fc.Arbitrary<ConfigMap> = fc
  .array(fc.tuple(key, value), { minLength: 1, maxLength: 6 })
  .map((entries) => new Map(entries));

/** Draws of a writer: a number below `of`. */
export type Draw = (of: number) => number;

/** Draws from a seed. */
export function drawsFrom(seed: number): Draw {
  let state = seed >>> 0 || 1;
  return (of) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * of);
  };
}

const space = (draw: Draw) => ['', ' ', '\n  ', '  # why, (and how] "so"\n', '\t', ' \\\n '][draw(6)] as string;

/** A configuration as Python, with any quotes, brackets, spaces, comments and names in between. */
export function asPython(config: ConfigMap, draw: Draw): string {
  const names: string[] = [];
  const lines: string[] = ['"""Draws of one configuration."""', 'import os', ''];
  const text = (word: string): string => {
    const escaped = [...word]
      .map((each) =>
        /[\\'"\n\r]/.test(each) || each.charCodeAt(0) < 32
          ? `\\x${each.charCodeAt(0).toString(16).padStart(2, '0')}`
          : each,
      )
      .join('');
    const quote = ["'", '"', "'''", '"""'][draw(4)] as string;
    const cut = draw(escaped.length + 1);
    return draw(5) === 0 && !escaped.includes('\\')
      ? `${quote}${escaped.slice(0, cut)}${quote} ${quote}${escaped.slice(cut)}${quote}`
      : `${quote}${escaped}${quote}`;
  };
  const spell = (each: ConfigValue): string => {
    const written = plainSpell(each);
    if (draw(6) > 0) return written;
    const name = `_value_${names.length}`;
    names.push(name);
    lines.push(`${name} = ${written.includes('\n') ? `(${written})` : written}`);
    return name;
  };
  const inside = (items: readonly string[], open: string, close: string) => {
    const pad = () => space(draw).replace(' \\\n ', '\n');
    return `${open}${pad()}${items.join(`${pad()},${pad()}`)}${items.length > 0 && draw(2) === 0 ? ',' : ''}${pad()}${close}`;
  };
  const plainSpell = (each: ConfigValue): string => {
    if (each === null) return 'None';
    if (typeof each === 'boolean') return each ? 'True' : 'False';
    if (typeof each === 'number') return draw(4) === 0 ? `(${String(each)})` : String(each);
    if (typeof each === 'string') return text(each);
    if (Array.isArray(each)) {
      const items = each.map(spell);
      if (draw(2) === 0) return inside(items, '[', ']');
      return items.length === 1 ? `(${items[0]},)` : inside(items, '(', ')');
    }
    const entries = [...(each as ConfigMap)];
    if (draw(2) === 0 && entries.every(([name]) => /^[a-z]\w*$/i.test(name)))
      return inside(
        entries.map(([name, entry]) => `${name}=${spell(entry)}`),
        'dict(',
        ')',
      );
    return inside(
      entries.map(([name, entry]) => `${text(name)}: ${spell(entry)}`),
      '{',
      '}',
    );
  };
  for (const [name, each] of config) {
    const written = spell(each);
    lines.push(`${name} = ${written}${draw(3) === 0 ? '  # a comment: with = and "quotes' : ''}`);
    if (draw(3) === 0) lines.push('', '# more');
  }
  return lines.join('\n');
}

/** A configuration as YAML, indented by 1 to 4, with blocks and brackets, any quotes and comments. */
export function asYaml(config: ConfigMap, draw: Draw): string {
  const quoted = (word: string): string =>
    `"${[...word].map((each) => (each === '"' || each === '\\' ? `\\${each}` : each)).join('')}"`;
  const single = (word: string): string => `'${word.replaceAll("'", "''")}'`;
  const name = (word: string): string => (/^[A-Za-z_]\w*$/.test(word) ? word : quoted(word));
  const flow = (each: ConfigValue): string => {
    if (each === null) return draw(2) === 0 ? 'null' : '~';
    if (typeof each === 'boolean')
      return (each ? ['true', 'True', 'yes'] : ['false', 'False', 'off'])[draw(3)] as string;
    if (typeof each === 'number') return String(each);
    if (typeof each === 'string')
      return /^[a-z]\w+$/.test(each) && !/^(?:true|none|null|yes|no|on|off|false)$/.test(each)
        ? each
        : draw(2) === 0
          ? quoted(each)
          : single(each);
    if (Array.isArray(each)) return `[${each.map(flow).join(draw(2) === 0 ? ', ' : ',  ')}]`;
    return `{${[...(each as ConfigMap)].map(([word, entry]) => `${name(word)}: ${flow(entry)}`).join(', ')}}`;
  };
  const comment = () => (draw(4) === 0 ? ' # why: "so"' : '');
  const block = (map: ConfigMap, indent: string): string[] =>
    [...map].flatMap(([word, each]) => {
      const deeper = `${indent}${' '.repeat(1 + draw(4))}`;
      const gap = draw(8) === 0 ? ['', `${indent}# a line of its own`] : [];
      if (each instanceof Map && each.size > 0 && draw(3) > 0)
        return [...gap, `${indent}${name(word)}:${comment()}`, ...block(each, deeper)];
      if (Array.isArray(each) && each.length > 0 && draw(3) === 0)
        return [
          ...gap,
          `${indent}${name(word)}:`,
          ...each.map((entry) => `${draw(2) === 0 ? indent : deeper}- ${flow(entry)}`.replace(/^ +/, () => indent)),
        ];
      return [...gap, `${indent}${name(word)}: ${flow(each)}${comment()}`];
    });
  return `${draw(3) === 0 ? '---\n' : ''}${block(config, '').join('\n')}\n`;
}
