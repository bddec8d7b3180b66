// @ts-check
/**
 * `npm run train:family`: trains every design of scripts/family/designs.mjs from two seeds by the command line and writes
 * what came out to src/scaling/trainedFamily.json, a row after each run. Called again it goes on where it stopped; rows of
 * designs that are no longer listed go, and where the recipe has changed all are trained anew. One thread, about 20
 * minutes of one core.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { DESIGNS } from './family/designs.mjs';
import { ROOT, setUp } from './setUp.mjs';

/** @typedef {import('./family/designs.mjs').WrittenDesign} WrittenDesign */

/**
 * @typedef {object} Run
 * @property {number} seed
 * @property {number} right test clips named rightly
 * @property {number} shuffled of the same clips with their frames shuffled
 * @property {number} backwards of them played backwards, the opposite direction being right
 * @property {number} loss mean over the last 20 steps
 * @property {string} hash of the weights
 */

const PLACE = `${ROOT}src/scaling/trainedFamily.json`;
const SEEDS = [0, 1];
/** What all runs share. */
const RECIPE = { task: 'four', level: 'easy', recipe: 'small', steps: 240, batch: 16, clips: 400 };

setUp();
/** @type {{ readonly design: WrittenDesign, readonly runs: Run[] }[]} */
const kept = keptRows();
const rows = DESIGNS.map((design) => ({ design, runs: kept.find((row) => same(row.design, design))?.runs ?? [] }));
const todo = SEEDS.flatMap((seed) =>
  rows.filter(({ runs }) => !runs.some((run) => run.seed === seed)).map((row) => ({ row, seed })),
);
console.log(`${rows.length} designs, ${SEEDS.length} seeds: ${todo.length} runs to go.`);
for (const [index, { row, seed }] of todo.entries()) {
  const began = performance.now();
  row.runs.push(trained(row.design, seed));
  row.runs.sort((one, other) => one.seed - other.seed);
  write();
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  console.log(`${index + 1} of ${todo.length}: ${JSON.stringify(row.design)}, seed ${seed}: ${seconds} s`);
}
write();
spawnSync(process.execPath, [`${ROOT}node_modules/@biomejs/biome/bin/biome`, 'format', '--write', PLACE]);

/** @returns {{ design: WrittenDesign, runs: Run[] }[]} */
function keptRows() {
  if (!existsSync(PLACE)) return [];
  const before = JSON.parse(readFileSync(PLACE, 'utf8'));
  return same(before.recipe, RECIPE) ? before.rows : [];
}

/**
 * @param {unknown} one
 * @param {unknown} other
 */
function same(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

/**
 * @param {WrittenDesign} design
 * @param {number} seed
 * @returns {Run}
 */
function trained(design, seed) {
  const { task, level, recipe, steps, batch, clips } = RECIPE;
  const how = ['--task', task, '--level', level, '--recipe', recipe, '--steps', steps, '--batch', batch];
  const args = ['train', '--design', JSON.stringify(design), ...how, '--seed', seed, '--clips', clips, '--json'];
  const options = { cwd: ROOT, encoding: /** @type {const} */ ('utf8'), maxBuffer: 1 << 26 };
  const run = spawnSync(process.execPath, [`${ROOT}scripts/x3d.mjs`, ...args.map(String)], {
    ...options,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (run.status !== 0) {
    console.error(run.stderr);
    process.exit(run.status ?? 1);
  }
  const { test, losses, hash } = JSON.parse(run.stdout);
  const last = losses.slice(-20);
  const loss = last.reduce((/** @type {number} */ sum, /** @type {number} */ one) => sum + one, 0) / last.length;
  return {
    seed,
    right: test.accuracy.successes,
    shuffled: test.shuffled.successes,
    backwards: test.backwards.successes,
    loss: Number(loss.toFixed(4)),
    hash,
  };
}

/** A design and its runs stand on a line. */
function write() {
  const lines = rows.filter(({ runs }) => runs.length > 0).map((row) => `    ${JSON.stringify(row)}`);
  writeFileSync(PLACE, `{\n  "recipe": ${JSON.stringify(RECIPE)},\n  "rows": [\n${lines.join(',\n')}\n  ]\n}\n`);
}
