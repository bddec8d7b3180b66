// @ts-check
/**
 * `npm run train:bundled [-- --cards] [NAME …]`: trains the networks that come with the app, from scratch, and writes
 * their weights and cards to public/trained/; with `--cards` the cards alone, from the weights that are there. The same
 * bits each time: one WASM thread, one build of onnxruntime-web. An entry of scripts/bundled/networks.json is a name, a
 * sentence, for which inputs it is, and options of `x3d train`; the card judges the stored file.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { ROOT, setUp } from './setUp.mjs';

/** Test clips a card is about. */
const CLIPS = '1200';
/** Of them, those a test asks about again. */
const CHECKED = '90';

/** Videos whose stills windows are moved over; no network was trained on them. */
const STILLS = ['walking', 'juggling'];

setUp();
const onlyCards = process.argv.includes('--cards');
const wanted = process.argv.slice(2).filter((word) => word !== '--cards');
/** @type {{ name: string, label: string, sentence: string, inputs: string, realPixels: boolean, train: string[], failures: string[] }[]} */
const networks = JSON.parse(readFileSync(`${ROOT}scripts/bundled/networks.json`, 'utf8'));
mkdirSync(`${ROOT}public/trained`, { recursive: true });
for (const { name, label, sentence, inputs, realPixels, train, failures } of networks) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const file = `public/trained/${name}.safetensors`;
  console.log(`${label}: ${train.join(' ')}`);
  if (!onlyCards) x3d(['train', ...train, '--clips', '0', '-o', file], 'inherit');
  const judged = JSON.parse(x3d(['judge', file, '--clips', CLIPS, '--odd', '--strokes', '--json'], 'pipe'));
  const { test: checked, odd } = JSON.parse(x3d(['judge', file, '--clips', CHECKED, '--odd', '--json'], 'pipe'));
  const stills = Object.fromEntries(STILLS.map((video) => [video, windowsOn(file, video)]));
  const { size } = statSync(`${ROOT}${file}`);
  const about = {
    name,
    label,
    sentence,
    inputs,
    realPixels,
    file: `${name}.safetensors`,
    bytes: size,
    command: ['train', ...train],
  };
  const card = { ...about, ...judged, stills, checked, checkedOdd: odd, failures };
  const place = `${ROOT}public/trained/${name}.json`;
  writeFileSync(place, JSON.stringify(card, null, 2));
  spawnSync(process.execPath, [`${ROOT}node_modules/@biomejs/biome/bin/biome`, 'format', '--write', place]);
  console.log(`  ${size} bytes, held out ${(100 * judged.test.accuracy.share).toFixed(1)} %, hash ${judged.hash}`);
}

/**
 * @param {string} file
 * @param {string} video
 */
function windowsOn(file, video) {
  const stills = `test/golden/motion/${video}.npy.gz`;
  return JSON.parse(x3d(['judge', file, '--clips', '16', '--stills', stills, '--json'], 'pipe')).windows;
}

/**
 * @param {string[]} args
 * @param {'inherit' | 'pipe'} stdout
 */
function x3d(args, stdout) {
  const options = { cwd: ROOT, encoding: /** @type {const} */ ('utf8'), maxBuffer: 1 << 26 };
  const run = spawnSync(process.execPath, [`${ROOT}scripts/x3d.mjs`, ...args], {
    ...options,
    stdio: ['ignore', stdout, 'inherit'],
  });
  if (run.status !== 0) process.exit(run.status ?? 1);
  return run.stdout ?? '';
}
