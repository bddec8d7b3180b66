import type { App } from '../app';
import type { OwnInput } from './openedInputs';
import { runServiceOf } from './runService';

/** Opens an input of a person's own for runs, and reads it at once: a view of its own, which Back leads out of. */
export async function openInput(app: App, input: OwnInput): Promise<void> {
  app.session.countOpened();
  await runServiceOf(app).configure({ input });
}
