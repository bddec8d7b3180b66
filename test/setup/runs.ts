/** How many cases a property draws: all of them in `npm run test:long`, a tenth, always the same, in `npm test`. */
export function runs(all: number): { numRuns: number } {
  return { numRuns: process.env.X3D_LONG === '1' ? all : Math.ceil(all / 10) };
}
