import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AnnotationError, annotatedFiles, annotationText, readAnnotations } from '../../src/dataset/annotations';
import { folderTree } from '../../src/dataset/folderTree';

const file = (path: string) => ({ path, file: path });

test('a folder tree names its classes, whatever stands around it', () => {
  const found = [
    'data/train/wave/10.mp4',
    'data/train/wave/2.MP4',
    'data/train/clap/a.webm',
    'loose.mp4',
    'data/notes.txt',
    'data/train/clap/.hidden.mp4',
  ];
  const { classes, leftOut } = folderTree(found.map(file));
  expect(classes.map(({ className, files }) => [className, files.map(({ path }) => path.split('/').at(-1))])).toEqual([
    ['clap', ['a.webm']],
    ['wave', ['2.MP4', '10.mp4']],
  ]);
  expect(leftOut).toEqual(['loose.mp4', 'data/notes.txt']);
});

test('what is written of annotations is read again', () => {
  const path = fc.stringMatching(/^[\w-][\w /.-]{0,20}\.mp4$/);
  fc.assert(
    fc.property(fc.array(fc.record({ path, label: fc.nat(400) }), { minLength: 1 }), (annotations) => {
      expect(readAnnotations(annotationText(annotations))).toEqual(annotations);
    }),
  );
});

test('lists of mmaction2 and of SlowFast are read, others refused by line', () => {
  expect(readAnnotations('# list\n"some path/a b.mp4" 3\r\nc.mp4,0\n\n')).toEqual([
    { path: 'some path/a b.mp4', label: 3 },
    { path: 'c.mp4', label: 0 },
  ]);
  expect(readAnnotations('path,label\na.mp4,swipe left\n"b c.mp4","clap"\nd.webm wave\ne.mp4;3')).toEqual([
    { path: 'a.mp4', label: 'swipe left' },
    { path: 'b c.mp4', label: 'clap' },
    { path: 'd.webm', label: 'wave' },
    { path: 'e.mp4', label: 3 },
  ]);
  expect(() => readAnnotations('a.mp4 0\nwave b.mp4')).toThrow('Line 2: expected the path of a video');
  expect(() => readAnnotations('\n')).toThrow(AnnotationError);
  expect(() => readAnnotations('x'.repeat(1e6))).toThrow(AnnotationError);
});

test('listed videos are found by the end of their path, named by labels or their folder, and what is missing is told', () => {
  const files = ['videos/wave/1.mp4', 'videos/clap/1.mp4', 'videos/clap/2.mp4'].map((path) => ({ path }));
  const list = readAnnotations('wave/1.mp4 0\nclap/1.mp4 1\n/abs/elsewhere/2.mp4 1\ngone.mp4 1');
  const unnamed = annotatedFiles(list, files, []);
  expect(unnamed.classes.map(({ className, files: own }) => [className, own.length])).toEqual([
    ['wave', 1],
    ['clap', 2],
  ]);
  expect(unnamed.missing).toEqual(['gone.mp4']);
  expect(annotatedFiles(list, files, ['zero', 'one']).classes.map(({ className }) => className)).toEqual([
    'zero',
    'one',
  ]);
});

test('a file that several lists name is taken once, and classes may be named instead of numbered', () => {
  const files = ['1.mp4', '2.mp4', '3.mp4'].map((path) => ({ path }));
  const train = readAnnotations('1.mp4,wave\n2.mp4,clap');
  const val = readAnnotations('3.mp4 wave');
  const { classes } = annotatedFiles([train, train, val, val].flat(), files, ['zero', 'one']);
  expect(classes.map(({ className, files: own }) => [className, own.map(({ path }) => path)])).toEqual([
    ['wave', ['1.mp4', '3.mp4']],
    ['clap', ['2.mp4']],
  ]);
});
