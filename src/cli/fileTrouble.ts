import { dirname } from 'node:path';

/** What the system said of a file that could not be read or written, as a sentence's end: `there is no folder /nodir`. */
export function fileTrouble(path: string, error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const say = TROUBLES.get(code ?? '');
  return say ? say(path) : message;
}

/** True where another path would do: the command line's fault, not the disk's. */
export function isAboutThePath(error: unknown): boolean {
  return TROUBLES.has((error as NodeJS.ErrnoException).code ?? '');
}

const TROUBLES: ReadonlyMap<string, (path: string) => string> = new Map(
  Object.entries<(path: string) => string>({
    ENOENT: (path) => `there is no folder ${dirname(path)}; make it, or name another`,
    ENOTDIR: (path) => `${dirname(path)} is no folder; name another`,
    EISDIR: (path) => `${path} is a folder; name a file in it`,
    EACCES: (path) => `you may not write in ${dirname(path)}; name another folder`,
    EPERM: (path) => `you may not write in ${dirname(path)}; name another folder`,
    EROFS: (path) => `${dirname(path)} can only be read; name another folder`,
  }),
);
