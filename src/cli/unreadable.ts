import { CommandError } from './usage';

/** A file of training data that could not be read, as a sentence. */
export function unreadable(path: string, error: unknown): Error {
  const { code, message } = error as NodeJS.ErrnoException;
  return new CommandError(
    `${path} could not be read: ${code === 'ENOENT' ? 'there is no such file; a folder of clips has clips.npy and labels.csv' : message}.`,
  );
}
