/**
 * Inputs that ask for more than they are: each grows with `size` in one way that a reader might follow too far. What a
 * generator makes is small (a few MB at most); what a careless reader makes of it is not.
 */

import { deflateSync, zipSync } from 'fflate';
import { build } from '../../src/architecture/build';
import { stateDictOf } from '../../src/architecture/walk';
import { elementCount } from '../../src/tensor/shape';
import { tinyDesign } from '../../src/training/tinyDesign';
import { archive, assemble, dict, op, tensor } from '../checkpoint/pickleAssembler';

const encoder = new TextEncoder();
const utf8 = (text: string) => encoder.encode(text);
const repeat = (count: number, make: (index: number) => readonly number[]): number[] => {
  const all: number[] = [];
  for (let index = 0; index < count; index++) for (const byte of make(index)) all.push(byte);
  return all;
};

/** Values whose text, or whose tree, is far larger than they are: ten to the power of `size`; `size` deep. */
const VALUES: ReadonlyMap<string, (size: number) => number[]> = new Map<string, (size: number) => number[]>([
  // Each list holds the one before it ten times: "billion laughs".
  [
    'laughs',
    (size) => [
      ...[...op.emptyList, ...op.put(0)],
      ...repeat(Math.min(200, 2 + size / 500), (level) => [
        ...[...op.emptyList, ...op.mark, ...repeat(10, () => op.get(level % 250))],
        ...[0x65, ...op.put((level + 1) % 250)],
      ]),
    ],
  ],
  ['depth', (size) => [...repeat(size, () => op.emptyList), ...repeat(size - 1, () => op.append)]],
  ['tuple depth', (size) => [...op.emptyTuple, ...repeat(size, () => [0x85])]],
  [
    'dict depth',
    (size) => [
      ...op.emptyDict,
      ...repeat(size, () => [...op.put(0), ...op.emptyDict, ...op.str('a'), ...op.get(0), ...op.setItem]),
    ],
  ],
  ['itself', () => [...op.emptyList, ...op.put(0), ...op.get(0), ...op.append]],
  ['long text', (size) => op.str('A'.repeat(size * 10))],
  ['acting text', (size) => op.str('\x1b[2J\u202e'.repeat(size))],
  ['many', (size) => [...op.emptyList, ...op.mark, ...repeat(size, () => op.none), 0x65]],
  // A dict takes 260 bytes in memory and one in the pickle.
  ['many tables', (size) => [...op.emptyList, ...op.mark, ...repeat(10 * size, () => op.emptyDict), 0x65]],
  ['many sets', (size) => [...op.emptyList, ...op.mark, ...repeat(10 * size, () => [0x8f]), 0x65]],
  ['long integer', () => [0x8a, 64, ...repeat(64, () => [0x7f])]],
]);

const weight = (shape: readonly number[]) => tensor({ shape, strides: shape.map(() => 0), elements: 4 });
const STEM = 'backbone.conv1_s.conv.weight';

/** The function with what it made kept, for each of the few sizes it is asked for. */
function keeping<T>(make: (size: number) => T): (size: number) => T {
  const made = new Map<number, T>();
  return (size) => {
    const known = made.get(size);
    if (known !== undefined) return known;
    const value = make(size);
    made.set(size, value);
    return value;
  };
}

/** Places of a torch file where such a value may stand. */
const PLACES: ReadonlyMap<string, (value: number[]) => Uint8Array> = new Map([
  ['alone', (value) => archive(assemble(value))],
  [
    'beside the state dict',
    (value) => archive(assemble(dict(['state_dict', dict([STEM, weight([24, 3, 1, 3, 3])])], ['x', value]))),
  ],
  ['in the state dict', (value) => archive(assemble(dict([STEM, weight([24, 3, 1, 3, 3])], ['x', value])))],
  ['as a key', (value) => archive(assemble([...op.emptyDict, ...value, ...weight([4]), ...op.setItem]))],
  [
    'as a key beside',
    (value) =>
      archive(
        assemble([...dict(['model', dict([STEM, weight([24, 3, 1, 3, 3])])]), ...value, ...op.none, ...op.setItem]),
      ),
  ],
  [
    'as arguments',
    (value) =>
      archive(assemble([...op.global('collections', 'OrderedDict'), ...op.mark, ...value, ...op.tuple, ...op.reduce])),
  ],
  ['as a storage', (value) => archive(assemble([...value, ...op.persid]))],
  [
    'as a shape',
    (value) =>
      archive(
        assemble([
          ...op.global('torch._utils', '_rebuild_tensor_v2'),
          ...op.mark,
          ...value,
          ...value,
          ...op.tuple,
          ...op.reduce,
        ]),
      ),
  ],
  ['as a protocol', (value) => legacy(value)],
  ['as the machine', (value) => legacy(op.int(1001), value)],
  ['as legacy keys', (value) => legacy(op.int(1001), op.emptyDict, dict([STEM, weight([4])]), value)],
]);

const MAGIC = [0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];
function legacy(...values: readonly (readonly number[])[]): Uint8Array {
  const pickles = [MAGIC, ...values].map((value) => assemble([...value]));
  return Uint8Array.from(pickles.flatMap((pickle) => [...pickle]));
}

function safetensors(header: string, values = 0): Uint8Array {
  const json = utf8(header);
  const bytes = new Uint8Array(8 + json.length + values);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
}

const row = (shape: string, length = 0) => `{"dtype":"F32","shape":${shape},"data_offsets":[0,${length}]}`;
const nested = (size: number) => `${'['.repeat(size)}${']'.repeat(size)}`;
const objects = (size: number) => `${'{"a":'.repeat(size)}1${'}'.repeat(size)}`;

/** Texts that JSON, a configuration, a link or a list of labels may be. */
const TEXTS: ReadonlyMap<string, (size: number) => string> = new Map([
  ['nested lists', nested],
  ['nested objects', objects],
  ['open brackets', (size) => '['.repeat(size)],
  ['one long word', (size) => 'a'.repeat(10 * size)],
  ['one long text', (size) => `{"reference":{"gamma_w":"${'a'.repeat(10 * size)}"}}`],
  [
    'many keys',
    (size) => `{"reference":{"gamma_w":1${Array.from({ length: size }, (_, key) => `,"k${key}":1`).join('')}}}`,
  ],
  [
    'many keys of a norm',
    (size) =>
      `{"norm_cfg":{"type":"BN3d"${Array.from({ length: size }, (_, key) => `,"k${key}":1`).join('')}},"gamma_w":1}`,
  ],
  ['a deep value', (size) => `{"gamma_w":1,"act_cfg":{"type":${nested(size)}}}`],
  ['many strides', (size) => `{"gamma_w":1,"spatial_strides":[${'2,'.repeat(size)}2]}`],
  ['many flags', (size) => `{"reference":{"gamma_w":1},"overrides":{"layer1":{"se":[${'true,'.repeat(size)}true]}}}`],
  [
    'many stages',
    (size) =>
      `{"reference":{"gamma_w":1},"overrides":{${Array.from({ length: size }, (_, at) => `"layer${at}":{"blocks":1}`).join(',')}}}`,
  ],
  ['a channel count beyond numbers', () => '{"reference":{"gamma_w":1,"in_channels":1e308}}'],
  [
    'the widest, deepest network',
    () =>
      '{"reference":{"gamma_w":200,"gamma_b":200,"gamma_d":200,"in_channels":65536},"head":{"num_classes":1000000,"mid_channels":1000000}}',
  ],
  ['escapes and turned writing', (size) => `{"gamma_w":"${'\\u001b[2J\\u202e'.repeat(size / 10)}"}`],
  ['many lines', (size) => 'name\n'.repeat(size)],
  ['many pairs', (size) => 'w=1&'.repeat(size)],
  ['percent signs', (size) => `from=S&w=${'%'.repeat(size)}`],
  ['a long hand-set stage', (size) => `from=S&o1=${'b4,'.repeat(size)}q.${'f'.repeat(size)}`],
  ['a long walk', (size) => `from=S&chart=expansion&walk=${'0d2,'.repeat(size)}:0`],
  [
    'a deep walk',
    (size) =>
      `from=S&chart=expansion&walk=from=S&d=200!${Array.from({ length: Math.min(size, 500) }, (_, at) => `${at}t${at + 2}`).join(',')}:1`,
  ],
  ['many hidden', (size) => `from=S&hide=${'dock,'.repeat(size)}`],
  [
    'anchors of anchors',
    (size) =>
      `a0: &a0 [x, x]\n${Array.from({ length: Math.min(60, size) }, (_, at) => `a${at + 1}: &a${at + 1} [*a${at}, *a${at}, *a${at}]`).join('\n')}\nX3D:\n  WIDTH_FACTOR: *a30\n`,
  ],
  ['nested calls', (size) => `model = ${'dict(a='.repeat(size)}1${')'.repeat(size)}`],
  ['a long sum', (size) => `x = ${'1 + '.repeat(size)}1`],
  ['many backslashes', (size) => `x = '${'\\\\'.repeat(size)}'`],
  [
    'variables that double',
    (size) =>
      `a0 = [1, 1]\n${Array.from({ length: Math.min(size, 60) }, (_, at) => `a${at + 1} = [a${at}, a${at}]`).join('\n')}\nmodel = dict(backbone=dict(type='X3D', gamma_w=a50))`,
  ],
  ['a line of spaces without a colon', (size) => `X3D:\n  WIDTH${' '.repeat(10 * size)}b\n`],
  ['digits that are no number', (size) => `X3D:\n  WIDTH_FACTOR: ${'1'.repeat(10 * size)}x\n`],
  ['digits behind a space that are no number', (size) => `a ${'1'.repeat(10 * size)}x\n`],
  ['colons', (size) => `X3D:\n  ${'a:'.repeat(10 * size)}b\n`],
  ['separators', (size) => `a${' '.repeat(10 * size)}b\n`],
  [
    'a value in a value by names',
    (size) =>
      `a0 = 1\n${Array.from({ length: Math.min(size, 25_000) }, (_, at) => `a${at + 1} = [a${at}]`).join('\n')}\nmodel = dict(backbone=dict(type='X3D', gamma_w=a${Math.min(size, 25_000)}))`,
  ],
  [
    'keys set one by one',
    (size) =>
      `c = dict()\n${Array.from({ length: Math.min(size, 24_000) }, (_, at) => `c['k${at}'] = 1`).join('\n')}\nmodel = dict(backbone=dict(type='X3D', gamma_w=1))`,
  ],
  [
    'copies of a long list',
    (size) =>
      `b = [${'1,'.repeat(Math.min(size, 9990))}]\n${Array.from({ length: Math.min(size, 20_000) }, (_, at) => `x${at} = [*b]`).join('\n')}\nmodel = dict(backbone=dict(type='X3D', gamma_w=1))`,
  ],
  [
    'a key that doubles',
    (size) =>
      `a0 = [1, 1]\n${Array.from({ length: Math.min(size, 60) }, (_, at) => `a${at + 1} = [a${at}, a${at}]`).join('\n')}\nmodel = {a${Math.min(size, 60)}: 1}`,
  ],
  [
    'statements far down',
    (size) => `${'\n'.repeat(18 * size)}${'f()\n'.repeat(500)}model = dict(backbone=dict(type='X3D', gamma_w=1))`,
  ],
  [
    'deep indentation',
    (size) => Array.from({ length: Math.min(size, 3000) }, (_, at) => `${' '.repeat(at)}a:`).join('\n'),
  ],
]);

/** Every generator by name; `size` is at most 100 000. */
export const GENERATORS: ReadonlyMap<string, (size: number) => Uint8Array> = new Map<
  string,
  (size: number) => Uint8Array
>([
  ...[...VALUES].flatMap(([what, make]) => {
    // One value for all places: making it takes longer than reading it.
    const value = keeping(make);
    return [...PLACES].map(([place, put]) => [`torch: ${what} ${place}`, (size: number) => put(value(size))] as const);
  }),
  [
    'torch: a name of many wrappers',
    (size) => archive(assemble(dict([`${'module.'.repeat(size / 10)}conv1_s.conv.weight`, weight([24, 3, 1, 3, 3])]))),
  ],
  [
    'torch: many names of many wrappers',
    (size) =>
      archive(
        assemble(
          dict(
            ...Array.from(
              { length: size / 100 },
              (_, at) => [`${'module.'.repeat(60)}layer1.${at}.conv1.conv.weight`, weight([4])] as const,
            ),
          ),
        ),
      ),
  ],
  [
    'torch: many names',
    (size) =>
      archive(
        assemble(
          dict(
            ...Array.from({ length: size / 10 }, (_, at) => [`layer1.${at}.conv1.conv.weight`, weight([4])] as const),
          ),
        ),
      ),
  ],
  [
    'torch: many state dicts',
    (size) =>
      archive(
        assemble(
          dict(
            ...Array.from(
              { length: size / 50 },
              (_, at) => [`d${at}`, dict([`layer1.${at}.conv1.conv.weight`, weight([4])])] as const,
            ),
          ),
        ),
      ),
  ],
  [
    'torch: a rank beyond all',
    (size) => archive(assemble(dict([STEM, weight(Array.from({ length: size }, () => 1))]))),
  ],
  [
    'torch: repeated storage',
    (size) =>
      archive(
        assemble(
          dict(
            ...Array.from(
              { length: size / 100 },
              (_, at) =>
                [`layer1.${at}.conv1.conv.weight`, tensor({ shape: [2 ** 22], strides: [0], elements: 4 })] as const,
            ),
          ),
        ),
      ),
  ],
  ['zip: entries over one body', (size) => overlapping(Math.max(2, size / 400))],
  ['zip: many tight entries', (size) => overlapping(Math.max(2, size / 4000), 'apart')],
  ['zip: views of two packed storages by turns', (size) => byTurns(size)],
  ['npy: no values of a large shape', (size) => npy(`(${size * 1e5}, 0, 1, 1, 1)`)],
  ['npy: sizes below zero', (size) => npy(`(-1, -${size}, 1, 1, 1)`, size)],
  ['npy: a shape that never closes', (size) => npy(`1)${"'shape': (".repeat(size)}`)],
  ['npy: many axes', (size) => npy(`(${'1,'.repeat(size)})`, 1)],
  ['npy: a long type', (size) => npy('(1,)', 1, 'z'.repeat(10 * size))],
  ['safetensors: deep header', (size) => safetensors(`{"a":${nested(size)}}`)],
  [
    'safetensors: deep metadata',
    (size) => safetensors(`{"__metadata__":{"design":${nested(size)}},"a":${row('[0]')}}`),
  ],
  [
    'safetensors: metadata as text',
    (size) => safetensors(`{"__metadata__":"${'x'.repeat(10 * size)}","a":${row('[0]')}}`),
  ],
  [
    'safetensors: metadata as list',
    (size) => safetensors(`{"__metadata__":[${'1,'.repeat(size)}1],"a":${row('[0]')}}`),
  ],
  [
    'safetensors: metadata of many texts',
    // At most a million.
    (size) =>
      safetensors(`{"__metadata__":{${Array.from({ length: 10 * size }, (_, at) => `"k${at}":"v"`).join(',')}}}`),
  ],
  [
    'safetensors: many nested texts in the metadata',
    (size) =>
      safetensors(
        `{"__metadata__":{"design":{${Array.from({ length: size }, (_, at) => `"k${at}":{"a":"v"}`).join(',')}}}}`,
      ),
  ],
  [
    'safetensors: most texts that are read',
    (size) =>
      safetensors(
        `{"__metadata__":{${Array.from({ length: Math.min(size, 10_000) }, (_, at) => `"k${at}\\u202e":"${'\\u001b'.repeat(100)}"`).join(',')}},"a":${row('[0]')}}`,
      ),
  ],
  [
    'safetensors: deep type',
    (size) => safetensors(`{"a":{"dtype":${nested(size)},"shape":[1],"data_offsets":[0,4]}}`, 4),
  ],
  ['safetensors: rank', (size) => safetensors(`{"${STEM}":${row(`[${'1,'.repeat(size)}1]`, 4)}}`, 4)],
  [
    'safetensors: a name of many wrappers',
    (size) => safetensors(`{"${'module.'.repeat(size / 10)}conv1_s.conv.weight":${row('[1]', 4)}}`, 4),
  ],
  ['safetensors: a long name', (size) => safetensors(`{"${'n'.repeat(10 * size)}":${row('[1]', 4)}}`, 4)],
  [
    'safetensors: many tensors',
    (size) =>
      safetensors(
        `{${Array.from({ length: size / 2 }, (_, at) => `"layer1.${at}.conv1.conv.weight":${row('[0]')}`).join(',')}}`,
      ),
  ],
  ['safetensors: sizes beyond numbers', () => safetensors(`{"${STEM}":${row('[9007199254740991,3,1,3,3]', 4)}}`, 4)],
  ['onnx: rank', (size) => onnx([...field(8, utf8(STEM)), ...repeat(size, () => [0x08, 1]), 0x10, 1])],
  [
    'onnx: a long name',
    (size) => onnx([...field(8, utf8('n'.repeat(10 * size))), 0x08, 1, 0x10, 1, ...field(9, [0, 0, 0, 0])]),
  ],
  ['onnx: a chain', (size) => chain(size / 5)],
  ['onnx: one value read by all', (size) => chain(size / 5, () => 'x')],
  ['onnx: a node of many inputs', (size) => worked(1, () => node('Concat', Array(10 * size).fill('x'), 'c0'))],
  [
    'onnx: a constant of many inputs',
    (size) => worked(1, () => node('Concat', Array(10 * size).fill('c'), 'c0', integer('axis', 0))),
  ],
  ['onnx: a sum of many values', (size) => worked(1, () => node('Sum', Array(30 * size).fill('x'), 'c0'))],
  ['onnx: empty nodes', (size) => graph(repeat(10 * size, () => [0x0a, 0]))],
  [
    'onnx: numbers in fields of their own',
    (size) =>
      onnx([
        ...field(8, utf8('k')),
        0x08,
        ...varint(10 * size),
        0x10,
        1,
        ...repeat(10 * size, () => [0x25, 0, 0, 0, 0]),
      ]),
  ],
  [
    'onnx: a constant that doubles',
    (size) =>
      worked(Math.min(size, 40), (at) =>
        node('Concat', [at === 0 ? 'c' : `c${at - 1}`, at === 0 ? 'c' : `c${at - 1}`], `c${at}`, integer('axis', 0)),
      ),
  ],
  [
    'onnx: constants of a million numbers',
    (size) =>
      worked(size / 100, (at) => [
        ...node('ConstantOfShape', ['large'], `m${at}`),
        ...node('Add', [`m${at}`, 'c'], `c${at}`),
      ]),
  ],
  [
    'onnx: a slice of an axis beyond numbers',
    (size) => worked(1, () => node('Slice', ['x', 'zero', 'far', 'zero'], 'c0'), [1, 3, 2 ** 52 - size, 160, 160]),
  ],
  ['onnx: a product of itself', (size) => chain(Math.min(size, 2000), undefined, 'Mul')],
  [
    'onnx: many metadata',
    (size) =>
      Uint8Array.from([
        ...graph([]),
        ...repeat(size, (at) => field(14, [...field(1, utf8(`k${at}`)), ...field(2, utf8('v'))])),
      ]),
  ],
  [
    'onnx: many attributes',
    (size) =>
      graph(field(1, [...field(4, utf8('Relu')), ...repeat(size / 10, (at) => field(5, field(1, utf8(`a${at}`))))])),
  ],
  [
    'onnx: an attribute of many integers',
    (size) =>
      graph(
        field(1, [
          ...field(4, utf8('Relu')),
          ...field(5, [
            ...field(1, utf8('a')),
            ...field(
              8,
              repeat(10 * size, () => [1]),
            ),
            0xa0,
            0x01,
            7,
          ]),
        ]),
      ),
  ],
  ...[...TEXTS].map(([what, text]) => [`text: ${what}`, (size: number) => utf8(text(size))] as const),
]);

function varint(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) | 128);
  }
}

/** A length-delimited field of protobuf. */
function field(number: number, bytes: Iterable<number>): number[] {
  const content = bytes instanceof Uint8Array || Array.isArray(bytes) ? bytes : [...bytes];
  const out = [...varint(number * 8 + 2), ...varint(content.length)];
  for (const byte of content) out.push(byte);
  return out;
}

/** The names a node reads, each in a field; hundreds of thousands may be the same. */
function inputFields(inputs: readonly string[]): number[] {
  const fields = new Map(Array.from(new Set(inputs), (input) => [input, field(1, utf8(input))]));
  return inputs.flatMap((input) => fields.get(input) ?? []);
}

/** A node with one output. */
const node = (operator: string, inputs: readonly string[], output: string, attribute: readonly number[] = []) =>
  field(1, [...inputFields(inputs), ...field(2, utf8(output)), ...field(4, utf8(operator)), ...attribute]);
const integer = (name: string, value: number) =>
  field(5, [...field(1, utf8(name)), 0x18, ...varint(value), 0xa0, 0x01, 2]);

/** A model that adds to its clip the constant that `count` steps work out, the last of them named `c` and its number. */
function worked(count: number, step: (at: number) => readonly number[], clip = [2, 3, 13, 160, 160]): Uint8Array {
  const steps = Math.max(1, Math.floor(count));
  const int64 = (name: string, value: bigint) =>
    field(5, [
      ...[0x08, 1, 0x10, 7],
      ...field(8, utf8(name)),
      ...field(9, new Uint8Array(BigInt64Array.of(value).buffer)),
    ]);
  const sizes = clip.flatMap((size) => field(1, [0x08, ...varint(size)]));
  return graph([
    ...int64('c', 1n),
    ...int64('zero', 2n),
    ...int64('far', 2n ** 51n),
    ...int64('large', 2n ** 20n),
    ...repeat(steps, step),
    ...node('Add', ['x', `c${steps - 1}`], 'y'),
    ...field(11, [...field(1, utf8('x')), ...field(2, field(1, [0x08, 1, ...field(2, sizes)]))]),
    ...field(12, [...field(1, utf8('y')), ...field(2, field(1, [0x08, 1]))]),
  ]);
}

/** A model whose graph is given; `onnx` one with a single initialiser. */
const graph = (content: readonly number[]) => new Uint8Array([0x08, 8, ...field(7, content), ...field(8, [0x10, 17])]);
const onnx = (initialiser: readonly number[]) => graph(field(5, initialiser));

/** A chain of operators, each reading the value before it, or what `from` names. */
function chain(
  length: number,
  from: (at: number) => string = (at) => (at === 0 ? 'x' : `v${at - 1}`),
  operator = 'Relu',
) {
  const nodes = repeat(length, (at) =>
    field(1, [
      ...field(1, utf8(from(at))),
      ...(operator === 'Mul' ? field(1, utf8(from(at))) : []),
      ...field(2, utf8(`v${at}`)),
      ...field(4, utf8(operator)),
    ]),
  );
  const sizes = [2, 3, 13, 160, 160].flatMap((size) => field(1, [0x08, ...varint(size)]));
  const input = field(11, [...field(1, utf8('x')), ...field(2, field(1, [0x08, 1, ...field(2, sizes)]))]);
  const output = field(12, [...field(1, utf8(`v${Math.floor(length) - 1}`)), ...field(2, field(1, [0x08, 1]))]);
  return graph([...nodes, ...input, ...output]);
}

/** An .npy file of bytes, version 2, whose header says what it likes. */
function npy(shape: string, values = 0, type = '|u1'): Uint8Array {
  const header = utf8(`{'descr': '${type}', 'fortran_order': False, 'shape': ${shape}, }\n`);
  const bytes = new Uint8Array(12 + header.length + values);
  bytes.set([0x93, ...utf8('NUMPY'), 2, 0]);
  new DataView(bytes.buffer).setUint32(8, header.length, true);
  bytes.set(header, 12);
  return bytes;
}

/** A network whose tensors are views of two storages of 7.5 MB, tightly packed, the one and the other; `from` shifts them. */
function byTurns(from: number): Uint8Array {
  const elements = 1_875_000;
  const architecture = build(tinyDesign(5, { t: 4, h: 32, w: 32 }));
  const floats = stateDictOf(architecture).filter(({ dtype }) => dtype === 'float32');
  const entries = floats.map(({ key, shape }, at) => {
    const strides = shape.map((_, axis) => elementCount(shape.slice(axis + 1)));
    return [key, tensor({ shape, strides, elements, offset: from, key: String(at % 2) })] as const;
  });
  const storage = new Uint8Array(4 * elements);
  const pickle = assemble(dict(...entries));
  return zipSync({ 'archive/data.pkl': pickle, 'archive/data/0': storage, 'archive/data/1': storage }, { level: 1 });
}

/** 60 MB of zeros, deflated. */
let tight: Uint8Array | undefined;

/** An archive whose entries all unpack the same tight body: from the same bytes, or each from its own. */
function overlapping(entries: number, how: 'shared' | 'apart' = 'shared'): Uint8Array {
  tight ??= deflateSync(new Uint8Array(60 * 2 ** 20));
  const body = tight;
  const local = (name: string) => {
    const header = new DataView(new ArrayBuffer(30));
    header.setUint32(0, 0x04034b50, true);
    header.setUint16(8, 8, true);
    header.setUint16(26, name.length, true);
    return [...new Uint8Array(header.buffer), ...utf8(name)];
  };
  const pickle = assemble(dict([STEM, weight([24, 3, 1, 3, 3])]));
  const files: { name: string; at: number; size: number; packed: number; method: number }[] = [];
  const parts: Uint8Array[] = [];
  let at = 0;
  const add = (name: string, bytes: Uint8Array, size: number, method: number) => {
    const header = Uint8Array.from(local(name));
    new DataView(header.buffer).setUint16(8, method, true);
    files.push({ name, at, size, packed: bytes.length, method });
    parts.push(header, bytes);
    at += header.length + bytes.length;
  };
  add('archive/data.pkl', pickle, pickle.length, 0);
  const shared = at;
  add('archive/data/0', body, 60 * 2 ** 20, 8);
  for (let index = 1; index < entries; index++)
    if (how === 'apart') add(`archive/data/${index}`, body, 60 * 2 ** 20, 8);
    else files.push({ name: `archive/data/${index}`, at: shared, size: 60 * 2 ** 20, packed: body.length, method: 8 });
  const directory = files.flatMap(({ name, at, size, packed, method }) => {
    const entry = new DataView(new ArrayBuffer(46));
    entry.setUint32(0, 0x02014b50, true);
    entry.setUint16(10, method, true);
    entry.setUint32(20, packed, true);
    entry.setUint32(24, size, true);
    entry.setUint16(28, name.length, true);
    entry.setUint32(42, at, true);
    return [...new Uint8Array(entry.buffer), ...utf8(name)];
  });
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(8, files.length, true);
  end.setUint16(10, files.length, true);
  end.setUint32(12, directory.length, true);
  end.setUint32(16, at, true);
  return new Uint8Array(Buffer.concat([...parts, Uint8Array.from(directory), new Uint8Array(end.buffer)]));
}
