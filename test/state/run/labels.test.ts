import { describe, expect, test } from 'vitest';
import { createApp } from '../../../src/state/app';
import { parseLabels } from '../../../src/state/run/parseLabels';

test('a file that was opened names classes and is remembered; one that is none changes nothing', async () => {
  const app = createApp();
  await app.labels.open(new File(['archery\r\nabseiling'], 'good.txt'));
  const good = { file: 'good.txt', names: ['archery', 'abseiling'] };
  expect(app.labels.getState().labels).toEqual(good);
  // PNG's first bytes; and a name of 5 MB.
  const picture = new File([Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)], 'picture.txt');
  await expect(app.labels.open(picture)).rejects.toThrow(/^picture\.txt: It is no text/);
  await expect(app.labels.open(new File(['x'.repeat(5 << 20)], 'film.txt'))).rejects.toThrow('far larger');
  expect(app.labels.getState().labels).toEqual(good);
  app.labels.forget();
  expect(app.labels.getState().labels).toBeNull();
});

describe('a label file', () => {
  test.each([
    ['one name a line', 'abseiling\nair drumming\narchery\n'],
    ['written on Windows, with a byte order mark', '\ufeffabseiling\r\nair drumming\r\narchery\r\n\r\n'],
    ['written on an old Mac', 'abseiling\rair drumming\rarchery\r'],
    ['JSON with a byte order mark', '\ufeff["abseiling", "air drumming", "archery"]'],
    ['a JSON list', '["abseiling", "air drumming", "archery"]'],
    ['names by index', '{"0": "abseiling", "2": "archery", "1": "air drumming"}'],
    [
      'indices by name, quotes and all, as SlowFast writes them',
      '{"\\"air drumming\\"": 1, "archery": 2, "abseiling": 0}',
    ],
  ])('may be %s', (_, text) => {
    expect(parseLabels(text, 'kinetics.txt')).toEqual(['abseiling', 'air drumming', 'archery']);
  });

  test('keeps the place of a class without a name', () => {
    expect(parseLabels('{"2": "archery"}', 'some.json')).toEqual(['', '', 'archery']);
    expect(parseLabels('abseiling\n\narchery', 'some.txt')).toEqual(['abseiling', '', 'archery']);
  });

  test.each([
    ['', 'no names'],
    ['[1, 2', 'begins like JSON but is none'],
    ['{"abseiling": "archery"}', '"abseiling" is neither'],
    ['[{"name": "archery"}]', 'Entry 0 of its list is an object'],
    ['[0, 1, 2]', 'Entry 0 of its list is a number'],
    ['["archery", ["abseiling"]]', 'Entry 1 of its list is a list'],
    ['[]', 'no names'],
    ['{}', 'no names'],
    ['{"labels": ["archery"]}', '"labels" is neither'],
    ['{"archery": 0, "abseiling": 0}', '"archery" and "abseiling" are both class 0'],
    ['\u0000\u0001\ufffd', 'no text in UTF-8'],
    ['\ufeff\r\n', 'no names'],
    ['{"archery": 1e9}', '"archery" is neither'],
  ])('that is none says why, and what is expected: %s', (text, why) => {
    expect(() => parseLabels(text, 'labels.json')).toThrow(why);
    expect(() => parseLabels(text, 'labels.json')).toThrow(/^labels\.json: .*Expected one name a line/);
  });
});
