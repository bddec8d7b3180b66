import type { Architecture } from '../architecture/architecture';

/** Finds layers and convolutions with their norm by the last names of their path: `named('conv2')`. */
export function named(...names: readonly string[]): (architecture: Architecture) => readonly string[] {
  const wanted = new RegExp(`^(.*\\.(?:${names.join('|')}))\\.`);
  return ({ layers }) => [...new Set(layers.flatMap(({ path }) => wanted.exec(`${path}.`)?.[1] ?? []))];
}
