import { readFileSync, statSync } from 'node:fs';
import { sentenceOf } from '../text/sentence';
import { CommandError } from './usage';

/** What stands at a path and is neither file nor folder. */
const NO_FILE = 'NO_FILE';

/**
 * A file's bytes, all of them. A device or a pipe is refused unopened: it may have no end, or never begin.
 * @param hint what to say besides where there is no such file
 * @throws CommandError
 */
export function readWhole(path: string, hint = ''): Buffer {
  try {
    const about = statSync(path);
    if (!about.isFile() && !about.isDirectory())
      throw Object.assign(new Error(`${path} is no file`), { code: NO_FILE });
    return readFileSync(path);
  } catch (error) {
    throw unreadable(path, error, hint);
  }
}

/** A file of UTF-8 text, all of it. @throws CommandError */
export function readText(path: string, hint?: string): string {
  return readWhole(path, hint).toString('utf8');
}

/** A file that could not be read, as a sentence. */
export function unreadable(path: string, error: unknown, hint = ''): CommandError {
  const { code } = error as NodeJS.ErrnoException;
  return new CommandError(`${path} could not be read: ${readTrouble(error)}${code === 'ENOENT' ? hint : ''}.`);
}

/** Why a file could not be read, as a sentence's end: `there is no such file`. What the engine says stays with it. */
export function readTrouble(error: unknown): string {
  const { code = '' } = error as NodeJS.ErrnoException;
  const known = TROUBLES.get(code);
  if (known) return known;
  if (code.startsWith('Z_') || code === 'ERR_BUFFER_TOO_LARGE')
    return 'it cannot be unpacked by gzip as far as is read';
  return code ? `the system answers ${code}` : sentenceOf(error).replace(/\.$/, '');
}

const TROUBLES: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({
    ENOENT: 'there is no such file',
    ENOTDIR: 'there is no such file',
    EISDIR: 'it is a folder; name a file in it',
    [NO_FILE]: 'it is no file but a device or a pipe; name a file',
    EACCES: 'you may not read it',
    EPERM: 'you may not read it',
    ENAMETOOLONG: 'no file has so long a name',
    ERR_FS_FILE_TOO_LARGE: 'it is larger than 2 GB',
    ERR_STRING_TOO_LONG: 'it is larger than any text of this kind',
    ERR_INVALID_ARG_VALUE: 'no file has such a name',
  }),
);
