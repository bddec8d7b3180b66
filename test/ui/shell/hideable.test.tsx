import { expect, test } from 'vitest';
import { readLink } from '../../../src/state/codes/linkCode';
import { HIDEABLE } from '../../../src/ui/shell/hideable';

const dropped = (hidden: readonly string[]) => readLink(`#v=1&from=S&hide=${hidden.join(',')}`)?.dropped;

test('a link hides every control by its name, and says which names are none', () => {
  const names = HIDEABLE.map(({ name }) => name);
  expect(dropped(names)).toEqual([]);
  expect(dropped(['dock', 'dok', 'constructor'])).toEqual(['Nothing here is called dok, constructor.']);
});
