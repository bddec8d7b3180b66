import { describe, expect, test } from 'vitest';
import { parseLabels } from '../../src/state/labels';

describe('a label file', () => {
  test.each([
    ['one name a line', 'abseiling\r\nair drumming\narchery\n'],
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
    ['[{"name": "archery"}]', '"0" is neither'],
    ['{"archery": 1e9}', '"archery" is neither'],
  ])('that is none says why, and what is expected: %s', (text, why) => {
    expect(() => parseLabels(text, 'labels.json')).toThrow(why);
    expect(() => parseLabels(text, 'labels.json')).toThrow(/^labels\.json: .*Expected one name a line/);
  });
});
