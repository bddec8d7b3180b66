/**
 * What a benchmark is, and how alternatives are timed. `npm run bench` runs every `test/bench/*.bench.ts`, each of which
 * exports one `bench: Bench`; `npm run bench -- lowering` runs those with "lowering" in their file's name.
 */

/** A question to the clock, and the table that answers it. */
export interface Bench {
  /** The question in one line: `Plain against lowered graph, WASM, one thread`. */
  title: string;
  /** Its table stands in README.md beside this file, which `npm run bench -- --readme` writes. */
  readme?: true;
  /** Measures. May take minutes; whatever it starts (a browser, a session) it also ends. */
  run(): Promise<BenchTable>;
}

/** A table as it is printed and, with `npm run bench -- --json FILE`, written. */
export interface BenchTable {
  /** One heading for each cell of a row; units belong here: `median, ms`. */
  columns: readonly string[];
  rows: readonly (readonly (string | number)[])[];
  /** What a reader must know to believe it: input, number of runs, what is not counted. */
  note?: string;
}

/** What the runs of one alternative took. */
export interface Timing {
  /** Milliseconds, in the order of the runs, warm-up left out. */
  runs: readonly number[];
  median: number;
  /** Half of the runs lie between these two. */
  quartiles: readonly [number, number];
  /** The median over the first alternative's median, of the same rounds: below 1 is faster. */
  ratio: number;
}

/**
 * Times alternatives in turns, A B A B: a machine that is busy for a while slows all of them, and their ratio stands.
 * The first `warmUp` rounds are run and forgotten.
 */
export async function interleave<Name extends string>(
  alternatives: Readonly<Record<Name, () => unknown>>,
  { rounds, warmUp = 1 }: { rounds: number; warmUp?: number },
): Promise<Record<Name, Timing>> {
  const names = Object.keys(alternatives) as Name[];
  const runs = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = -warmUp; round < rounds; round++) {
    for (const name of names) {
      const began = performance.now();
      await alternatives[name]();
      if (round >= 0) runs.get(name)?.push(performance.now() - began);
    }
  }
  const medians = names.map((name) => quantile(runs.get(name) ?? [], 0.5));
  const timings = names.map((name, index): [Name, Timing] => {
    const own = runs.get(name) ?? [];
    const median = medians[index] ?? Number.NaN;
    const quartiles = [quantile(own, 0.25), quantile(own, 0.75)] as const;
    return [name, { runs: own, median, quartiles, ratio: median / (medians[0] ?? Number.NaN) }];
  });
  return Object.fromEntries(timings) as Record<Name, Timing>;
}

/** The value below which a share `q` of the values lies, interpolated between neighbours (Hyndman and Fan's type 7). */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const position = (sorted.length - 1) * q;
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
}
