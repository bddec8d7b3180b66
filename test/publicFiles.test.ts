import { expect, test } from 'vitest';
import { filesOf } from '../scripts/build/serviceWorkerFiles';

test('the build knows the type of every file that lies in public/', () => {
  const files = Object.entries(filesOf('public'));
  expect(files.length).toBeGreaterThan(0);
  for (const [name, { type }] of files) expect(type, name).toMatch(/^\w+\/\w/);
});
