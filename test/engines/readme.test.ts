import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { TASKS } from './tasks';

test('the README’s table of browsers has a row for each task', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const [, table = ''] = readme.split(/<!-- npm run test:engines.*-->|<!-- the table of browsers ends here -->/);
  const rows = table.match(/^\| .*$/gm)?.map((row) => row.split(' | ')[0]?.replace(/^\| /, ''));
  expect(rows?.slice(2)).toEqual(Object.keys(TASKS));
});
