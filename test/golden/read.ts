import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** Golden data by file name without `.json.gz`, as JSON. See README.md beside this file for where it comes from. */
export function readGolden<T>(name: string): T {
  return JSON.parse(gunzipSync(readFileSync(join(import.meta.dirname, `${name}.json.gz`))).toString()) as T;
}
