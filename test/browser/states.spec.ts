import { STATES } from '../../scripts/states.mjs';
import { seenByAxe, test } from './app';

/** A clip so small that it runs at once. */
const TINY = '#v=1&from=S&d=.2&t=4&i=1&y=32&x=32';

test('axe finds nothing serious in any of the main states, in light and in dark', async ({ app }) => {
  const { page } = app;
  // Each state begins as on a first visit.
  await page.addInitScript(() => {
    localStorage.clear();
    sessionStorage.clear();
  });
  for (const [state, prepare] of Object.entries(STATES)) {
    await app.open(`?${state}${state === 'run' ? TINY : ''}`);
    await prepare(page);
    // Layers are timed after the run and colour the graph, which must not change under axe's eyes.
    if (state === 'run') await page.getByRole('button', { name: 'Colour by kind again' }).waitFor();
    await seenByAxe(app, state);
  }
});
