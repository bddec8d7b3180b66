import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ConfigError } from '../../src/configs/configError';
import type { ConfigValue } from '../../src/configs/configValue';
import { readPython, readPythonValue } from '../../src/configs/pythonLiterals';
import { readConfig } from '../../src/configs/readConfig';
import { readYaml } from '../../src/configs/yaml';
import { anyConfig, asPython, asYaml, drawsFrom } from './configTexts';

const RUNS = process.env.X3D_LONG ? 2000 : 200;

test('Python: however it is quoted, bracketed, spaced, commented and named, the values are those written', () => {
  fc.assert(
    fc.property(anyConfig, fc.integer(), (config, seed) => {
      const { values, unread } = readPython(asPython(config, drawsFrom(seed)));
      expect(unread).toEqual([]);
      expect(new Map([...values].filter(([name]) => !name.startsWith('_value_')))).toEqual(config);
    }),
    { numRuns: RUNS },
  );
});

test('YAML: however it is indented, quoted, bracketed and commented, the values are those written', () => {
  // Control characters would be written as escapes, which no configuration of SlowFast has.
  const plain = anyConfig.filter((config) => textsOf(config).every((text) => !/[\p{C}\p{Zl}\p{Zp}]/u.test(text)));
  fc.assert(
    fc.property(plain, fc.integer(), (config, seed) => {
      expect(readYaml(asYaml(config, drawsFrom(seed)))).toEqual(config);
    }),
    { numRuns: RUNS },
  );
});

function textsOf(value: ConfigValue): readonly string[] {
  if (value instanceof Map) return [...value].flatMap(([key, entry]) => [key, ...textsOf(entry)]);
  return Array.isArray(value) ? value.flatMap(textsOf) : [String(value)];
}

describe('Python as people write it', () => {
  test.each([
    ['a = 1 / 16', { a: 0.0625 }],
    ['a = -(2 + 3) * 2 ** 3 // 7 % 4', { a: 2 }],
    ['a = b = 3', { a: 3, b: 3 }],
    ['a = 1, 2', { a: [1, 2] }],
    ['a = 1; b = 2', { a: 1, b: 2 }],
    ['a: int = 3\nb = 4', { b: 4 }],
    [
      "n = dict(mean=[1.0], to_bgr=False)\na = dict(type='Normalize', **n)",
      { n: { mean: [1], to_bgr: false }, a: { type: 'Normalize', mean: [1], to_bgr: false } },
    ],
    [
      "m = dict(b=dict(g=1))\nm['b']['g'] = 2\nm.b.h = 3\nm.update(dict(k=4))\nm['b'].update(g=5)",
      { m: { b: { g: 5, h: 3 }, k: 4 } },
    ],
    ['a = [1]\nb = a + [2]\nc = [*b, 3]', { a: [1], b: [1, 2], c: [1, 2, 3] }],
    ["n = dict(m=[7, 8])\na = n['m']\nb = n.m[1]", { n: { m: [7, 8] }, a: [7, 8], b: 8 }],
    ["a = 'x' 'y' + r'\\z' + u'\\u00e9'", { a: 'xy\\z\u00e9' }],
    ['a = dict([("x", 1)], y=2)', { a: { x: 1, y: 2 } }],
    ['a = 0x10 + 1_000 + .5e1', { a: 1021 }],
  ])('%s', (source, expected) => {
    expect(asObject(readPython(source).values)).toEqual(expected);
  });

  test.each([
    'a = f(1)',
    "a = f'{x}'",
    'a = b if c else d',
    'a = lambda x: x, 1',
    "a = b''",
    'a = not True',
    'a = _base_.model',
    'a = __import__("os").system("touch /tmp/x")',
  ])('%s is kept as text and not run', (source) => {
    const [name, value] = [...readPython(source).values][0] ?? [];
    expect([name, value]).toEqual(['a', { unread: source.slice(4) }]);
  });

  test('what surrounds a text that is no literal is read', () => {
    const { values } = readPython('m = dict(a=f(1, [2]), b=dict(c=x.y, d=3), e=[len(z), 4])');
    expect(asObject(values)).toEqual({
      m: { a: { unread: 'f(1, [2])' }, b: { c: { unread: 'x.y' }, d: 3 }, e: [{ unread: 'len(z)' }, 4] },
    });
  });

  test('other statements are passed over and named by line, files it builds on by path', () => {
    const { values, unread, bases } = readPython(
      'from mmengine.config import read_base\nwith read_base():\n    from .._base_.models.x3d import *\na = 1\nif a:\n    a = 2\n\n    b = 3\nfor x in []:\n  a = 4\na += 1\nc = 5\n',
    );
    expect(asObject(values)).toEqual({ a: 1, c: 5 });
    expect(unread).toEqual([
      { line: 5, text: 'if a:' },
      { line: 9, text: 'for x in []:' },
      { line: 11, text: 'a += 1' },
    ]);
    expect(bases).toEqual(['.._base_.models.x3d']);
    expect(readPython("_base_ = ['a.py', 'b.py']").bases).toEqual(['a.py', 'b.py']);
    expect(readPython("_base_ = 'a.py'").bases).toEqual(['a.py']);
  });

  test('one value can be read by itself', () => {
    expect(asObject(readPythonValue("dict(type='GN', num_groups=2)"))).toEqual({ type: 'GN', num_groups: 2 });
    expect(() => readPythonValue('open("x")')).toThrow('open("x") is no literal.');
  });
});

describe('YAML as yacs reads and writes it', () => {
  test.each([
    ['A: 5e-5', { A: 0.00005 }],
    ['A: (1, 2)', { A: [1, 2] }],
    ['A: !!python/tuple\n- 1\n- 2\nB: x', { A: [1, 2], B: 'x' }],
    ['A: [[1], [2,\n    3]]', { A: [[1], [2, 3]] }],
    ['A:\n- - 1\n  - 2\n- B: 3\n  C: 4', { A: [[1, 2], { B: 3, C: 4 }] }],
    ['A: a text\n  that goes on\nB: {c: 1, d: [e]}', { A: 'a text that goes on', B: { c: 1, d: ['e'] } }],
    ['A: |\n  one\n  two\nB: 1', { A: 'one\ntwo', B: 1 }],
    ["A: x#y\nB: 'it''s' # so\nC: http://a.b/c", { A: 'x#y', B: "it's", C: 'http://a.b/c' }],
    ['A:\n\n  # c\n  B:\nC: Yes', { A: { B: null }, C: true }],
  ])('%s', (source, expected) => {
    expect(asObject(readYaml(source))).toEqual(expected);
  });

  test('anchors are not followed', () => {
    expect(asObject(readYaml('A: &x\n  B: 1\nC: *x'))).toEqual({ A: { unread: '&x' }, C: { unread: '*x' } });
  });
});

describe('hostile texts', () => {
  const deep = (open: string, close: string, times: number) => open.repeat(times) + close.repeat(times);
  test.each<[string, string, string]>([
    ['deep Python', 'a.py', `model = ${deep('[', ']', 200_000)}`],
    ['deep calls', 'a.py', `model = ${deep('dict(a=', ')', 100_000)}`],
    ['brackets that never close', 'a.py', `model = dict(${'a=['.repeat(50_000)}`],
    ['many signs', 'a.py', `model = ${'-'.repeat(1_000_000)}1`],
    ['a string that never ends', 'a.py', `model = '${'x'.repeat(1_000_000)}`],
    ['a huge text', 'a.py', 'x = 1\n'.repeat(500_000)],
    [
      'sums that double',
      'a.py',
      `a0 = [1, 2]\n${Array.from({ length: 60 }, (_, at) => `a${at + 1} = a${at} + a${at}`).join('\n')}\nmodel = dict(backbone=dict(type='X3D', spatial_strides=a60))`,
    ],
    [
      'names that double',
      'a.py',
      `a0 = [1, 2]\n${Array.from({ length: 60 }, (_, at) => `a${at + 1} = [a${at}, a${at}]`).join('\n')}\nmodel = dict(backbone=dict(type='X3D', spatial_strides=a60))`,
    ],
    ['deep YAML in brackets', 'a.yaml', `X3D: ${deep('[', ']', 100_000)}`],
    ['deep YAML by indentation', 'a.yaml', Array.from({ length: 1200 }, (_, at) => `${' '.repeat(at)}a:`).join('\n')],
    ['deep YAML lists', 'a.yaml', `X3D:\n  ${'- '.repeat(100_000)}1`],
    ['YAML brackets over many lines', 'a.yaml', `X3D: [\n${'[\n'.repeat(50_000)}`],
    [
      'aliases that double',
      'a.yaml',
      `a: &a [1, 2]\n${Array.from({ length: 60 }, (_, at) => `b${at}: &b${at} [*a, *a]`).join('\n')}`,
    ],
    ['deep JSON', 'a.json', deep('[', ']', 500_000)],
    ['no words', 'a.py', '\0\x01\x02'],
    ['nothing', 'a.py', ''],
    ['nothing in YAML', 'a.yaml', ''],
    ['quadratic keys', 'a.yaml', `${'a:'.repeat(200_000)}\n`],
    ['quadratic quotes', 'a.yaml', `"${'\\'.repeat(200_001)}: 1\n`],
  ])('%s: a sentence, in less than a second', (_, name, text) => {
    const start = performance.now();
    expect(() => readConfig(text, name)).toThrow(ConfigError);
    expect(performance.now() - start).toBeLessThan(1000);
  });

  test('cut and changed texts are read or refused with a sentence', () => {
    fc.assert(
      fc.property(
        anyConfig,
        fc.integer(),
        fc.nat(),
        fc.nat(),
        fc.string({ maxLength: 3 }),
        fc.boolean(),
        (config, seed, from, cut, added, python) => {
          const text = (python ? asPython : asYaml)(config, drawsFrom(seed));
          const at = from % (text.length + 1);
          const changed = text.slice(0, at) + added + text.slice(at + (cut % 5));
          try {
            readConfig(changed, python ? 'a.py' : 'a.yaml');
          } catch (error) {
            expect(error).toBeInstanceOf(ConfigError);
            expect((error as Error).message).toMatch(/\w.*\.$/);
          }
        },
      ),
      { numRuns: RUNS * 2 },
    );
  });
});

/** Dictionaries as objects, to compare with. */
function asObject(value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, entry]) => [key, asObject(entry)]));
  return Array.isArray(value) ? value.map(asObject) : value;
}
