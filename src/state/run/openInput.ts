import type { App } from '../app';
import type { OwnInput } from './openedInputs';
import { type RunService, runServiceOf } from './runService';

/**
 * Opens an input of a person's own for runs, and reads it at once: a view of its own, which Back leads out of. One that
 * cannot be opened is none.
 */
export async function openInput(
  app: App,
  input: OwnInput,
  runService: Pick<RunService, 'configure'> = runServiceOf(app),
): Promise<void> {
  const { session, runStore } = app;
  const end = session.beginOpening();
  const isChosen = () => runStore.getState().settings.input === input;
  // Its frames are read for longer, and there are none to wait for in an array.
  const stop = runStore.subscribe(({ source }, before) => {
    if (source !== null && source !== before.source && isChosen()) end(true);
  });
  const read = runService.configure({ input });
  if (input.kind === 'array') end(true);
  await read;
  stop();
  end(false);
}
