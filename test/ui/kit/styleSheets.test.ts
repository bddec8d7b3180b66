import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { expect, test } from 'vitest';

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
