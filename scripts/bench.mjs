// @ts-check
/**
 * `npm run bench [-- NAME …] [-- --json FILE]`: runs the benchmarks of test/bench/ (contract in test/bench/bench.ts) one
 * after the other and prints their tables, with the machine and how busy it was: figures without those mean nothing.
 * With `--readme` those run whose tables stand in test/bench/README.md, and their tables there are written anew.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, platform, release, totalmem } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT, setUp } from './setUp.mjs';

/** @typedef {import('../test/bench/bench').Bench} Bench */
/** @typedef {import('../test/bench/bench').BenchTable} BenchTable */

setUp();
const { values, positionals } = parseArgs({
  options: { json: { type: 'string' }, readme: { type: 'boolean' } },
  allowPositionals: true,
});
const files = readdirSync(`${ROOT}test/bench`)
  .filter((file) => file.endsWith('.bench.ts'))
  .filter((file) => positionals.length === 0 || positionals.some((name) => file.includes(name)));
if (files.length === 0) {
  console.error(`No benchmark in test/bench/ is called ${positionals.join(' or ')}.`);
  process.exit(2);
}

const machine = {
  processor: `${cpus()[0]?.model.trim()} × ${cpus().length}`,
  memory: `${(totalmem() / 2 ** 30).toFixed(0)} GiB`,
  system: `${platform()} ${release()}`,
  node: process.versions.node,
};
console.log(
  Object.values(machine)
    .join(', ')
    .replace(/, ([\d.]+)$/, ', Node $1'),
);

const { createServer } = await import('vite');
const server = await createServer({
  root: ROOT,
  logLevel: 'error',
  server: { middlewareMode: true, watch: null, ws: false },
  appType: 'custom',
  optimizeDeps: { noDiscovery: true, include: [] },
});
/** @type {(BenchTable & { file: string, title: string, seconds: number, loadBefore: string, loadAfter: string })[]} */
const results = [];
for (const file of files) {
  const { bench } = /** @type {{ bench: Bench }} */ (await server.ssrLoadModule(`/test/bench/${file}`));
  if (values.readme && !bench.readme) continue;
  console.log(`\n${bench.title}`);
  const loadBefore = load();
  const began = performance.now();
  const table = await bench.run();
  const seconds = (performance.now() - began) / 1000;
  console.log(tableText(table));
  if (table.note) console.log(table.note);
  console.log(`(${seconds.toFixed(0)} s; load of the machine ${loadBefore} before, ${load()} after)`);
  results.push({ file, title: bench.title, ...table, seconds, loadBefore, loadAfter: load() });
}
await server.close();
if (values.json) {
  const path = resolve(process.env.INIT_CWD ?? '.', values.json);
  writeFileSync(path, `${JSON.stringify({ machine, results }, null, 2)}\n`);
  console.log(`\nWritten to ${path}`);
}
if (values.readme) writeReadme();
process.exit();

/** Puts the tables between the two marks of test/bench/README.md, with the machine, the day and how busy it was. */
function writeReadme() {
  const path = `${ROOT}test/bench/README.md`;
  const marks = ['<!-- npm run bench -- --readme writes from here -->', '<!-- to here -->'];
  const [before = '', , after = ''] = readFileSync(path, 'utf8').split(new RegExp(marks.join('|')));
  const day = new Date().toISOString().slice(0, 10);
  const tables = results.map(({ title, columns, rows, note, loadBefore, loadAfter }) => {
    const lines = [columns, columns.map(() => '---'), ...rows.map((row) => row.map(cellText))];
    const table = lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
    return `**${title}.** ${note ?? ''} Load of the machine ${loadBefore} before, ${loadAfter} after.\n\n${table}`;
  });
  const { processor, memory, node } = machine;
  const on = `${processor}, ${memory}, ${platform()}, Node ${node}`;
  const text = [`Measured ${day} on ${on}, which other work used too.`, ...tables].join('\n\n');
  writeFileSync(path, `${before}${marks[0]}\n${text}\n${marks[1]}${after}`);
  console.log('\nWritten to test/bench/README.md');
}

/** Processes that wanted a core, averaged over the last minute. */
function load() {
  return (loadavg()[0] ?? 0).toFixed(1);
}

/**
 * The table with its columns under each other; numbers to the right, with three significant digits below a thousand.
 *
 * @param {BenchTable} table
 */
function tableText({ columns, rows }) {
  const cells = [columns, ...rows].map((row) => row.map(cellText));
  const widths = columns.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  return cells
    .map((row, index) =>
      row
        .map((text, column) => {
          const width = widths[column] ?? 0;
          return typeof rows[Math.max(index - 1, 0)]?.[column] === 'number' ? text.padStart(width) : text.padEnd(width);
        })
        .join('   ')
        .trimEnd(),
    )
    .join('\n');
}

/** @param {string | number} cell */
function cellText(cell) {
  if (typeof cell === 'string') return cell;
  return Number.isInteger(cell) || Math.abs(cell) >= 1000 ? Math.round(cell).toLocaleString('en') : cell.toPrecision(3);
}
