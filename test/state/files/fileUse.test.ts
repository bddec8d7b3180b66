import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { asPicture, type FileUse, planFiles, planText, useOf } from '../../../src/state/files/fileUse';

const SAMPLE = readFileSync(new URL('../../../public/samples/juggling.mp4', import.meta.url));
const file = (name: string, content: string | Uint8Array<ArrayBuffer> = 'x', type = '') =>
  new File([content], name, { type });
const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

describe('a file is used for what it is', () => {
  const cases: readonly (readonly [what: string, file: File, use: FileUse])[] = [
    ['a video by its bytes, whatever its name', file('clip.bin', new Uint8Array(SAMPLE)), 'video'],
    ['an AVI, which says how to convert it', file('clip.avi', bytes('RIFF\x24\x00\x00\x00AVI LIST')), 'video'],
    ['a GIF animation', file('walk.gif', bytes('GIF89a\x01\x00\x01\x00'), 'image/gif'), 'video'],
    ['a truncated video', file('cut.mp4', new Uint8Array(SAMPLE.subarray(0, 900))), 'video'],
    ['an empty video', file('none.mp4', ''), 'video'],
    ['a picture', file('a.jpg', bytes('\xff\xd8\xff\xe0'), 'image/jpeg'), 'image'],
    ['names of classes, one a line', file('labels.txt', 'abseiling\nair drumming\n'), 'labels'],
    ['names of classes in JSON', file('kinetics_classnames.json', '{"abseiling": 0, "air drumming": 1}'), 'labels'],
    ['a design in JSON', file('x3d.json', '{"reference": {"gamma_w": 1.5}}'), 'config'],
    ['a configuration', file('x3d_m.py', "model = dict(backbone=dict(type='X3D', gamma_w=1))"), 'config'],
    ['a checkpoint', file('x3d.pth', bytes('PK\x03\x04\x00\x00')), 'checkpoint'],
    ['a text with nothing in it for the app', file('notes.md', 'Remember to label the clips, all of them.'), 'other'],
    ['what nobody knows', file('thing.xyz', bytes('\x01\x02\x03')), 'checkpoint'],
  ];
  test.each(cases)('%s', async (_, given, use) => {
    expect(await useOf(given)).toBe(use);
  });
});

describe('files that come together', () => {
  const plan = (...files: readonly (readonly [string, FileUse])[]) =>
    planFiles(files.map(([name, use]) => ({ file: file(name), use })));

  test('each goes where it belongs, and that is said', () => {
    const together = plan(
      ['x.pth', 'checkpoint'],
      ['walk.mp4', 'video'],
      ['labels.txt', 'labels'],
      ['run.mp4', 'video'],
    );
    expect(together.unused).toEqual([]);
    expect(planText(together)).toBe(
      'Opened: x.pth as the checkpoint, walk.mp4 as the clip, run.mp4 in the list of clips, labels.txt as the names of classes.',
    );
  });

  test('what is not used is named, with why', () => {
    const two = plan(
      ['a.pth', 'checkpoint'],
      ['b.pth', 'checkpoint'],
      ['c.json', 'config'],
      ['d.txt', 'labels'],
      ['e.txt', 'labels'],
    );
    expect(two.unused.map(({ name }) => name)).toEqual(['b.pth', 'e.txt', 'c.json']);
    expect(planText(two)).toContain('Not used: b.pth (one checkpoint is open at a time)');
  });

  test('a text with nothing in it is opened alone, where it is refused with what it is, and named among others', () => {
    expect(plan(['notes.md', 'other'])).toMatchObject({ checkpoint: { name: 'notes.md' }, unused: [] });
    const two = plan(['notes.md', 'other'], ['x.pth', 'checkpoint']);
    expect(planText(two)).toBe(
      'Opened: x.pth as the checkpoint. Not used: notes.md (a text, with no design and no names of classes in it).',
    );
  });

  test('what could not be opened is not said to be open', () => {
    const two = plan(['notes.docx', 'checkpoint'], ['walk.mp4', 'video']);
    const refused = two.checkpoint ? [two.checkpoint] : [];
    expect(planText(two, refused)).toBe('Opened: walk.mp4 as the clip. Not opened: notes.docx.');
    expect(planText(two, [...refused, ...two.videos])).toBe('Not opened: notes.docx, walk.mp4.');
  });

  test('every file is used or named, whatever comes', () => {
    const uses: readonly FileUse[] = ['video', 'image', 'labels', 'config', 'checkpoint', 'other'];
    for (let mask = 0; mask < 3 ** uses.length; mask++) {
      const given = uses.flatMap((use, index) =>
        Array.from({ length: Math.floor(mask / 3 ** index) % 3 }, (_, n): readonly [string, FileUse] => [
          `${use}${n}`,
          use,
        ]),
      );
      const { videos, images, labels, config, checkpoint, unused } = plan(...given);
      const used = [...videos, ...images, labels, config, checkpoint].filter((each) => each !== null);
      expect(used.length + unused.length).toBe(given.length);
    }
  });

  test('of one file nothing is said: what it opens is seen', () => {
    expect(planText(plan(['x.pth', 'checkpoint']))).toBeNull();
  });
});

test('a picture has the type of its bytes, whatever it is called', async () => {
  const named = file('photo.mp4', bytes('\xff\xd8\xff\xe0'), 'video/mp4');
  expect(await useOf(named)).toBe('image');
  expect(await asPicture(named)).toMatchObject({ name: 'photo.mp4', type: 'image/jpeg', size: 4 });
  const right = file('a.png', bytes('\x89PNG'), 'image/png');
  expect(await asPicture(right)).toBe(right);
});
