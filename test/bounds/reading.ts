import { build } from '../../src/architecture/build';
import { check } from '../../src/architecture/problems';
import { bytesSource } from '../../src/checkpoint/byteSource';
import { fitCheckpoint } from '../../src/checkpoint/fitCheckpoint';
import { openCheckpoint } from '../../src/checkpoint/openCheckpoint';
import { recogniseFile } from '../../src/checkpoint/recogniseFile';
import { referenceNames } from '../../src/checkpoint/referenceNames';
import { readConfig } from '../../src/configs/readConfig';
import { readAnnotations } from '../../src/dataset/annotations';
import { readKnobs } from '../../src/motion/readKnobs';
import { readLink } from '../../src/state/codes/linkCode';
import { parseLabels } from '../../src/state/run/parseLabels';
import { readNpy } from '../../src/tensor/npyReader';
import { isOfTheEngine } from '../../src/text/sentence';
import { readGoldenFile } from '../../src/training/readGoldenFile';

/** What reads a kind of input, as far as the page and the command line go with one. */
export type Read = (input: Uint8Array) => Promise<unknown>;

const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** Every reader of what comes from outside. A new one joins here, and every generator is tried on it. */
export const READERS: ReadonlyMap<string, Read> = new Map<string, Read>([
  [
    'checkpoint',
    async (bytes) => {
      const file = await openCheckpoint(bytesSource(bytes));
      const named = referenceNames(file);
      const recognition = recogniseFile(file, named);
      await fitCheckpoint(named, build(recognition.design), { seed: 1 });
    },
  ],
  ['design or configuration', async (bytes) => checked(readConfig(textOf(bytes)).own)],
  ['mmaction2 configuration', async (bytes) => checked(readConfig(textOf(bytes), 'x.py').own)],
  ['SlowFast configuration', async (bytes) => checked(readConfig(textOf(bytes), 'x.yaml').own)],
  ['link', async (bytes) => checked(readLink(`#v=1&${textOf(bytes)}`)?.shared.design ?? null)],
  ['labels', async (bytes) => parseLabels(textOf(bytes), 'labels.txt')],
  ['annotations', async (bytes) => readAnnotations(textOf(bytes))],
  ['gradient cases', async (bytes) => readGoldenFile(textOf(bytes))],
  ['knobs', async (bytes) => readKnobs(textOf(bytes))],
  ['array', async (bytes) => readNpy(bytes)],
]);

async function checked(design: Parameters<typeof check>[0] | null): Promise<void> {
  if (design) check(design);
}

/** Whether a generator, by its name, makes what a reader is for. */
export function isMeantFor(reader: string, generator: string): boolean {
  if (generator.startsWith('npy')) return reader === 'array';
  if (generator.startsWith('text')) return reader !== 'array' && reader !== 'checkpoint';
  return reader === 'checkpoint';
}

/** How a reading went. CPU time, since other work may share the machine. */
export interface Reading {
  readonly outcome: 'read' | 'refused' | 'crashed';
  readonly sentence: string;
  readonly ms: number;
  /** Bytes that were asked for, whether or not they are still held. */
  readonly bytes: number;
}

/** Reads an input and measures what it took. */
export async function reading(read: Read, input: Uint8Array): Promise<Reading> {
  const before = process.memoryUsage();
  const start = process.cpuUsage();
  const error = await read(input).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  const { user, system } = process.cpuUsage(start);
  const after = process.memoryUsage();
  const refused = error instanceof Error && !isOfTheEngine(error);
  return {
    outcome: error === null ? 'read' : refused ? 'refused' : 'crashed',
    sentence: error instanceof Error ? error.message : '',
    ms: (user + system) / 1000,
    bytes: after.arrayBuffers - before.arrayBuffers + Math.max(0, after.heapUsed - before.heapUsed),
  };
}
