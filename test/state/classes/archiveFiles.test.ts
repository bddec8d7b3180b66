import { expect, test } from 'vitest';
import { bytesSource } from '../../../src/checkpoint/byteSource';
import { openZip } from '../../../src/checkpoint/zip';
import { storeBlobs } from '../../../src/checkpoint/zipWriter';
import { annotatedFiles, readAnnotations } from '../../../src/dataset/annotations';
import { readLibrary } from '../../../src/dataset/readLibrary';
import { splitLibrary } from '../../../src/dataset/splits';
import { archiveTexts } from '../../../src/state/classes/archiveFiles';
import { clip, take } from '../../dataset/anyLibrary';

const LIBRARY = {
  classes: [
    { id: 'a', name: 'wave' },
    { id: 'b', name: 'clap; rm -rf' },
  ],
  takes: Array.from({ length: 8 }, (_, at) => take(`t${at}`, { name: `ä $(x) ${at}`, source: 'file' })),
  clips: Array.from({ length: 8 }, (_, at) =>
    clip(`c${at}`, at % 2 ? 'b' : 'a', `t${at}`, at === 3 ? { from: 0.5, to: 1 } : {}),
  ),
  mirror: true,
};

test('an archive says all of a data set: it reads back, every listed clip is there or cut, and each side has its own', () => {
  const { texts, videos } = archiveTexts(LIBRARY, splitLibrary(LIBRARY, 0));
  const text = (name: string) => texts.find((each) => each.name === name)?.text ?? '';
  expect(readLibrary(JSON.parse(text('dataset.json')).library)).toEqual(LIBRARY);
  expect(text('labels.txt')).toBe('wave\nclap; rm -rf\n');
  const [train, val] = ['train.txt', 'val.txt'].map((name) => readAnnotations(text(name)));
  const listed = [...(train ?? []), ...(val ?? [])];
  expect(new Set(listed.map(({ path }) => path)).size).toBe(8);
  const script = text('cut_clips.sh');
  for (const { path } of listed) expect([...videos.values()].includes(path) || script.includes(path)).toBe(true);
  expect(text('README.txt')).not.toContain('configuration');
  // What a file is called does nothing in a shell.
  expect(script).not.toMatch(/[$;`]\(?[xr]/);
  expect(script).toContain('-ss 0.500 -to 1.000');
  const files = [...videos.values(), 'cut/c3-c3.mp4'].map((path) => ({ path }));
  expect(annotatedFiles(listed, files, ['wave', 'clap']).missing).toEqual([]);
});

test('an archive says which list is empty, and which code base cannot build the network', () => {
  const few = { ...LIBRARY, clips: LIBRARY.clips.slice(0, 2), takes: LIBRARY.takes.slice(0, 2) };
  const { texts } = archiveTexts(few, splitLibrary(few, 0), {
    files: ['x3d-mmaction2.pth'],
    reasons: ['mmaction2: its head has 2048 channels.'],
  });
  const text = (name: string) => texts.find((each) => each.name === name)?.text ?? '';
  expect(text('val.txt')).toBe('');
  expect(text('README.txt')).toContain('val.txt is empty');
  expect(text('README.txt')).toContain('  x3d-mmaction2.pth: the weights that were learnt');
  expect(text('README.txt')).toContain('  mmaction2: its head has 2048 channels.');
});

test('files are packed one at a time, and unpacked the same', async () => {
  const files = ['a', 'bb', ''].map((text, at) => ({ name: `f/${at}.txt`, content: new Blob([text]) }));
  const told: number[] = [];
  const zip = await storeBlobs(files, (done) => told.push(done));
  expect(told).toEqual([0, 1, 2]);
  const archive = await openZip(bytesSource(new Uint8Array(await zip.arrayBuffer())));
  const texts = await Promise.all(
    [...archive.entries.values()].map(async (entry) => new TextDecoder().decode(await archive.read(entry))),
  );
  expect([...archive.entries.keys()]).toEqual(['f/0.txt', 'f/1.txt', 'f/2.txt']);
  expect(texts).toEqual(['a', 'bb', '']);
});
