import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { GENERATORS } from './generators';

const SCRIPT = new URL('../../scripts/x3d.mjs', import.meta.url).pathname;
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
    const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, ...args], { encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^x3d: [^\n]{10,500}\n$/);
    expect(stderr).not.toMatch(ACTING);
    expect(stderr).not.toMatch(/call stack|fault of the program| {4}at /);
  }
});
