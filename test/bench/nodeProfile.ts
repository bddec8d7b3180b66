import fs from 'node:fs';
import { type KernelTime, readProfile } from '../../src/runtime/profile';
import type { Session } from '../../src/runtime/session';

/** Every kernel of a profiled session. Under Node the binary writes its profile not to the console but to file 1. */
export async function endProfilingInNode(session: Session): Promise<readonly KernelTime[]> {
  const { writeSync } = fs;
  const written: string[] = [];
  fs.writeSync = ((file: number, text: string) => {
    if (file !== 1) return writeSync(file, text);
    written.push(text);
    return text.length;
  }) as typeof writeSync;
  try {
    await session.endProfiling();
  } finally {
    fs.writeSync = writeSync;
  }
  return readProfile(written);
}
