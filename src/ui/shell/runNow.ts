import type { App } from '../../state/app';
import { runServiceOf } from '../../state/run/runService';
import { RESULT_ID } from '../kit/focusTargets';

/** Runs the network on the screen, as the Run button does, and leads the keyboard to what comes of it. */
export async function runNow(app: App): Promise<void> {
  const runService = runServiceOf(app);
  app.session.setState({ face: 'design' });
  app.session.openDockTab('run');
  const done = runService.run();
  await focusResult();
  await done;
  // Focus that was moved elsewhere meanwhile stays there.
  const { activeElement } = document;
  if (activeElement === document.body || activeElement?.closest(`#${RESULT_ID}`)) await focusResult();
}

/** Gives the focus to the result, once the panel is there: it may be a chunk on its way. */
async function focusResult(): Promise<void> {
  for (let tries = 0; tries < TRIES; tries++) {
    const result = document.getElementById(RESULT_ID);
    if (result) {
      result.focus({ preventScroll: true });
      result.scrollIntoView({ block: 'nearest' });
      return;
    }
    await new Promise(requestAnimationFrame);
  }
}

/** Frames that are waited for the panel. */
const TRIES = 120;
