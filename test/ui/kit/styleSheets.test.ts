import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { expect, test } from 'vitest';
import { withBreakpoints } from '../../../scripts/build/breakpoints';
import { BREAKPOINTS } from '../../../src/state/view/breakpoints';

const UI = new URL('../../../src/ui/', import.meta.url);
const files = (ending: RegExp) =>
  new Map(
    readdirSync(UI, { recursive: true, encoding: 'utf8' })
      .filter((path) => ending.test(path))
      .map((path) => [path, readFileSync(new URL(path, UI), 'utf8')]),
  );

/** Classes of style sheets that no file takes, as `run/Times.module.css .whole`. */
function unusedClasses(sheets: ReadonlyMap<string, string>, sources: ReadonlyMap<string, string>): string[] {
  const taken = new Map<string, string>();
  for (const [path, text] of sources) {
    for (const [, name = '', sheet = ''] of text.matchAll(/import (\w+) from '([^']+\.module\.css)'/g)) {
      const at = posix.join(posix.dirname(path), sheet);
      // Taken by a computed name, or handed on whole, any of its classes may be meant.
      const whole = new RegExp(`\\b${name}\\[|=\\{${name}\\}`).test(text);
      const uses = Array.from(text.matchAll(new RegExp(`\\b${name}\\.(\\w+)`, 'g')), ([, used]) => ` ${used} `);
      taken.set(at, (taken.get(at) ?? '') + (whole ? '*' : uses.join('')));
    }
  }
  return [...sheets].flatMap(([path, text]) => {
    const rules = text.replace(/\/\*[\s\S]*?\*\//g, '').matchAll(/([^{}]+)\{/g);
    const names = new Set(
      [...rules].flatMap(([, rule = '']) => Array.from(rule.matchAll(/\.([a-zA-Z]\w*)(?!\w*-)/g), ([, name]) => name)),
    );
    const uses = taken.get(path) ?? '';
    return uses.includes('*')
      ? []
      : [...names].filter((name) => !uses.includes(` ${name} `)).map((name) => `${path} .${name}`);
  });
}

test('every class of a style sheet is taken by a file', () => {
  expect(unusedClasses(files(/\.module\.css$/), files(/\.tsx?$/))).toEqual([]);
  const sheet = new Map([
    ['run/A.module.css', '.a { margin: 0 } @media print { .b, .c:hover { margin: 0 } } .react-flow { margin: 0 }'],
  ]);
  const found = (text: string) =>
    unusedClasses(sheet, new Map([['run/A.tsx', `import own from './A.module.css'; ${text}`]]));
  expect(found('own.a; own.c')).toEqual(['run/A.module.css .b']);
  expect(found('own[name]')).toEqual([]);
});

/** Lines of style sheets and components that name a width of the window, where BREAKPOINTS has all. */
function ownBreakpoints(sources: ReadonlyMap<string, string>): string[] {
  return [...sources].flatMap(([path, text]) =>
    Array.from(
      text.matchAll(/@media[^{]*width[^{]*|matchMedia\('\(m|useMedia\('\(m/g),
      ([found]) => `${path} ${found.trim()}`,
    ),
  );
}

test('the widths at which the page changes its form stand in one list', () => {
  expect(ownBreakpoints(files(/\.(css|tsx?)$/))).toEqual([]);
  expect(ownBreakpoints(new Map([['a.css', '@media (max-width: 721px) { a { margin: 0 } }']]))).toHaveLength(1);
  expect(withBreakpoints('@media screen and (--narrow) { a { color: var(--ink) } }')).toBe(
    `@media screen and ${BREAKPOINTS.narrow} { a { color: var(--ink) } }`,
  );
  expect(() => withBreakpoints('@media (--narow) {}')).toThrow('no breakpoint --narow');
});

/** Sizes of text that a style sheet sets by itself, in pixels. */
function ownSizes(sheets: ReadonlyMap<string, string>): string[] {
  return [...sheets].flatMap(([path, text]) =>
    Array.from(
      text.matchAll(/\bfont(?:-size)?:(?![^;]*--x3d-text)[^;]*\b\d+px[^;]*/g),
      ([found]) => `${path} ${found}`,
    ),
  );
}

test('sizes of text are those of tokens.css, but for what is drawn: in the diagram, and over a picture', () => {
  const drawn = (line: string) =>
    /^diagram\/(Box|Frame|FarView)\.module|^train\/own\/Own\.module\.css font-size: 48px/.test(line);
  expect(ownSizes(files(/\.css$/)).filter((line) => !drawn(line))).toEqual([]);
  expect(ownSizes(new Map([['a.css', '.a { font-size: 13px; }']]))).toEqual(['a.css font-size: 13px']);
});
