import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { build } from '../../src/architecture/build';
import { bytesSource } from '../../src/checkpoint/byteSource';
import { CheckpointError } from '../../src/checkpoint/checkpointError';
import { DIALECTS } from '../../src/checkpoint/dialects';
import { ledgerOf } from '../../src/checkpoint/fitCheckpoint';
import { leftOutDifferences } from '../../src/checkpoint/leftOut';
import { missingDifferences } from '../../src/checkpoint/missingBefore';
import { openCheckpoint } from '../../src/checkpoint/openCheckpoint';
import { recognise } from '../../src/checkpoint/recognise';
import { referenceNames } from '../../src/checkpoint/referenceNames';
import { completeDesign } from '../../src/design/complete';
import type { Design } from '../../src/design/design';
import { anyDialect, anySavedDesign, type NamedShape, RUNS, savedAs, shapesOf } from './anySavedDesign';
import { archive, assemble, dict, op, tensor } from './pickleAssembler';

type Pickled = readonly number[];

/** A tensor whose values repeat one storage: only names and shapes are looked at here. */
const pickled = (shape: readonly number[]): Pickled => tensor({ shape, strides: shape.map(() => 0), elements: 4 });
const dictOf = (tensors: readonly NamedShape[], ...beside: readonly (readonly [string, Pickled])[]) =>
  dict(...tensors.map(([name, shape]) => [name, pickled(shape)] as const), ...beside);

/** An object of a class on no list, with tensors in its state that nobody may find. */
const object = (name: string): Pickled => [
  ...op.global('some.package', name),
  ...op.emptyTuple,
  ...op.reduce,
  ...dict(['conv1_s.conv.weight', pickled([24, 3, 1, 3, 3])]),
  ...op.build,
];

const word = fc.constantFrom('model', 'module', 'net', 'x3d', 'encoder', '_orig_mod', 'base_model', 'student', 'a0');
const prefix = fc.array(word, { maxLength: 3 }).map((parts) => parts.map((part) => `${part}.`).join(''));
const key = fc.constantFrom('checkpoint', 'payload', 'state', 'model_state_dict', 'ema', 'inner', 'x');
const beside = fc.uniqueArray(
  fc.record({
    key: fc.constantFrom('args', 'best_acc', 'optimizer', 'epoch', 'loss', 'callbacks', 'config'),
    value: fc.constantFrom<Pickled>(
      object('Namespace'),
      pickled([]),
      pickled([7]),
      op.int(3),
      op.str('cfg: 1'),
      op.global('pathlib', 'PosixPath'),
      dict(['state', dict(['exp_avg', pickled([24])])]),
      [...op.emptyList, ...object('Callback'), ...op.append],
    ),
  }),
  { maxLength: 4, selector: ({ key }) => key },
);
/** From the inside out: the key each dictionary stands under, a tuple or not, and what lies beside it. */
const wrappings = fc.array(fc.record({ key, beside, listed: fc.boolean() }), { maxLength: 4 });

describe('the state dict is found whatever stands around it', () => {
  test('at any depth, after any beginning of names, beside any objects', async () => {
    await fc.assert(
      fc.asyncProperty(anySavedDesign, anyDialect, prefix, wrappings, async (design, dialect, begin, levels) => {
        const saved = savedAs(dialect, design).map(([name, shape]): NamedShape => [begin + name, shape]);
        let [value, under] = [dictOf(saved), ''];
        let foreign = false;
        for (const level of levels) {
          const others = level.beside.map((each) => [each.key, each.value] as const);
          foreign ||= others.some(([, bytes]) => `${bytes}`.includes(`${op.global('some.package', '').slice(0, 12)}`));
          const held = level.listed ? [...op.mark, ...value, ...op.tuple] : value;
          value = dict(...others, [level.key, held]);
          under = [level.key, ...(level.listed ? ['0'] : []), ...(under ? [under] : [])].join('.');
        }
        const file = await openCheckpoint(bytesSource(archive(assemble(value))));
        expect(file.under).toBe(under);
        const named = referenceNames(file);
        expect(named.prefix).toBe(begin);
        expect(shapesOf(recognise(named).design)).toEqual(shapesOf(design));
        if (foreign) expect(file.notRead?.join()).toContain('some.package.');
      }),
      { numRuns: RUNS / 2 },
    );
  });

  test('a raw state dict is taken before its copy, wherever each stands', async () => {
    const copy = fc.constantFrom('ema', 'model_ema', 'teacher', 'averaged_model', 'ema_state');
    await fc.assert(
      fc.asyncProperty(
        anySavedDesign,
        anyDialect,
        copy,
        key,
        fc.boolean(),
        async (design, dialect, other, own, first) => {
          fc.pre(own !== 'ema');
          const state = dictOf(savedAs(dialect, design));
          const both: readonly (readonly [string, Pickled])[] = [
            [own, state],
            [other, state],
          ];
          const bytes = archive(assemble(dict(...(first ? both : [...both].reverse()))));
          const file = await openCheckpoint(bytesSource(bytes));
          expect(file.under).toBe(own);
          expect(file.stateDicts?.map(({ key }) => key)).toEqual([own, other]);
          expect((await openCheckpoint(bytesSource(bytes), other)).under).toBe(other);
        },
      ),
      { numRuns: RUNS / 4 },
    );
  });

  test('with wrappers in the middle of names: a part compiled, distributed or checkpointed by itself', () => {
    const wrapper = fc.constantFrom('module', '_orig_mod', '_fsdp_wrapped_module', '_checkpoint_wrapped_module');
    fc.assert(
      fc.property(
        ...[anySavedDesign, anyDialect, prefix, wrapper, fc.nat(), fc.nat()],
        (design, dialect, begin, around, which, depth) => {
          const saved = savedAs(dialect, design);
          const [name] = saved[which % saved.length] as NamedShape;
          const parts = name.split('.').slice(0, -1);
          const module = `${parts.slice(0, 1 + (depth % parts.length)).join('.')}.`;
          const entries = saved.map(([each, shape]) => {
            const wrapped = each.startsWith(module) ? each.replace(module, `${module}${around}.`) : each;
            return [begin + wrapped, lazy(shape)] as const;
          });
          const named = referenceNames({ entries: new Map(entries) });
          expect(named.unknown.size).toBe(0);
          expect(shapesOf(recognise(named).design)).toEqual(shapesOf(design));
        },
      ),
      { numRuns: RUNS / 2 },
    );
  });

  test('containers numbered by nn.Sequential hold the same network', () => {
    const numbered: readonly ((name: string) => string)[] = [
      (name) => DIALECTS.pytorchvideo.write(name)?.replace(/^blocks\./, '') ?? name,
      (name) =>
        DIALECTS.slowfast
          .write(name)
          ?.replace(/^s(\d)/, (_, part: string) => String(Number(part) - 1))
          .replace(/^head\./, '5.') ?? name,
      (name) =>
        name
          .replace(/^conv1_s/, '0')
          .replace(/^conv1_t/, '1')
          .replace(/^layer(\d)/, (_, stage: string) => String(Number(stage) + 1))
          .replace(/^conv5/, '6'),
    ];
    fc.assert(
      fc.property(anySavedDesign, fc.constantFrom(...numbered), prefix, (design, rename, begin) => {
        const named = referenceNames({
          entries: new Map(
            shapesOf({ ...design, head: null }).map(([name, shape]) => [begin + rename(name), lazy(shape)]),
          ),
        });
        expect(shapesOf(recognise(named).design)).toEqual(shapesOf({ ...design, head: null }));
      }),
      { numRuns: RUNS / 2 },
    );
  });
});

describe('what of a file has no place in the network', () => {
  const lazy0 = (names: readonly NamedShape[]) => new Map(names.map(([name, shape]) => [name, lazy(shape)]));
  /** The network a file is taken for, and what is left out. */
  const leftOut = (names: readonly NamedShape[]) => {
    const named = referenceNames({ entries: lazy0(names) });
    return ledgerOf(named, build(recognise(named).design));
  };
  const anySaved = fc
    .tuple(anySavedDesign, anyDialect, prefix)
    .map(([design, dialect, begin]) =>
      savedAs(dialect, design).map(([name, shape]): NamedShape => [begin + name, shape]),
    );

  test('a module inserted anywhere between clip and logits is a difference, whatever it is called', () => {
    const inserted = fc.constantFrom('att.fc', 'ema.conv', 'norm', 'loss_gate', 'adapter.down', 'pos_embed', 'metric');
    fc.assert(
      fc.property(
        anySaved,
        fc.nat(),
        inserted,
        fc.constantFrom('weight', 'bias', 'alpha'),
        (saved, at, name, suffix) => {
          const [near = ''] = saved[at % saved.length] ?? [];
          const module = near.split('.').slice(0, -2).join('.');
          fc.pre(module !== '' && saved.filter(([each]) => each.startsWith(`${module}.`)).length < saved.length);
          const extra: NamedShape = [`${module}.${name}.${suffix}`, [8, 8]];
          fc.pre(saved.every(([each]) => each !== extra[0]));
          const { differences, unexpected } = leftOut([...saved, extra]);
          expect(unexpected).toEqual([{ name: extra[0], shape: [8, 8], harmless: null }]);
          expect(differences).toEqual([{ at: `${module}.${name}`, message: expect.any(String), mayBeLeftOut: true }]);
        },
      ),
      { numRuns: RUNS / 2 },
    );
  });

  test('another network of the kind is a difference, unless it is a copy by its name or the same tensors once more', () => {
    const other = fc.constantFrom<readonly [string, string, 'network' | 'copy']>(
      ['rgb.', 'flow.', 'network'],
      ['slow.', 'fast.net.', 'network'],
      ['model.', 'ema_model.module.', 'copy'],
      ['encoder.', 'momentum_encoder.', 'copy'],
      ['net.', 'model.net.', 'copy'],
    );
    fc.assert(
      fc.property(anySavedDesign, anyDialect, other, (design, dialect, [own, begin, kind]) => {
        const saved = savedAs(dialect, design);
        const at = (prefix: string) =>
          saved.map(([name, shape], index) => {
            const place = begin === 'model.net.' ? { place: `0 ${index}` } : {};
            return [prefix + name, { ...lazy(shape), ...place }] as const;
          });
        const named = referenceNames({ entries: new Map([...at(own), ...at(begin)]), prefix: own });
        const { differences, unexpected } = ledgerOf(named, build(recognise(named).design));
        expect(unexpected).toHaveLength(saved.length);
        expect(differences.map(({ at }) => at)).toEqual(kind === 'copy' ? [] : [begin.replace(/\.$/, '')]);
      }),
      { numRuns: RUNS / 4 },
    );
  });

  test('what belongs to training beside the network is harmless, and said to be', () => {
    const harmless = fc.constantFrom<NamedShape>(
      ['criterion.weight', [2]],
      ['loss_fn.pos_weight', [2]],
      ['optimizer.exp_avg.0', [24]],
      ['train_acc.correct', [1]],
      ['best_acc1', []],
      ['global_step', []],
      ['val_metrics.confmat', [2, 2]],
    );
    fc.assert(
      fc.property(anySaved, fc.uniqueArray(harmless, { minLength: 1, selector: ([name]) => name }), (saved, extra) => {
        const { differences, unexpected } = leftOut([...saved, ...extra]);
        expect(differences).toEqual([]);
        expect(unexpected.map(({ name }) => name)).toEqual(extra.map(([name]) => name));
        for (const { harmless: why } of unexpected) expect(why).toBeTruthy();
      }),
      { numRuns: RUNS / 4 },
    );
  });
});

test('SlowFast’s multigrid norms are refused in a sentence', () => {
  const design: Design = fc.sample(anySavedDesign, { numRuns: 1, seed: 1 })[0] as Design;
  const split = savedAs('slowfast', design).flatMap(([name, shape]): readonly NamedShape[] =>
    /_bn\.running_/.test(name)
      ? [
          [name.replace('_bn.', '_bn.bn.'), shape],
          [name.replace('_bn.', '_bn.split_bn.'), shape],
        ]
      : [[name, shape]],
  );
  expect(() => referenceNames({ entries: new Map(split.map(([name, shape]) => [name, lazy(shape)])) })).toThrow(
    'multigrid',
  );
});

function lazy(shape: readonly number[]) {
  return {
    dtype: 'float32' as const,
    shape,
    read: async () => {
      throw new Error('no value is read here');
    },
  };
}

describe('what a network has and a file lacks', () => {
  const differences = (shapes: readonly NamedShape[]) => {
    const named = referenceNames({ entries: new Map(shapes.map(([name, shape]) => [name, lazy(shape)])) });
    const architecture = build(recognise(named).design);
    return [...missingDifferences(named, architecture), ...leftOutDifferences(named, architecture)];
  };
  const base = completeDesign({ head: { num_classes: 2, mid_channels: 16 } });

  test('is a difference where any one tensor is taken out, but a counter', () => {
    fc.assert(
      fc.property(anySavedDesign, anyDialect, fc.nat(), (design, dialect, at) => {
        const saved = savedAs(dialect, design);
        expect(differences(saved)).toEqual([]);
        const [name] = saved[at % saved.length] as NamedShape;
        // fc1 and fc2 may have no bias, a block no shortcut (whose one tensor it is in pytorchvideo); without its weight there is no fc2.
        fc.pre(
          !/batches_tracked$|head\.fc[12]\.bias$|head\.fc2\.weight$|downsample\.conv/.test(
            DIALECTS[dialect].read(name) ?? '',
          ),
        );
        try {
          expect(differences(saved.filter(([other]) => other !== name))).not.toEqual([]);
        } catch (error) {
          // No network at all is found in some: that stops a conversion too.
          if (!(error instanceof CheckpointError)) throw error;
        }
      }),
      { numRuns: RUNS / 2 },
    );
  });

  test('is a difference in the norm of a shortcut that a scheme may leave out, where a part of it is there', () => {
    const design = completeDesign({ reference: { gamma_w: 0.3, se_ratio: null }, head: null });
    for (const dialect of ['pytorchvideo', 'efficient'] as const) {
      const saved = savedAs(dialect, design);
      const norm = saved.filter(([name]) => /^layer1\.0\.downsample\.bn/.test(DIALECTS[dialect].read(name) ?? ''));
      for (const [taken] of norm.filter(([name]) => !name.endsWith('batches_tracked')))
        expect(differences(saved.filter(([name]) => name !== taken))).toMatchObject([{ at: 'layer1.0' }]);
      expect(differences(saved.filter((each) => !norm.includes(each)))).toEqual([]);
    }
  });

  test('is none where no layer of a kind has a bias: it adds nothing, and zeros are filled in', () => {
    fc.assert(
      fc.property(
        anySavedDesign,
        anyDialect,
        fc.constantFrom(/head\.fc2\.bias$/, /se_module\.fc[12]\.bias$/, /(?:head\.fc2|se_module\.fc[12])\.bias$/),
        (design, dialect, biases) => {
          const saved = savedAs(dialect, design).filter(([name]) => !biases.test(DIALECTS[dialect].read(name) ?? ''));
          expect(differences(saved)).toEqual([]);
          const named = referenceNames({ entries: new Map(saved.map(([name, shape]) => [name, lazy(shape)])) });
          expect(ledgerOf(named, build(recognise(named).design)).missing).toEqual([]);
        },
      ),
      { numRuns: RUNS / 4 },
    );
  });

  test('is a difference where a stage is gone from the midst, block by block', () => {
    const without = savedAs('pytorchvideo', base).filter(([name]) => !name.startsWith('blocks.3.'));
    const found = differences(without);
    expect(found.length).toBeGreaterThan(0);
    expect(
      found.every(({ at, message }) => /^layer3\.\d+$/.test(at) && /\d+ of its tensors are not/.test(message)),
    ).toBe(true);
  });

  test('is none where the file ends before it: conv5, the head, the classifier', () => {
    const saved = savedAs('mmaction2', base);
    for (const end of [/^(?:backbone\.conv5|cls_head)/, /^cls_head/, /^cls_head\.fc2/])
      expect(differences(saved.filter(([name]) => !end.test(name)))).toEqual([]);
  });
});
