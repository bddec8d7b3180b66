import { readFileSync } from 'node:fs';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take longest. Started last, one of them would leave the other cores without work. */
const LONG = ['export/seeded', 'cli/cli', 'lowering/parity', 'worker/client'].map((name) => `/test/${name}.test.ts`);

/**
 * The order of test files: those that take longest, then all others of the Node environment, then those of jsdom.
 * Vitest keeps a worker for the next file only where that has the same environment.
 */
export class FileOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = new Map(sorted.map((file) => [file, rankOf(file.moduleId)]));
    return sorted.sort((a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0));
  }
}

function rankOf(path: string): number {
  const long = LONG.findIndex((name) => path.endsWith(name));
  if (long >= 0) return long;
  return LONG.length + Number(/@vitest-environment jsdom/.test(readFileSync(path, 'utf8')));
}
