import { expect, test } from 'vitest';
import { build } from '../../src/architecture/build';
import { stateDictOf } from '../../src/architecture/walk';
import type { LazyTensor } from '../../src/checkpoint/checkpointFile';
import { recognise } from '../../src/checkpoint/recognise';
import { referenceNames } from '../../src/checkpoint/referenceNames';
import { GOLDEN, type GoldenArchitecture } from '../golden/architectures';

/** Names and shapes alone, as mmaction2's recogniser would save them. */
function shapesOnly(tensors: Iterable<readonly [string, readonly number[]]>) {
  const entries = new Map<string, LazyTensor>();
  for (const [name, shape] of tensors)
    entries.set(name, {
      dtype: 'float32',
      shape,
      read: () => Promise.reject(new Error('recognising reads no values')),
    });
  return referenceNames({ entries });
}

function checkpointOf({ state_dict, head }: GoldenArchitecture) {
  return shapesOnly([
    ...state_dict.map(([name, shape]) => [`backbone.${name}`, shape] as const),
    ...(head?.state_dict ?? []).map(([name, shape]) => [`cls_head.${name}`, shape] as const),
  ]);
}

test.each(GOLDEN)('$name: the design recognised from names and shapes stores the same tensors', (entry) => {
  const { design } = recognise(checkpointOf(entry));
  const expected = [...entry.state_dict, ...(entry.head?.state_dict ?? []).map(([n, s]) => [`head.${n}`, s] as const)];
  expect(stateDictOf(build(design)).map(({ key, shape }) => [key, shape])).toEqual(expected);
});
