import type { Screen } from './screen';

/** Takes the last step back, or the last undone step again. One that shows on another face only is told. */
export function takeStep(
  { document, train, session, notices }: Pick<Screen, 'document' | 'train' | 'session' | 'notices'>,
  way: 'undo' | 'redo',
): void {
  const { choice } = train.getState();
  document[way]();
  if (train.getState().choice === choice || session.getState().face === 'train') return;
  notices.notify(`${way === 'undo' ? 'Undone' : 'Redone'}: what is to be learnt, on the Train face.`);
}
