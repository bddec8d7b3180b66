import { describe, expect, test } from 'vitest';
import { conventionNamed } from '../../src/analysis/conventions';
import { costsByPath } from '../../src/analysis/costs';
import { layersCsv } from '../../src/present/layerCsv';
import { arranged, linesOf, rowsOf } from '../../src/present/layerRows';
import { preset } from '../diagram/designs';

const architecture = preset('S');
const costs = costsByPath(architecture);
const rows = rowsOf(architecture, { costs, convention: conventionNamed('macs'), times: null });
const inOrder = { key: 'order', descending: false } as const;
const found = (search: string) => arranged(rows, costs, search, inOrder).map(({ path }) => path);

describe('search', () => {
  test('nothing typed finds every layer', () => expect(found(' ')).toHaveLength(architecture.layers.length));

  test('a piece of a path, in any case', () => {
    expect(found('LAYER1.0.conv1')).toEqual(['conv', 'bn', 'activate'].map((leaf) => `layer1.0.conv1.${leaf}`));
  });

  test('a kind', () => expect(found('dropout')).toEqual(['head.dropout']));

  test('an output shape, whole or from its end', () => {
    expect(found('216x13x10x10 channel-wise').length).toBe(11);
    expect(found('8x1x1x1').every((path) => path.includes('.se_module.'))).toBe(true);
    // 18×1×1×1 does not end in 8×1×1×1: sizes are whole.
    expect(found('13x13x10x10')).toEqual([]);
  });

  test('costs, with powers and prefixes, all words together', () => {
    const heavy = found('macs>=50m conv1');
    expect(heavy).toEqual(found('macs>=5e7 conv1'));
    expect(heavy).toContain('layer1.0.conv1.conv');
    expect(heavy.every((path) => (costs.get(path)?.macs ?? 0) >= 5e7)).toBe(true);
    expect(found('params=0 bn')).toEqual([]);
  });

  test('a pattern between slashes; half of one is taken as it stands', () => {
    expect(found('/^head\\.fc[12]$/')).toEqual(['head.fc1', 'head.fc2']);
    expect(found('/(/')).toEqual([]);
  });
});

test('sorting by a cost puts the largest first and keeps equals in the network’s order', () => {
  const sorted = arranged(rows, costs, '', { key: 'parameters', descending: true });
  expect(sorted[0]?.path).toBe('head.fc1');
  const free = sorted.filter(({ parameters }) => parameters === 0).map(({ path }) => path);
  expect(free).toEqual(rows.filter(({ parameters }) => parameters === 0).map(({ path }) => path));
});

test('the CSV has a line for every layer, and its columns add up to the network', () => {
  const [head = '', ...lines] = layersCsv(architecture, costs).trimEnd().split('\r\n');
  const column = (name: string) => head.split(',').indexOf(name);
  const sum = (name: string) =>
    lines.reduce((total, line) => total + Number(line.replaceAll(/"[^"]*"/g, 'quoted').split(',')[column(name)]), 0);
  expect(lines).toHaveLength(architecture.layers.length);
  // mmaction2's metafile: 3 794 322 parameters; SlowFast's model zoo: 1.96 G multiply-adds.
  expect(sum('parameters')).toBe(3794322);
  expect(sum('macs')).toBe(1962892112);
});

test('measured times sort like any number; layers without one of their own come last', () => {
  const timed = (path: string, ms: number) => [path, { path, ms, kernels: [] }] as const;
  const times = new Map([timed('layer2.0.conv2.conv', 3), timed('conv1_s.conv', 1)]);
  const measured = arranged(rowsOf(architecture, { costs, convention: conventionNamed('macs'), times }), costs, '', {
    key: 'ms',
    descending: true,
  });
  expect(measured.slice(0, 3).map(({ ms }) => ms)).toEqual([3, 1, null]);
  expect(rows.every(({ ms }) => ms === null)).toBe(true);
});

test('in the network’s order, parts are headed by the sums of what was found of them', () => {
  const lines = linesOf(arranged(rows, costs, 'fc', inOrder), inOrder);
  const headings = lines.flatMap((line) => ('part' in line ? [line] : []));
  expect(headings.map(({ part }) => part.path)).toEqual(['layer1', 'layer2', 'layer3', 'layer4', 'head']);
  // fc1 is 432 × 2048 without a bias, fc2 2048 × 400 with one.
  expect(headings.at(-1)?.part).toMatchObject({ layers: 2, parameters: 432 * 2048 + 2048 * 400 + 400 });
  expect(linesOf(rows, { key: 'macs', descending: true })).toHaveLength(rows.length);
});
