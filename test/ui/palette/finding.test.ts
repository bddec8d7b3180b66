import { beforeEach, expect, test } from 'vitest';
import { costsByPath } from '../../../src/analysis/costs';
import { build } from '../../../src/architecture/build';
import { presetNamed } from '../../../src/design/presets';
import { type App, createApp } from '../../../src/state/app';
import type { Command } from '../../../src/ui/kit/command';
import { foundCommands, foundParts, foundPlaces, foundText } from '../../../src/ui/palette/finding';
import { commandsOf } from '../../../src/ui/shell/commands';
import { places } from '../../../src/ui/shell/places';

let app: App;
beforeEach(() => {
  app = createApp();
});

const S = build(presetNamed('S').design);
const costs = costsByPath(S);
const paths = (query: string) => foundParts(S, costs, query).map(({ path }) => path);

test('parts are found by path, kind, shape and cost, and by all words together', () => {
  expect(paths('layer3.4.conv2')).toEqual(['layer3.4.conv2', 'layer3.4.conv2.conv', 'layer3.4.conv2.bn']);
  expect(paths('batch norm conv1_t')).toEqual(['conv1_t.bn']);
  expect(paths('216x13x10x10 conv2')).toContain('layer3.4.conv2.conv');
  expect(paths('macs>1e8')).toEqual([
    ...['layer1', 'layer1.0', 'layer1.0.conv1', 'layer1.0.conv1.conv'],
    ...['layer2', 'layer2.0', 'layer3', 'layer4'],
  ]);
  expect(paths('params<1000 layer4.0')).not.toContain('layer4.0.conv1.conv');
  expect(paths('nothing like it')).toEqual([]);
});

test('layers and groups are counted apart, so that the table and the palette find as many layers', () => {
  const found = foundParts(S, costs, '216x13x10x10');
  expect(foundText(found)).toBe('69 layers, 27 groups');
  expect(foundText(foundParts(S, costs, 'conv1_t.bn'))).toBe('1 layer');
});

test('nothing is listed before anything is typed', () => {
  expect(paths('  ')).toEqual([]);
});

test('commands are found by name and by other words, if they are possible', () => {
  const command = (name: string, rest: Partial<Command> = {}): Command => ({
    id: name,
    name,
    group: 'Design',
    keys: [{ key: 'a' }],
    run: () => {},
    ...rest,
  });
  const table = [command('Copy a link', { words: 'share' }), command('Undo', { possible: () => false })];
  expect(foundCommands(table, 'share').map(({ name }) => name)).toEqual(['Copy a link']);
  expect(foundCommands(table, 'link COPY')).toHaveLength(1);
  expect(foundCommands(table, '')).toHaveLength(1);
});

test('what is called just so comes first: “run” is answered by Run', () => {
  expect(foundCommands(commandsOf(app), 'run')[0]?.name).toBe('Run');
  expect(foundCommands(commandsOf(app), 'Run ')[0]?.name).toBe('Run');
});

test('fields of the form, terms and formats of files are found by the words people have for them', () => {
  const found = (query: string) => foundPlaces(places(app), query).map(({ group, label }) => `${group}: ${label}`);
  for (const query of ['train', 'frozen', 'memory', 'csv', 'npy', 'gamma_w', 'stride', 'safetensors', 'receptive'])
    expect(found(query), query).not.toEqual([]);
  // As the form writes it.
  expect(found('γb')).toContain('Form: Bottleneck');
  expect(found('frozen')).toContain('Form: Frozen stages');
  expect(found('csv')[0]).toMatch(/^Files: /);
  expect(found('')).toEqual([]);
});

test('places have ids of their own, and every field of the form is one', () => {
  const ids = places(app).map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});
