import { STATES } from '../../scripts/states.mjs';
import { seenByAxe, test } from './app';

/** X3D-S on a clip so small that it runs at once. */
const TINY = '#v=1&from=S&t=2&i=1&y=32&x=32';

for (const [state, prepare] of Object.entries(STATES)) {
  test(`axe finds nothing serious in the state “${state}”, in light and in dark`, async ({ app }) => {
    await app.open(state === 'run' ? TINY : '');
    await prepare(app.page);
    await seenByAxe(app, state);
  });
}
