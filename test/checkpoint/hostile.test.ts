import { existsSync } from 'node:fs';
import { deflateSync, zipSync } from 'fflate';
import { afterAll, describe, expect, test } from 'vitest';
import { build } from '../../src/architecture/build';
import { bytesSource } from '../../src/checkpoint/byteSource';
import { CheckpointError } from '../../src/checkpoint/checkpointError';
import { fitCheckpoint } from '../../src/checkpoint/fitCheckpoint';
import { openCheckpoint } from '../../src/checkpoint/openCheckpoint';
import { recognise } from '../../src/checkpoint/recognise';
import { referenceNames } from '../../src/checkpoint/referenceNames';
import { mulberry32 } from '../../src/weights/generator';
import { goldenFile } from '../golden/checkpoints/pack';
import { archive, assemble, dict, op, tensor } from './pickleAssembler';

/** Everything that happens to a dropped file: opened, named, recognised, every tensor read. */
async function load(bytes: Uint8Array): Promise<void> {
  const file = await openCheckpoint(bytesSource(bytes));
  const checkpoint = referenceNames(file);
  for (const { tensor: lazy } of checkpoint.tensors.values()) await lazy.read();
  await fitCheckpoint(checkpoint, build(recognise(checkpoint, file.metadata).design), { seed: 1 });
}

const counts = { tried: 0, refused: 0, read: 0, crashed: 0, slowestMs: 0 };

/** Loads bytes that may be bad. Anything but a CheckpointError is a crash. */
async function attempt(bytes: Uint8Array): Promise<'read' | 'refused' | Error> {
  const start = performance.now();
  const outcome = await load(bytes).then(
    () => 'read' as const,
    (error: Error) => (error instanceof CheckpointError ? ('refused' as const) : error),
  );
  counts.tried++;
  counts[outcome instanceof Error ? 'crashed' : outcome]++;
  counts.slowestMs = Math.max(counts.slowestMs, performance.now() - start);
  return outcome;
}

afterAll(() =>
  console.log(`hostile checkpoints: ${JSON.stringify({ ...counts, slowestMs: Math.round(counts.slowestMs) })}`),
);

const FILES = [
  'torch_state.pth',
  'fmt_runner_partial.pth',
  'fmt_legacy.pth',
  'fmt_slowfast.pyth',
  'fmt.safetensors',
  'torch_folded.onnx',
] as const;

describe('damaged files', () => {
  test.each(FILES)('%s cut at every hundredth of its length is refused', async (name) => {
    const whole = goldenFile(name);
    for (let percent = 0; percent < 100; percent++) {
      const cut = whole.subarray(0, Math.floor((whole.length * percent) / 100));
      expect(await attempt(cut), `${name} cut at ${percent} %`).toBe('refused');
    }
  });

  test.each(FILES)('%s with flipped bytes is read or refused, and never crashes', async (name) => {
    const whole = goldenFile(name);
    for (let seed = 1; seed <= 60; seed++) {
      const uniform = mulberry32(seed);
      const flipped = whole.slice();
      // Most of a file is numbers, where a flip changes a weight; half of the flips go to its first and last 2 %.
      for (let flip = 0; flip < 3; flip++) {
        const edge = Math.floor(whole.length * 0.02 * uniform());
        const at = [Math.floor(whole.length * uniform()), edge, whole.length - 1 - edge][seed % 3] as number;
        flipped[at] = (flipped[at] as number) ^ (1 + Math.floor(255 * uniform()));
      }
      expect(await attempt(flipped), `${name}, seed ${seed}`).not.toBeInstanceOf(Error);
    }
  });

  test('a flipped weight in a zip is found by its checksum', async () => {
    const whole = goldenFile('torch_state.pth');
    const flipped = whole.slice();
    flipped[Math.floor(whole.length / 2)] = (flipped[Math.floor(whole.length / 2)] as number) ^ 1;
    await expect(load(flipped)).rejects.toThrow('checksum');
  });
});

describe('a pickle is data', () => {
  const refusal = async (...parts: readonly (readonly number[])[]) => load(archive(assemble(...parts)));

  test.each([
    ['os', 'system'],
    ['posix', 'system'],
    ['builtins', 'eval'],
    ['__builtin__', 'exec'],
    ['builtins', '__import__'],
    ['subprocess', 'Popen'],
    ['torch.hub', 'load'],
    ['torch.serialization', 'load'],
    ['mmaction.models.backbones.x3d', 'X3D'],
    ['torch', '__proto__'],
    ['collections', 'constructor'],
  ])('%s.%s is refused by name and offset, and nothing runs', async (module, name) => {
    const command = refusal(
      op.global(module, name),
      op.mark,
      op.str('touch /tmp/x3d-studio-was-here'),
      op.tuple,
      op.reduce,
    );
    await expect(command).rejects.toThrow(CheckpointError);
    await expect(command).rejects.toThrow(`data.pkl, byte 2: the pickle asks for ${module}.${name}`);
  });

  /** An object of a class on no list: called, then given state. */
  const object = (module: string, name: string, ...state: readonly (readonly number[])[]) => [
    ...op.global(module, name),
    ...op.emptyTuple,
    ...op.reduce,
    ...state.flatMap((each) => [...each, ...op.build]),
  ];
  const stem = tensor({ shape: [4], strides: [1], elements: 4 });

  // Why this is safe: an opcode looks nothing up. A name on no list becomes a value that only has this name; calling it,
  // setting state or items on it makes the same kind of value and lets everything go that was put in. What comes out of
  // a pickle is numbers, texts, containers and such names, whatever stood in it.
  test.each([
    ['os', 'system'],
    ['builtins', 'eval'],
    ['argparse', 'Namespace'],
    ['torch', '__proto__'],
    ['collections', 'constructor'],
  ])('beside a state dict %s.%s is a name in a list, and nothing runs', async (module, name) => {
    const call = [...op.global(module, name), ...op.mark, ...op.str('touch /tmp/was-here'), ...op.tuple, ...op.reduce];
    const bytes = archive(assemble(dict(['state_dict', dict(['conv1_s.conv.weight', stem])], ['other', call])));
    const file = await openCheckpoint(bytesSource(bytes));
    expect(file).toMatchObject({ under: 'state_dict', notRead: [`${module}.${name} under other`] });
    expect([...file.entries.keys()]).toEqual(['conv1_s.conv.weight']);
    expect(existsSync('/tmp/was-here')).toBe(false);
  });

  test('inside the state dict it is refused by name, place and offset', async () => {
    const mixed = dict(['conv1_s.conv.weight', stem], ['conv1_t.conv.weight', object('evil', 'Tensor')]);
    await expect(refusal(mixed)).rejects.toThrow(
      /^conv1_t\.conv\.weight is no tensor\. data\.pkl, byte \d+: the pickle asks for evil\.Tensor/,
    );
  });

  test('a tensor over a storage on no list is a placeholder, and refused inside the state dict only', async () => {
    const complex = tensor({ shape: [4], strides: [1], elements: 4, storage: 'ComplexFloatStorage' });
    const beside = dict(['state_dict', dict(['conv1_s.conv.weight', stem])], ['spectrum', complex]);
    const file = await openCheckpoint(bytesSource(archive(assemble(beside))));
    expect(file.notRead).toEqual(['torch.ComplexFloatStorage under spectrum']);
    await expect(refusal(dict(['conv1_s.conv.weight', stem], ['x', complex]))).rejects.toThrow('x is no tensor');
  });

  test('a placeholder’s own state is never searched for weights', async () => {
    const hidden = dict(['state_dict', dict(['conv1_s.conv.weight', stem])]);
    await expect(refusal(object('a.b', 'Holder', hidden))).rejects.toThrow('the pickle asks for a.b.Holder');
    const item = [...op.global('a', 'Dict'), ...op.emptyTuple, ...op.reduce, ...op.str('k'), ...hidden, ...op.setItem];
    await expect(refusal(dict(['x', item]))).rejects.toThrow('the pickle asks for a.Dict');
    const added = [...op.global('a', 'List'), ...op.emptyTuple, ...op.reduce, ...hidden, ...op.append];
    await expect(refusal(added)).rejects.toThrow('the pickle asks for a.List');
    const argument = [...op.global('a', 'Of'), ...op.mark, ...hidden, ...op.tuple, ...op.reduce];
    await expect(refusal(dict(['x', argument]))).rejects.toThrow('the pickle asks for a.Of');
  });

  test('a whole pickled module is refused in a sentence that says so', async () => {
    const state = dict(['_parameters', dict(['weight', stem])], ['_modules', op.emptyDict]);
    await expect(refusal(object('models', 'X3D', state))).rejects.toThrow(
      'the pickle asks for models.X3D, a whole pickled module',
    );
    await expect(refusal(dict(['epoch', op.int(3)], ['model', object('models', 'X3D', state)]))).rejects.toThrow(
      'models.X3D, a whole pickled module',
    );
  });

  test('getattr serves mmengine’s history buffer and nothing else', async () => {
    const history = op.global('mmengine.logging.history_buffer', 'HistoryBuffer');
    const getattr = (of: readonly number[], name: string) => [
      ...op.global('__builtin__', 'getattr'),
      ...op.mark,
      ...of,
      ...op.str(name),
      ...op.tuple,
      ...op.reduce,
    ];
    await expect(refusal(getattr(op.global('torch', 'Size'), '__globals__'))).rejects.toThrow('getattr');
    // The method it yields is a name: calling it is refused.
    await expect(refusal(getattr(history, 'mean'), op.emptyTuple, op.reduce)).rejects.toThrow(
      'calls what is no function',
    );
  });

  test('opcodes that no checkpoint needs are refused by name', async () => {
    await expect(refusal([0x69])).rejects.toThrow('opcode 0x69 (INST)');
    await expect(refusal([0x82, 1])).rejects.toThrow('opcode 0x82 (EXT1)');
    await expect(refusal([0xff])).rejects.toThrow('opcode 0xff');
  });

  test('a key called __proto__ is a key like any other', async () => {
    const polluting = dict(
      ['__proto__', dict(['polluted', tensor({ shape: [1], strides: [1], elements: 4 })])],
      ['constructor', op.none],
    );
    await expect(refusal(polluting)).rejects.toThrow('None of its 1 tensors has a name of X3D');
    const named = dict(['__proto__', tensor({ shape: [4], strides: [1], elements: 4 })]);
    await expect(refusal(named)).rejects.toThrow('None of its 1 tensors has a name of X3D');
    expect(Object.prototype).not.toHaveProperty('polluted');
  });

  test('a tuple that contains itself ends', async () => {
    // t = ([t],): what pickle writes for it, by way of the memo.
    const recursive = [
      ...op.emptyList,
      ...op.put(0),
      ...op.get(0),
      ...op.append,
      ...op.mark,
      ...op.get(0),
      ...op.tuple,
    ];
    expect(await attempt(archive(assemble(dict(['state_dict', recursive], ['loop', recursive]))))).toBe('refused');
    const shaped = tensor({ shape: [], strides: [], elements: 4 });
    expect(await attempt(archive(assemble(dict(['x', shaped], ['loop', recursive]))))).toBe('refused');
  });

  test.each([
    ['nested marks', () => Array.from({ length: 2000 }, () => 0x28), 'nested deeper'],
    ['a stack without end', () => Array.from({ length: 310_000 }, () => 0x4e), 'on the stack'],
    ['opcodes without end', () => Array.from({ length: 620_000 }, (_, at) => (at % 2 ? 0x30 : 0x4e)), 'steps'],
    ['a list copied again and again', () => [...copiedList()], 'steps'],
    ['an integer of 255 bytes', () => [0x8a, 255, ...Array.from({ length: 255 }, () => 1)], 'an integer of 255 bytes'],
    ['a text longer than the file', () => [0x58, 0xff, 0xff, 0xff, 0xff], 'cut short'],
    ['a text of 2^63 bytes', () => [0x8d, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f], 'cut short'],
    ['a memo that was never set', () => op.get(7), 'never set'],
    ['an empty stack', () => op.append, 'the stack is empty'],
    ['protocol 0', () => [0x80, 0], 'protocol 0'],
  ])('%s is bounded', async (_, parts, message) => {
    const bytes = archive(Uint8Array.from([...op.proto, ...parts(), ...op.stop]));
    await expect(load(bytes)).rejects.toThrow(message);
    expect(await attempt(bytes)).toBe('refused');
  });

  /** OrderedDict(list) copies its argument, so a short pickle could ask for a million copies of a long one. */
  function* copiedList(): Iterable<number> {
    yield* [...op.emptyList, ...op.put(0), ...op.mark];
    for (let item = 0; item < 50_000; item++) yield 0x4e;
    yield 0x65;
    for (let call = 0; call < 1000; call++)
      yield* [
        ...op.global('collections', 'OrderedDict'),
        ...op.mark,
        ...op.get(0),
        ...op.tuple,
        ...op.reduce,
        ...op.pop,
      ];
  }
});

describe('absurd tensors', () => {
  test.each([
    ['a shape of 2^40', { shape: [2n ** 40n], strides: [1], elements: 4 }, 'absurd'],
    ['a shape of 2^60', { shape: [2n ** 60n], strides: [0], elements: 4 }, 'no counts'],
    ['a negative size', { shape: [-1], strides: [1], elements: 4 }, 'no counts'],
    ['a stride that leaves the storage', { shape: [2, 2], strides: [1000, 1], elements: 4 }, 'outside its storage'],
    ['an offset that leaves the storage', { shape: [4], strides: [1], elements: 4, offset: 1 }, 'outside its storage'],
    ['a stride of 0 that blows a number up', { shape: [2 ** 25], strides: [0], elements: 4 }, 'absurd'],
    ['more axes than strides', { shape: [1, 1], strides: [1], elements: 4 }, 'do not match'],
    ['a storage larger than its file', { shape: [5], strides: [1], elements: 5 }, 'has 16 bytes, expected 20'],
    ['a storage that is not there', { shape: [4], strides: [1], elements: 4, key: '../0' }, 'no file data/../0'],
  ])('%s is refused', async (_, options, message) => {
    const bytes = archive(assemble(dict(['conv1_s.conv.weight', tensor(options)])));
    await expect(load(bytes)).rejects.toThrow(message);
    expect(await attempt(bytes)).toBe('refused');
  });

  test('a network as wide as a small file can claim is refused before anything of it is made', async () => {
    const wide = (shape: readonly number[]) => tensor({ shape, strides: shape.map(() => 0), elements: 4 });
    const bytes = archive(assemble(dict(['conv1_s.conv.weight', wide([100_000, 3, 1, 3, 3])])));
    await expect(load(bytes)).rejects.toThrow('no X3D is as wide');
  });

  test.each([
    ['a header of 2^60 bytes', [0, 0, 0, 0, 0, 0, 0, 0x10, 0x7b], 'no checkpoint that is read here'],
    ['a header of 2^40 bytes', [0, 0, 0, 0, 0, 1, 0, 0, 0x7b], 'at most'],
    ['a header that is no JSON', safetensors('{"a":'), 'not JSON'],
    ['a tensor without a type', safetensors('{"a":{"shape":[1],"data_offsets":[0,4]}}'), 'element type'],
    [
      'a range outside the file',
      safetensors('{"a":{"dtype":"F32","shape":[1000],"data_offsets":[0,4000]}}'),
      'cut short',
    ],
    [
      'a range that goes backwards',
      safetensors('{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}'),
      'expected 4',
    ],
    [
      'a shape with fractions',
      safetensors('{"a":{"dtype":"F32","shape":[0.5],"data_offsets":[0,2]}}'),
      'no list of counts',
    ],
    [
      'a tensor called __proto__',
      safetensors('{"__proto__":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', 4),
      'None of its 1',
    ],
    ['deep JSON', safetensors(`{"a":${'['.repeat(100_000)}`), 'not JSON'],
  ])('safetensors: %s is refused', async (_, bytes, message) => {
    await expect(load(Uint8Array.from(bytes))).rejects.toThrow(message);
    expect(await attempt(Uint8Array.from(bytes))).toBe('refused');
  });
});

function safetensors(header: string, values = 0): Uint8Array {
  const json = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + json.length + values);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
}

describe('names that look the same', () => {
  const weight = tensor({ shape: [4], strides: [1], elements: 4 });
  const row = '{"dtype":"F32","shape":[1],"data_offsets":[0,4]}';
  const long = 'n'.repeat(600);
  const pairs = [
    ['to their first 500 characters', `${long}1`, `${long}2`],
    ['because what acts is shown as an escape', 'a\x1b', 'a\\x1b'],
  ] as const;

  test.each(pairs)('%s would make one tensor of two, and are refused', async (_, one, other) => {
    const header = `{"conv1_s.conv.weight":${row},${JSON.stringify(one)}:${row},${JSON.stringify(other)}:${row}}`;
    const pickle = assemble(dict(['conv1_s.conv.weight', weight], [one, weight], [other, weight]));
    for (const bytes of [safetensors(header, 4), archive(pickle)])
      await expect(load(bytes)).rejects.toThrow('Two names in the file look the same');
  });

  test.each(pairs)('%s would make one entry of two in an archive, and are refused', async (_, one, other) => {
    const bytes = zipSync({
      'archive/data.pkl': new Uint8Array(4),
      [one]: new Uint8Array(4),
      [other]: new Uint8Array(5),
    });
    await expect(load(bytes)).rejects.toThrow('Two names in the file look the same');
  });
});

describe('zip bombs', () => {
  /** data.pkl deflated, with sizes in the directory as claimed. */
  function deflated(content: Uint8Array, claimedSize: number): Uint8Array {
    const packed = deflateSync(content);
    const bytes = archive(packed).slice();
    const data = new DataView(bytes.buffer);
    const directory = data.getUint32(bytes.length - 6, true);
    data.setUint16(directory + 10, 8, true);
    data.setUint32(directory + 16, 0, true);
    data.setUint32(directory + 24, claimedSize, true);
    return bytes;
  }
  const zeros = new Uint8Array(10 * 2 ** 20);

  test('an honest deflated archive is read', async () => {
    const pickle = assemble(dict(['conv1_s.conv.weight', tensor({ shape: [4], strides: [1], elements: 4 })]));
    await expect(load(deflated(pickle, pickle.length))).rejects.toThrow('the stem over space');
  });

  test.each([
    ['unpacks to more than it states', deflated(zeros, 1000), 'more than the 1000 bytes'],
    ['unpacks to less than it states', deflated(new Uint8Array(1000), 2000), 'unpacks to 1000 bytes'],
    ['states more than deflate can do', deflated(zeros, 2 ** 31), 'more than deflate can do'],
    ['states a gigabyte of zeros', deflated(new Uint8Array(100 * 2 ** 20), 100 * 2 ** 20), 'zip bomb'],
    ['is no deflate stream', deflated(zeros, zeros.length).fill(0xff, 80, 200), 'cannot be unpacked'],
  ])('an entry that %s is refused', async (_, bytes, message) => {
    await expect(load(bytes)).rejects.toThrow(message);
    expect(await attempt(bytes)).toBe('refused');
  });
});
