import { STATES } from '../../scripts/states.mjs';
import { seenByAxe, test } from './app';

/** X3D-S on a clip so small that it runs at once. */
const TINY = '#v=1&from=S&t=2&i=1&y=32&x=32';

/** States that follow each other on one page, for a page takes longer to load than axe takes to look. */
const VISITS = [
  { address: '', states: ['start', 'layers', 'table', 'compare', 'illegal'] },
  { address: TINY, states: ['run', 'trained', 'explore'] },
  { address: '', states: ['learn'] },
] as const;

for (const { address, states } of VISITS) {
  test(`axe finds nothing serious in ${states.join(', ')}, in light and in dark`, async ({ app }) => {
    await app.open(address);
    for (const state of states) {
      await STATES[state]?.(app.page);
      await seenByAxe(app, state);
    }
  });
}

test('every state is visited', () => {
  test.expect(VISITS.flatMap(({ states }) => states).sort()).toEqual(Object.keys(STATES).sort());
});
