import { countMemory, type Held } from './memory';
import { TINY_DESIGN } from './tinyDesigns';
import { expect, test } from './workersPage';

/** `npm run test:long` asks for ten times as much, and on an emulated GPU, whose shaders take longest, for all of it. */
const LONG = process.env.X3D_LONG === '1';
const [runs, switches] = LONG ? [200, 100] : [20, 10];
/** Looks at memory, evenly over the work. */
const LOOKS = 5;

/** Growth that is none: garbage a collection left, code that was compiled on the way, in bytes. */
const HEAP_ROOM = 1_000_000;

for (const provider of ['wasm', 'webgpu'] as const) {
  const tag = provider === 'webgpu' ? '@long' : [];
  test(`${runs} runs and ${switches} changes of design on ${provider} leak nothing`, { tag }, async ({ workers }) => {
    test.setTimeout(LONG ? 3_600_000 : 300_000);
    const look = await countMemory(workers.page);
    const work = (designs: number, each: number) =>
      workers.page.evaluate(
        async ({ design, provider, designs, each }) => {
          const { runner, namedClip } = window.workers;
          for (let index = 0; index < designs; index++) {
            const width = index % 2 === 0 ? 0.3 : 0.7;
            const switched = { ...design, reference: { ...design.reference, gamma_w: width } };
            const model = await runner.open({ design: switched, weights: { kind: 'named' }, outputs: [], provider });
            for (let run = 0; run < each; run++) await model.run(namedClip([1, 3, 2, 16, 16]));
            await model.close();
          }
        },
        { design: TINY_DESIGN, provider, designs, each },
      );
    await work(2, 1);
    expectNoLeak(`${switches} designs, ${provider}`, await watch(look, switches, (count) => work(count, 1)));
    expectNoLeak(`${runs} runs, ${provider}`, await watch(look, runs, (count) => work(1, count)));
  });
}

/** Does something many times over and looks at memory before and after every fifth of it. */
async function watch(look: () => Promise<Held>, times: number, work: (count: number) => Promise<void>) {
  const seen: Held[] = [];
  for (let index = 0; index < LOOKS; index++) {
    await work(times / LOOKS);
    seen.push(await look());
  }
  return seen;
}

/**
 * From the first look on, when every buffer and every piece of code that is kept has been made, nothing may grow: not by
 * one buffer or page of WASM memory, and the heap not steadily.
 */
function expectNoLeak(what: string, seen: readonly Held[]): void {
  const text = seen.map(({ heap, wasm, buffers, bufferBytes }) =>
    [`heap ${megabytes(heap)}`, `WASM ${megabytes(wasm)}`, `${buffers} GPU buffers of ${megabytes(bufferBytes)}`].join(
      ', ',
    ),
  );
  console.log(`${what}: ${text.join(' → ')}`);
  const [first, last] = [seen[0], seen.at(-1)];
  if (!first || !last) throw new Error('Memory was not looked at.');
  expect(first.wasm, what).toBeGreaterThan(0);
  expect(last.wasm, text.join('\n')).toBe(first.wasm);
  expect(last.buffers, text.join('\n')).toBeLessThanOrEqual(first.buffers);
  expect(last.bufferBytes, text.join('\n')).toBeLessThanOrEqual(first.bufferBytes);
  expect(last.heap, text.join('\n')).toBeLessThan(first.heap + HEAP_ROOM);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
