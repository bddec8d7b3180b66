/**
 * Tables are asked by their own keys only. A text from outside (a link, a file, the command line) may be the name of
 * something every object inherits: `constructor`, `toString`, `__proto__`. `in` and an index by a text find those too.
 * So this holds of every source: `in` asks for a fixed name alone (to tell the cases of a type apart), and a table that
 * any text may index is a `Map`. What TypeScript knows the keys of may be an object.
 */
import { Visitor } from 'vite';
import { expect, test } from 'vitest';
import { parse, readSources, type Sources } from './imports';

const SOURCES = readSources(new URL('../src/', import.meta.url));

test('no table of src/ is asked by names that every object inherits', () => {
  expect(inheritedNames(SOURCES)).toEqual([]);
});

test('what the rule is about is found', () => {
  const found = (text: string) => inheritedNames(new Map([['a/a.ts', text]])).length;
  expect(found('const known = (name: string) => name in TABLE;')).toBe(1);
  expect(found(`const odd = 'constructor' in value;`)).toBe(1);
  expect(found(`const fine = 'fault' in answer;`)).toBe(0);
  expect(found('const one = { a: 1 }[name];')).toBe(1);
  expect(found('const one = ({ a: 1 } as const)[name];')).toBe(1);
  expect(found('const T: Readonly<Record<string, number>> = { a: 1 };\nconst one = T[name];')).toBe(1);
  expect(found('const T: Record<string, number> = { a: 1 };\nconst one = T.a;')).toBe(0);
  expect(found('const T: Readonly<Record<Kind, number>> = { a: 1 };\nconst one = T[kind];')).toBe(0);
  expect(found('const one = TABLE[name as keyof typeof TABLE];')).toBe(1);
});

/** One sentence for each expression that may find what an object inherits. */
function inheritedNames(sources: Sources): string[] {
  return [...sources].flatMap(([path, text]) => {
    const found: string[] = [];
    const { program } = parse(path, text);
    const say = (node: { start: number; end: number }, why: string) => {
      const line = text.slice(0, node.start).split('\n').length;
      found.push(`src/${path}:${line} ${text.slice(node.start, node.end).split('\n')[0]}: ${why}`);
    };
    const open = new Set<string>();
    new Visitor({
      VariableDeclarator(node) {
        const { id, init } = node;
        // A local one is filled by the function that reads it.
        if (text.slice(text.lastIndexOf('\n', node.start) + 1, node.start).startsWith(' ')) return;
        if (id.type !== 'Identifier' || !id.typeAnnotation || init?.type !== 'ObjectExpression') return;
        const type = text.slice(id.typeAnnotation.start, id.typeAnnotation.end);
        if (/^:\s*(Readonly<)?(Record<string,|\{\s*(readonly )?\[\w+: string\]:)/.test(type)) open.add(id.name);
      },
      BinaryExpression(node) {
        if (node.operator !== 'in') return;
        const name = node.left.type === 'Literal' ? node.left.value : null;
        if (typeof name !== 'string' || Reflect.has(Object.prototype, name)) say(node, 'ask Object.hasOwn');
      },
    }).visit(program);
    new Visitor({
      MemberExpression(node) {
        if (!node.computed || node.property.type === 'Literal') return;
        const table = node.object.type === 'ParenthesizedExpression' ? node.object.expression : node.object;
        const written = table.type === 'TSAsExpression' ? table.expression : table;
        const name = written.type === 'Identifier' ? written.name : '';
        const key = text.slice(node.property.start, node.property.end);
        if (written.type === 'ObjectExpression') say(node, 'give the table a name and a type, or make it a Map');
        else if (open.has(name)) say(node, `make ${name} a Map`);
        else if (/^[A-Z][A-Z\d_]*$/.test(name) && / as keyof /.test(key))
          say(node, 'look the name up, or make it a Map');
      },
    }).visit(program);
    return found;
  });
}
