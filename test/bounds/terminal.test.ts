import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { npyFile } from '../../src/tensor/npy';
import { float32 } from '../../src/tensor/tensor';
import { x3d } from '../cli/commandLine';
import { GENERATORS } from './generators';

const folder = mkdtempSync(join(tmpdir(), 'x3d-terminal-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What a terminal obeys, line feeds apart, and what turns the direction of writing. */
const ACTING = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

test.each([
  'torch: acting text alone',
  'torch: acting text as a key',
  'torch: depth as a protocol',
  'safetensors: metadata as text',
  'onnx: rank',
  'zip: entries over one body',
])('%s: the command line refuses it in a line that no terminal obeys', (name) => {
  const file = join(folder, 'a\x1b[31mb.pth');
  writeFileSync(file, GENERATORS.get(name)?.(2000) ?? new Uint8Array());
  for (const args of [
    ['inspect', file],
    ['inspect', file, '--json'],
  ]) {
    const { status, stdout, stderr } = x3d(args);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^x3d: [^\n]{10,500}\n$/);
    expect(stderr).not.toMatch(ACTING);
    expect(stderr).not.toMatch(/call stack|fault of the program| {4}at /);
  }
});

/** A place that never answers, under the names by which files are told: a pipe to which nobody writes. */
const silent = (name: string) => {
  const place = join(folder, name);
  expect(spawnSync('mkfifo', [place]).status).toBe(0);
  return place;
};

test('whatever reads a file refuses a pipe or a device unopened, which may never end', () => {
  const [pipe, json, clips, labels] = ['silent.pth', 'silent.json', 'noClips', 'noLabels'] as const;
  const [FILE, JSON_FILE] = [silent(pipe), silent(json)];
  for (const place of [clips, labels]) mkdirSync(join(folder, place));
  silent(`${clips}/clips.npy`);
  writeFileSync(join(folder, labels, 'clips.npy'), npyFile(float32([1, 3, 1, 1, 1], new Float32Array(3))));
  symlinkSync('/dev/zero', join(folder, labels, 'labels.csv'));
  for (const args of [
    ['inspect', FILE],
    ['convert', FILE, '-o', join(folder, 'out.onnx')],
    ['judge', FILE],
    ['check-training', JSON_FILE],
    ['summary', '--from', JSON_FILE],
    ['train', '--start', FILE],
    ['train', '--recipe', JSON_FILE],
    ['train', '--pictures', FILE],
    ['train', '--data', join(folder, clips)],
    ['train', '--data', join(folder, labels)],
  ]) {
    const { status, stderr } = x3d(args, 20_000);
    expect({ args, status: status === null ? 'hangs' : status > 0 }).toEqual({ args, status: true });
    expect(stderr, args.join(' ')).toMatch(/^x3d: [^\n]* is no file but a [^\n]*pipe[^\n]*\n$/);
  }
}, 120_000);
