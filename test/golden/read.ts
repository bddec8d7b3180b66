import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** Golden data by file name without `.json.gz`, as JSON. See README.md beside this file for where it comes from. */
export function readGolden<T>(name: string): T {
  return JSON.parse(gunzipSync(readFileSync(new URL(`${name}.json.gz`, import.meta.url))).toString()) as T;
}
