import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { recipeOf } from '../../src/state/train/recipeSettings';
import { FRESH_CHOICE } from '../../src/state/train/train';
import { smallNetwork } from '../../src/state/train/trainDesign';
import { npyFile } from '../../src/tensor/npy';
import { float32 } from '../../src/tensor/tensor';
import { RECIPES } from '../../src/training/recipes';
import { x3d as run, startX3d } from './commandLine';

const folder = mkdtempSync(join(tmpdir(), 'x3d-train-'));
const at = (name: string) => join(folder, name);

function x3d(...args: readonly string[]) {
  return run(args);
}

afterAll(() => rmSync(folder, { recursive: true }));

const DESIGN = ['--design', '{"gamma_w":0.33,"num_stages":1,"spatial_strides":[2],"zero_init_residual":false}'];
const TINY = [...DESIGN, '--head', '{"mid_channels":8,"dropout_ratio":0.2}'];
const MOTION = ['--task', 'turning', '--level', 'easy', '--input', '1,3,4,16,16', '--batch', '4'];

test('a run is written with where it comes from, judged again as it was, and gone on from', () => {
  const run = (...args: readonly string[]) => {
    const { status, stdout, stderr } = x3d('train', ...args, '--json');
    expect(status, stderr).toBe(0);
    return JSON.parse(stdout);
  };
  const first = run(...TINY, ...MOTION, '--steps', '5', '--clips', '12', '-o', at('a.safetensors'));
  expect(first).toMatchObject({ steps: 5, stopped: 'done', test: { accuracy: { trials: 12 } } });
  expect(first.losses).toHaveLength(5);

  const judged = x3d('judge', at('a.safetensors'), '--clips', '12', '--json');
  expect(judged.status, judged.stderr).toBe(0);
  const { hash, test: again, trained } = JSON.parse(judged.stdout);
  expect({ hash, again }).toEqual({ hash: first.hash, again: first.test });
  expect(trained).toMatchObject({ seed: 0, steps: 5, data: { kind: 'motion', task: 'turning', knobs: 'easy' } });

  // Other clips for the same weights: the first loss differs, and the file tells both seeds.
  const other = run(
    ...[...TINY, ...MOTION, '--steps', '1', '--clips', '0'],
    ...['--data-seed', '7', '-o', at('b.safetensors')],
  );
  expect(other.losses[0]).not.toBe(first.losses[0]);
  const elsewhere = JSON.parse(x3d('judge', at('b.safetensors'), '--clips', '4', '--json').stdout);
  expect(elsewhere.trained).toMatchObject({ seed: 0, data: { seed: 7 } });

  const next = x3d('train', ...TINY, ...MOTION, '--steps', '1', '--start', at('a.safetensors'), '--clips', '0');
  expect(next.stdout).toMatch(/^Began with \d+ tensors of the file; 0 were drawn\.\nTrained 1 step/);
}, 200_000);

test('without a word the command begins with the data, the recipe, the network and the seed that the page begins with', () => {
  const { status, stderr } = x3d('train', '--steps', '1', '--clips', '0', '-o', at('begun.safetensors'));
  expect(status, stderr).toBe(0);
  const { trained, design } = JSON.parse(x3d('judge', at('begun.safetensors'), '--clips', '8', '--json').stdout);
  const { task, level, seed } = FRESH_CHOICE;
  expect(trained).toMatchObject({ seed, data: { kind: 'motion', task, knobs: level, seed } });
  expect(trained.recipe).toEqual(recipeOf({ ...FRESH_CHOICE, steps: 1 }));
  expect(RECIPES[FRESH_CHOICE.recipe].recipe.steps).toBe(FRESH_CHOICE.steps);
  expect(design).toEqual(smallNetwork(task));
}, 60_000);

/** Twelve clips of two kinds in a folder. */
function clipsIn(
  name: string,
  rows: readonly string[],
  shape: readonly number[] = [12, 3, 4, 16, 16],
  last = 0,
): string {
  const place = at(name);
  mkdirSync(place);
  const count = shape.reduce((a, b) => a * b);
  writeFileSync(
    join(place, 'clips.npy'),
    npyFile(
      float32(
        shape,
        Float32Array.from({ length: count }, (_, i) => (i === count - 1 ? last : (i % 5) / 5)),
      ),
    ),
  );
  writeFileSync(join(place, 'labels.csv'), rows.join('\r\n'));
  return place;
}
const ROWS = Array.from({ length: 12 }, (_, clip) => `${clip},${clip % 2 ? 'wave' : 'clap'}`);

test('one’s own clips are learnt and held out', () => {
  const { status, stdout, stderr } = x3d(
    'train',
    ...TINY,
    '--data',
    clipsIn('own', ['index,name', ...ROWS]),
    '--steps',
    '2',
    '--batch',
    '4',
  );
  expect(status, stderr).toBe(0);
  expect(stdout).toContain('clap');
  expect(stdout).toMatch(/Held out: .* of 2\)/);
});

test.each([
  [['--recipe', 'fast'], 2, '--recipe is quick, small, sgd, adam, adamw, mmaction2 or a .json file; found fast.'],
  [['--task', 'toString'], 2, '--task is directions, four, distance'],
  [['--level', '{"noise":2}'], 2, '--level: noise goes from 0, easy, to 1, hard; found 2.'],
  [['--level', 'harder'], 2, '--level: expected easy, medium, hard, hardest, or knobs as in'],
  [['--pictures', 'nowhere.npy'], 1, 'nowhere.npy could not be read: there is no such file'],
  [['--input', '1,3,1,2,2', '--batch', '1'], 2, 'recipe.batch: '],
  [['--steps', '0'], 2, '--steps is a whole number from 1'],
  [['--steps', '0x10'], 2, '--steps is a whole number from 1 to 10000000; found 0x10.'],
  [['--head', '{"num_classes":400}'], 2, 'The data have 8 classes and the head 400'],
  [['--data', 'nowhere'], 1, 'there is no such file; a folder of clips has clips.npy and labels.csv'],
])('what cannot be trained is refused in a line: %j', (args, code, sentence) => {
  const { status, stderr } = x3d('train', ...args);
  expect(stderr).toContain(sentence);
  expect({ status, lines: stderr.trim().split('\n').length }).toEqual({ status: code, lines: 1 });
});

test.each([
  ['short', ROWS.slice(1), undefined, 'has no row for clip 0'],
  ['strange', ['0,a', 'one,b'], undefined, 'row 2: expected the number of a clip from 0 to 11'],
  ['flat', ROWS, [12, 3, 16, 16], 'its shape is (12, 3, 16, 16); clips are [N, C, T, H, W]'],
  ['no numbers', ROWS, undefined, 'clip 11 holds NaN, which is no level of a picture', Number.NaN],
  ['no end', ROWS, undefined, 'clip 11 holds Infinity', Number.POSITIVE_INFINITY],
] as const)(
  'a folder whose files do not fit is refused where they do not: %s',
  (name, rows, shape, sentence, last = 0) => {
    const { status, stderr } = x3d('train', '--data', clipsIn(name, rows, shape, last));
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining(sentence) });
  },
);

test('a recipe’s file is refused at its field', () => {
  writeFileSync(at('bad.json'), '{"optimizer":{"type":"SGD","lr":1}}');
  expect(x3d('train', '--recipe', at('bad.json'))).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('optimizer has no lr'),
  });
});

test('weights are written before they are judged: whatever ends the judging, they are there', async () => {
  const file = at('unjudged.safetensors');
  // A million clips are judged for far longer than the test lasts.
  const args = ['train', ...TINY, ...MOTION, '--steps', '1', '--clips', '1000000', '-o', file];
  const child = startX3d(args);
  const ended = new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal })));
  await expect.poll(() => existsSync(file), { timeout: 60_000 }).toBe(true);
  child.kill('SIGKILL');
  expect(await ended).toEqual({ code: null, signal: 'SIGKILL' });
  const { status, stdout, stderr } = x3d('judge', file, '--clips', '4', '--json');
  expect(status, stderr).toBe(0);
  expect(JSON.parse(stdout).trained).toMatchObject({ steps: 1, data: { kind: 'motion', task: 'turning' } });
}, 120_000);

test('Ctrl+C ends a run after its step, and what it learnt is written', async () => {
  const child = startX3d(['train', ...TINY, ...MOTION, '--steps', '100000', '--clips', '0', '-o', at('c.safetensors')]);
  let told = '';
  child.stdout.on('data', (chunk) => {
    told += chunk;
  });
  child.stderr.once('data', () => child.kill('SIGINT'));
  const code = await new Promise((resolve) => child.on('close', resolve));
  expect({ code, told }).toEqual({ code: 0, told: expect.stringContaining('Interrupted after') });
  expect(existsSync(at('c.safetensors')) && readFileSync(at('c.safetensors'), 'latin1')).toContain('trained');
});
