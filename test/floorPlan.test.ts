/**
 * The floor plan of src/ as data, and the test that it is kept. Data flows from the design up to the screen, imports
 * point the other way, down; what a room may import is in the tables below. To add a room or a dependency, add its line.
 */
import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { expect, test } from 'vitest';
import listed from '../package.json' with { type: 'json' };
import { LAYERS } from '../src/layers/index';
import {
  allImports,
  exportsOf,
  findCycle,
  type Import,
  kindsComparedIn,
  parse,
  readSources,
  type Sources,
  unusedExports,
} from './imports';

const FLOORS_0_TO_2 = [
  ...['design', 'layers', 'onnx', 'equivalence', 'lowering', 'files'],
  ...['architecture', 'weights', 'configs', 'codec'],
  ...[
    'analysis',
    'diagram',
    'export',
    'checkpoint',
    'runtime',
    'video',
    'scaling',
    'lessons',
    'timing',
    'motion',
    'training',
    'dataset',
  ],
];

/** What a person does in the app: a room of state/ each; and their codes. */
const ACTIVITIES = ['document', 'view', 'run', 'timing', 'explore', 'learn', 'train', 'classes', 'files', 'codes'].map(
  (room) => `state/${room}`,
);
/** What a screen shows is computed of these. */
const BELOW_SCREENS = [
  'state',
  ...ACTIVITIES,
  'files',
  'design',
  'architecture',
  'layers',
  'analysis',
  'diagram',
  'scaling',
  'lessons',
  'timing',
  'motion',
  'training',
  'dataset',
];

const UNDER_THE_ROOF = ['present', ...BELOW_SCREENS];

/** The rooms under the roof. They import app/ and kit/, not each other; the shell puts them together. */
const SCREENS = [
  'design',
  'diagram',
  'inspector',
  'table',
  'run',
  'inside',
  'checkpoint',
  'explore',
  'train',
  'lessons',
  'compare',
  'designs',
  'palette',
  'keys',
].map((screen) => `ui/${screen}`);

/** Rooms that are free to all. */
const FREE: readonly string[] = ['tensor', 'text', 'memo'];

/** What every room may import beside itself and the free ones. A room is a folder of src/. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  main: ['state', 'state/document', 'state/view', 'ui/shell', 'ui/app', 'ui/kit'],
  'ui/shell': [...UNDER_THE_ROOF, 'ui/app', 'ui/kit', ...SCREENS],
  ...Object.fromEntries(SCREENS.map((screen) => [screen, [...UNDER_THE_ROOF, 'ui/app', 'ui/kit']])),
  // How rooms read the stores, and what they share that does.
  'ui/app': [...UNDER_THE_ROOF, 'ui/kit'],
  'ui/kit': UNDER_THE_ROOF.filter((room) => !room.startsWith('state')),
  present: BELOW_SCREENS,
  state: ['worker', ...ACTIVITIES],
  // Drafts, links and the browser's history hold what is on the screen, whichever face it belongs to.
  'state/document': [
    ...['state', 'state/view', 'state/run', 'state/explore', 'state/learn', 'state/train', 'state/codes'],
    ...['codec', 'analysis', 'architecture', 'design'],
  ],
  'state/codes': [
    ...['state/document', 'state/view', 'state/explore', 'state/learn', 'state/train'],
    ...['codec', 'scaling', 'training', 'motion', 'architecture', 'design'],
  ],
  'state/view': ['state', 'state/document', 'analysis', 'architecture', 'diagram'],
  'state/run': ['state', 'state/document', 'state/view', 'worker', 'video', 'analysis', 'architecture', 'design'],
  'state/timing': ['state', 'state/run', 'worker', 'timing', 'analysis', 'architecture', 'design'],
  'state/explore': ['state', 'state/document', 'worker', 'scaling', 'analysis', 'architecture', 'design'],
  'state/learn': ['state', 'state/document', 'state/view', 'lessons', 'codec', 'architecture', 'design'],
  'state/train': [
    ...['state', 'state/document', 'state/view', 'state/run', 'state/files'],
    ...['worker', 'video', 'scaling', 'training', 'motion', 'analysis', 'architecture', 'design'],
  ],
  'state/classes': [
    ...['state', 'state/document', 'state/view', 'state/run', 'state/files', 'state/train'],
    ...['worker', 'dataset', 'training', 'video', 'design'],
  ],
  'state/files': [
    ...['state', 'state/document', 'state/view', 'state/run', 'state/codes'],
    ...['worker', 'configs', 'files', 'architecture', 'design'],
  ],
  worker: FLOORS_0_TO_2,
  cli: FLOORS_0_TO_2,
  analysis: ['architecture', 'layers', 'design'],
  diagram: ['architecture', 'layers', 'design'],
  export: ['design', 'architecture', 'layers', 'weights', 'onnx', 'configs'],
  // An opened graph is compared with the one that export/ would write, and with its lowering.
  checkpoint: [
    ...['architecture', 'layers', 'design', 'weights', 'onnx', 'configs', 'files'],
    ...['equivalence', 'export', 'lowering'],
  ],
  runtime: ['onnx'],
  motion: ['weights'],
  video: ['files'],
  files: [],
  // A candidate is a form that lowering draws.
  timing: ['architecture', 'layers', 'analysis', 'onnx', 'runtime', 'lowering'],
  scaling: ['architecture', 'layers', 'design', 'analysis'],
  lessons: ['architecture', 'layers', 'design', 'analysis', 'scaling'],
  training: [
    ...['architecture', 'layers', 'design', 'weights', 'analysis', 'onnx', 'lowering', 'runtime', 'motion'],
    // Features of a frozen backbone come from the network as it is exported and lowered for a run.
    'export',
  ],
  // Intervals are those of training, and draws those of weights.
  dataset: ['training', 'weights'],
  architecture: ['design', 'layers'],
  weights: ['architecture', 'layers'],
  configs: ['architecture', 'design'],
  codec: ['design'],
  design: [],
  layers: ['onnx', 'design'],
  onnx: [],
  lowering: ['onnx'],
  equivalence: ['onnx'],
  tensor: [],
  text: [],
  memo: [],
};

/** Imports that MAY_IMPORT allows in part only: from a room, of a room. */
const ONLY: readonly { from: string; to: string; when: (found: Import) => boolean; sentence: string }[] = [
  ...['state', ...ACTIVITIES].map((from) => ({
    from,
    to: 'worker',
    when: ({ to }: Import) => /^worker\/(client|training|\w+Protocol)\.ts$/.test(to),
    sentence: 'state/ knows of worker/ only client.ts, training.ts and the protocols',
  })),
  {
    from: 'ui/kit',
    to: 'present',
    when: ({ to }) => ['present/chartLabels.ts', 'present/textWidth.ts', 'present/walkKeys.ts'].includes(to),
    sentence: 'ui/kit/ knows of present/ only what reads no store: places of labels, widths of texts, keys',
  },
  {
    from: 'layers',
    to: 'onnx',
    when: ({ typeOnly }) => typeOnly,
    sentence: 'layers/ takes only types from onnx/',
  },
  {
    // The names of padding modes and activations are the design's: one vocabulary, though no value is shared.
    from: 'layers',
    to: 'design',
    when: ({ typeOnly }) => typeOnly,
    sentence: 'layers/ takes only types from design/',
  },
  {
    from: 'timing',
    to: 'runtime',
    when: ({ typeOnly }) => typeOnly,
    sentence: 'timing/ takes only types from runtime/: it measures nothing itself',
  },
  {
    from: 'training',
    to: 'runtime',
    when: ({ typeOnly }) => typeOnly,
    sentence: 'training/ takes only types from runtime/: whoever trains hands it the way to open a session',
  },
];

/** A package the app is built on: what for, the folders it may be imported in, and in how many files of them. */
interface Package {
  readonly reason: string;
  readonly under: readonly string[];
  /** One, where nothing is said. */
  readonly files?: number;
}
const PACKAGES: Readonly<Record<string, Package>> = {
  react: { reason: 'the screen', under: ['ui/', 'main.tsx'], files: Infinity },
  'react-dom': { reason: 'React in a page', under: ['ui/', 'main.tsx'], files: Infinity },
  '@xyflow/react': {
    reason: 'the graph: moving, zooming and choosing its nodes',
    under: ['ui/diagram/'],
    files: Infinity,
  },
  'd3-array': { reason: 'ends of a list of numbers; d3-scale brings it along', under: ['ui/kit/'] },
  'd3-scale': { reason: 'axes, linear and logarithmic, with round marks', under: ['ui/kit/'] },
  'd3-shape': { reason: 'lines and staircases as SVG paths', under: ['ui/kit/'] },
  zustand: { reason: 'stores that React and plain code read alike', under: ['state/', 'ui/app/'], files: Infinity },
  'idb-keyval': { reason: 'promises over IndexedDB', under: ['state/', 'worker/'], files: 3 },
  fflate: { reason: 'zip archives: .pth files are such, and exports', under: ['checkpoint/'] },
  mediabunny: { reason: 'frames of mp4, mov and webm by their index, for WebCodecs', under: ['video/'] },
  'onnxruntime-web': { reason: 'runs graphs, on WASM and WebGPU', under: ['runtime/'], files: Infinity },
};

const NAMELESS = /^(utils?|helpers?|common|misc|types|shared|.*Manager)$/;

const SOURCES = readSources(new URL('../src/', import.meta.url));

test('imports go down: every room imports what the table allows', () => {
  expect(wrongRooms(SOURCES)).toEqual([]);
});

test('what a layer is, only its own file asks: elsewhere no kind is compared with a literal', () => {
  expect(comparedKinds(SOURCES)).toEqual([]);
  const found = (text: string) =>
    comparedKinds(new Map([['analysis/a.ts', `import type { Layer } from '../architecture/architecture'; ${text}`]]));
  expect(found(`if (layer.kind === 'conv3d') count();`)).toEqual(["src/analysis/a.ts compares a kind with 'conv3d'"]);
  expect(found(`layers.filter(({ kind }) => kind !== 'linear')`)).toHaveLength(1);
  expect(found(`switch (layer.kind) { case 'groupNorm': count(); }`)).toHaveLength(1);
  expect(found(`['batchNorm3d', 'groupNorm'].includes(layer.kind)`)).toHaveLength(2);
  expect(found(`sink.layer('conv3d', 'conv', fields, [input])`)).toEqual([]);
  expect(found(`if (scale.kind === 'log') count();`)).toEqual([]);
});

test('what needs neither React nor DOM nor CSS lies below ui/', () => {
  expect(plainUnderTheRoof(SOURCES)).toEqual([]);
  const found = (text: string) => plainUnderTheRoof(new Map([['ui/run/a.ts', text]]));
  expect(
    found(`import type { Layer } from '../../architecture/architecture'; export const a = (b: Layer) => b.path;`),
  ).toEqual(['src/ui/run/a.ts needs neither React nor DOM nor CSS']);
  expect(found(`/** The window's document. */ export const a = 'window';`)).toHaveLength(1);
  expect(found(`import { useState } from 'react'; export const useA = () => useState(0);`)).toEqual([]);
  expect(found(`export const a = () => document.title;`)).toEqual([]);
  expect(found(`export const a = 'var(--x3d-ink)';`)).toEqual([]);
  expect(found(`export interface A { readonly b: number }`)).toEqual([]);
});

test('the floor plan in src/README.md is the folder tree', () => {
  const rows = readFileSync(new URL('../src/README.md', import.meta.url), 'utf8').match(/^\|.*\|$/gm) ?? [];
  const described = rows.flatMap((row) => {
    const [, , folders = '', sentence = ''] = row.split('|');
    const named = Array.from(folders.matchAll(/`([\w/]+)\/`/g), ([, name = '']) => name);
    // The rooms under the roof stand in one row.
    return named[0] === 'ui' ? Array.from(sentence.matchAll(/`(\w+)\/?`/g), ([, name]) => `ui/${name}`) : named;
  });
  const rooms = new Set([...SOURCES.keys()].map(roomOf));
  rooms.delete('main');
  expect([...new Set(described)].toSorted()).toEqual([...rooms].toSorted());
});

test('no file imports itself through others', () => {
  expect(findCycle(SOURCES)).toBeUndefined();
});

test('every package enters where the table lets it', () => {
  expect(wrongPackages(SOURCES)).toEqual([]);
});

test('files are named after what they hold, export it by name, and export nothing of others', () => {
  expect(wrongHabits(SOURCES)).toEqual([]);
});

test('what a file exports, another takes, and every package that is listed', () => {
  const everywhere = ['src', 'test', 'scripts'].flatMap((folder) =>
    [...readSources(new URL(`../${folder}/`, import.meta.url))].map(
      ([path, text]) => [`${folder}/${path}`, text] as const,
    ),
  );
  expect(unusedExports(new Map(everywhere)).filter((line) => line.startsWith('src/'))).toEqual([]);
  expect(
    unusedExports(
      new Map([
        ['a.ts', 'export const [b, c] = d; export type E = 1;'],
        ['f.ts', `import { b } from './a';`],
      ]),
    ),
  ).toEqual(['a.ts c', 'a.ts E']);
  const taken = new Set(allImports(SOURCES).map(({ to }) => to));
  expect(Object.keys(listed.dependencies).filter((name) => !taken.has(name))).toEqual([]);
  expect(Object.keys(PACKAGES).filter((name) => !Object.hasOwn(listed.dependencies, name))).toEqual([]);
});

test('what a file exports, src itself names again: nothing there is for tests alone', () => {
  // Bytes in memory as a source, which most tests of checkpoints open.
  expect(namedOnce(SOURCES)).toEqual(['checkpoint/byteSource.ts bytesSource']);
  expect(namedOnce(new Map([['a/a.ts', 'export const b = 1; export const c = 1; c;']]))).toEqual(['a/a.ts b']);
});

test('stores are made with the app, not with the modules that describe them', () => {
  expect(storesOfModules(SOURCES)).toEqual([]);
});

test('no file of state/ does anything when it is loaded, nor keeps what changes: an app and its services do', () => {
  expect(doneOnLoading(SOURCES)).toEqual([]);
  const found = (text: string) => doneOnLoading(new Map([['state/a.ts', text]]));
  expect(found(`import { b } from './b'; b.subscribe(() => {});`)).toEqual([
    'src/state/a.ts does something on loading',
  ]);
  expect(found(`const timer = setInterval(() => {}, 100);`)).toEqual(['src/state/a.ts does something on loading']);
  expect(found(`let last: string | null = null;`)).toEqual(['src/state/a.ts keeps what changes in its module']);
  expect(found(`export const bOf = memoised((app) => { app.subscribe(() => {}); });`)).toEqual([]);
});

test('codes of links, drafts and the explorer are functions of what they are given', () => {
  expect(impureCodes(SOURCES)).toEqual([]);
  expect(impureCodes(new Map([['state/codes/a.ts', 'export const a = (app) => app.document.getState();']]))).toEqual([
    'src/state/codes/a.ts takes getState',
  ]);
});

test('a store in module scope is found, exported or not, and one inside a function is none', () => {
  const found = (text: string) => storesOfModules(new Map([['state/a.ts', text]]));
  const zustand = `import { createStore } from 'zustand/vanilla';`;
  expect(found(`${zustand} export const a = createStore<A>()(() => ({}));`)).toHaveLength(1);
  expect(found(`${zustand} const a = createStore(() => ({}));`)).toHaveLength(1);
  expect(found(`${zustand} let [a, b] = [createStore(() => 1), 2];`)).toHaveLength(1);
  expect(found(`${zustand} export function createA() { const a = createStore(() => ({})); return a; }`)).toEqual([]);
  expect(found(`${zustand} export const createA = () => createStore(() => ({}));`)).toEqual([]);
});

test('an upward import is found, even of a type, a worker or a lazy chunk', () => {
  const upward = (text: string) =>
    wrongRooms(
      new Map([
        ['design/a.ts', text],
        ['ui/kit/b.tsx', ''],
        ['worker/c.ts', ''],
      ]),
    );
  expect(upward(`import { b } from '../ui/kit/b';`)).toEqual([
    'src/design/a.ts imports ui/kit/b.tsx: design/ may import nothing',
  ]);
  expect(upward(`import type { B } from '../ui/kit/b';`)).toHaveLength(1);
  expect(upward(`export * from '../ui/kit/b';`)).toHaveLength(1);
  expect(upward(`const b = import('../ui/kit/b');`)).toHaveLength(1);
  expect(upward(`type B = import('../ui/kit/b').B;`)).toHaveLength(1);
  expect(upward(`new Worker(new URL('../worker/c.ts', import.meta.url), { type: 'module' });`)).toHaveLength(1);
  expect(upward(`import C from '../worker/c?worker';`)).toHaveLength(1);
  expect(upward(`// import { b } from '../ui/kit/b';\nconst text = "import '../ui/kit/b'";`)).toEqual([]);
});

test('neighbours under the roof, rooms without a line, files in no room and imports from outside are found', () => {
  expect(
    wrongRooms(
      new Map([
        ['ui/run/a.tsx', `import '../table/b';`],
        ['ui/table/b.tsx', ''],
      ]),
    ),
  ).toHaveLength(1);
  expect(
    wrongRooms(
      new Map([
        ['ui/shell/a.tsx', `import '../table/b';`],
        ['ui/table/b.tsx', ''],
      ]),
    ),
  ).toEqual([]);
  expect(wrongRooms(new Map([['helpers/a.ts', '']]))).toEqual([
    'src/helpers/a.ts lies in helpers/, a room the table lacks',
  ]);
  expect(wrongRooms(new Map([['ui/a.tsx', '']]))).toEqual(['src/ui/a.tsx lies in ui/, a room the table lacks']);
  expect(wrongRooms(new Map([['design/a.ts', `import '../../test/golden/b.json';`]]))).toHaveLength(1);
});

test('layers may take types from onnx, state of the worker only its clients and protocols, the kit what reads no store', () => {
  const layers = (text: string) =>
    wrongRooms(
      new Map([
        ['layers/a.ts', text],
        ['onnx/graph.ts', ''],
      ]),
    );
  expect(layers(`import type { OnnxNode } from '../onnx/graph';`)).toEqual([]);
  expect(layers(`import { encode } from '../onnx/graph';`)).toEqual([
    'src/layers/a.ts imports onnx/graph.ts: layers/ takes only types from onnx/',
  ]);
  const state = (text: string) =>
    wrongRooms(
      new Map([
        ['state/run/a.ts', text],
        ['worker/client.ts', ''],
        ['worker/studio.ts', ''],
      ]),
    );
  expect(state(`import { client } from '../../worker/client';`)).toEqual([]);
  expect(state(`import { studio } from '../../worker/studio';`)).toHaveLength(1);
  const kit = (text: string) =>
    wrongRooms(
      new Map([
        ['ui/kit/a.ts', text],
        ['present/walkKeys.ts', ''],
        ['present/measures.ts', ''],
      ]),
    );
  expect(kit(`import { walkedTo } from '../../present/walkKeys';`)).toEqual([]);
  expect(kit(`import { missing } from '../../present/measures';`)).toHaveLength(1);
});

test('a cycle is found, one of types too', () => {
  const cycle = (text: string) =>
    findCycle(
      new Map([
        ['a/a.ts', `import '../b/b';`],
        ['b/b.ts', `import '../c/c';`],
        ['c/c.ts', text],
      ]),
    );
  expect(cycle(`import { a } from '../a/a';`)).toEqual(['a/a.ts', 'b/b.ts', 'c/c.ts', 'a/a.ts']);
  expect(cycle(`import type { A } from '../a/a';`)).toHaveLength(4);
  expect(cycle(`import '../d/d';`)).toBeUndefined();
});

test('a stray package, a second door for a package and a module of Node are found', () => {
  expect(wrongPackages(new Map([['analysis/a.ts', `import { useState } from 'react';`]]))).toEqual([
    'src/analysis/a.ts imports react, which may only enter through ui/, main.tsx',
  ]);
  expect(wrongPackages(new Map([['ui/run/a.tsx', `import * as ort from 'onnxruntime-web/webgpu';`]]))).toHaveLength(1);
  expect(wrongPackages(new Map([['video/a.ts', `import 'leftpad';`]]))).toEqual([
    'src/video/a.ts imports leftpad, a package the table lacks',
  ]);
  const mediabunny = `import { Input } from 'mediabunny';`;
  expect(wrongPackages(new Map([['video/a.ts', mediabunny]]))).toEqual([]);
  expect(
    wrongPackages(
      new Map([
        ['video/a.ts', mediabunny],
        ['video/b.ts', mediabunny],
      ]),
    ),
  ).toEqual(['mediabunny is imported by 2 files (src/video/a.ts, src/video/b.ts); 1 is its door']);
  const files = `import { readFile } from 'node:fs/promises';`;
  expect(
    wrongPackages(
      new Map([
        ['cli/a.ts', files],
        ['export/a.ts', files],
      ]),
    ),
  ).toEqual(['src/export/a.ts imports node:fs, and only cli/ runs in Node']);
});

/** One sentence for each import of a room that MAY_IMPORT and ONLY do not allow, and each file that is in no room. */
function wrongRooms(sources: Sources): string[] {
  const homeless = [...sources.keys()].flatMap((path) =>
    roomOf(path) in MAY_IMPORT ? [] : `src/${path} lies in ${roomOf(path)}/, a room the table lacks`,
  );
  const wrong = allImports(sources).flatMap((found) => {
    const [from, to] = [roomOf(found.from), roomOf(found.to)];
    if (found.kind === 'package' || from === to || FREE.includes(to) || !(from in MAY_IMPORT)) return [];
    const allowed = MAY_IMPORT[from] ?? [];
    const partly = ONLY.find((rule) => rule.from === from && rule.to === to);
    if (allowed.includes(to) && (!partly || partly.when(found))) return [];
    const reason =
      allowed.includes(to) && partly ? partly.sentence : `${from}/ may import ${allowed.join(', ') || 'nothing'}`;
    return `src/${found.from} imports ${found.to}: ${reason}`;
  });
  return [...homeless, ...wrong];
}

/** The room of a path from src/: its folder, in ui/ and state/ the two folders; files of src/ itself are `main`. */
function roomOf(path: string): string {
  const folders = path.split('/').slice(0, -1);
  if (folders.length === 0) return 'main';
  return folders.slice(0, folders[0] === 'ui' || folders[0] === 'state' ? 2 : 1).join('/');
}

/** One sentence for each comparison of a layer's kind with the name of one, outside of layers/. */
function comparedKinds(sources: Sources): string[] {
  return [...sources].flatMap(([path, text]) => {
    // Other things have kinds, too: only where layers are known is a kind a layer's.
    if (path.startsWith('layers/') || !/from '[^']*(architecture|layers)\//.test(text)) return [];
    return kindsComparedIn(path, text)
      .filter((name) => Object.hasOwn(LAYERS, name))
      .map((name) => `src/${path} compares a kind with '${name}'`);
  });
}

/** What is the page's: a file that names it needs one. */
const OF_THE_PAGE =
  /\b(document|window|navigator|location|performance|requestAnimationFrame|getComputedStyle|URL\.createObjectURL|Image|ImageData|DataTransfer|Element|(HTML|SVG|Keyboard|Mouse|Pointer)\w+)\b|--x3d-/;

/** One sentence for each file of ui/ with code in it that has nothing of a screen: no package, style, page, or file of ui/. */
function plainUnderTheRoof(sources: Sources): string[] {
  const ofScreen = new Set(
    allImports(sources).flatMap(({ from, kind, to }) =>
      kind === 'package' || to.startsWith('ui/') || to.endsWith('.css') ? from : [],
    ),
  );
  return [...sources].flatMap(([path, text]) => {
    if (!path.startsWith('ui/') || path.endsWith('.tsx') || ofScreen.has(path)) return [];
    const { program } = parse(path, text);
    const code = program.body.filter(
      (statement) =>
        statement.type !== 'ImportDeclaration' &&
        !/^(export )?(interface|type) /.test(text.slice(statement.start, statement.end)),
    );
    const words = code.map(({ start, end }) => withoutWords(text.slice(start, end))).join('\n');
    return code.length === 0 || OF_THE_PAGE.test(words) ? [] : `src/${path} needs neither React nor DOM nor CSS`;
  });
}

/** Code without its comments, and without what it says in quotes but for style sheets' names. */
function withoutWords(code: string): string {
  return withoutComments(code).replace(/'(?:[^'\\\n]|\\.)*'/g, (words) => (words.includes('--x3d-') ? words : `''`));
}

function withoutComments(code: string): string {
  return code.replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/[^\n]*/g, '');
}

/** One sentence for each import of a package from where it may not be imported. */
function wrongPackages(sources: Sources): string[] {
  const files = new Map<string, Set<string>>();
  const wrong = allImports(sources).flatMap(({ kind, from, to }) => {
    if (kind === 'file') return [];
    if (isBuiltin(to)) return from.startsWith('cli/') ? [] : `src/${from} imports ${to}, and only cli/ runs in Node`;
    const place = PACKAGES[to];
    if (!place) return `src/${from} imports ${to}, a package the table lacks`;
    if (!place.under.some((folder) => from.startsWith(folder))) {
      return `src/${from} imports ${to}, which may only enter through ${place.under.join(', ')}`;
    }
    files.set(to, (files.get(to) ?? new Set()).add(`src/${from}`));
    return [];
  });
  const crowded = [...files].flatMap(([name, importers]) => {
    const doors = PACKAGES[name]?.files ?? 1;
    if (importers.size <= doors) return [];
    return `${name} is imported by ${importers.size} files (${[...importers].join(', ')}); ${doors} is its door`;
  });
  return [...wrong, ...crowded];
}

/** Exports whose name stands nowhere else in the sources, comments apart. */
function namedOnce(sources: Sources): string[] {
  const counts = new Map<string, number>();
  for (const text of sources.values())
    for (const [name] of withoutComments(text).matchAll(/[A-Za-z_$][\w$]*/g))
      counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...sources].flatMap(([path, text]) =>
    parse(path, text)
      .module.staticExports.flatMap(({ entries }) => entries)
      .flatMap(({ exportName: { name } }) => (name && counts.get(name) === 1 ? `${path} ${name}` : [])),
  );
}

/** One sentence for each variable of a module, outside of functions, that holds a zustand store from the start. */
function storesOfModules(sources: Sources): string[] {
  return [...sources].flatMap(([path, text]) => {
    if (!/from 'zustand/.test(text)) return [];
    const { program } = parse(path, text);
    return program.body.flatMap((statement) => {
      const declared = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
      if (declared?.type !== 'VariableDeclaration') return [];
      return declared.declarations.flatMap(({ id, init, start, end }) =>
        init && !/Function/.test(init.type) && /\bcreateStore\b/.test(text.slice(start, end))
          ? `src/${path} makes ${id.type === 'Identifier' ? id.name : 'a store'} when it is loaded`
          : [],
      );
    });
  });
}

/** One sentence for each name in state/codes/ of what is not the same at every call: stores, storage, clocks, chance. */
function impureCodes(sources: Sources): string[] {
  return [...sources].flatMap(([path, text]) =>
    path.startsWith('state/codes/')
      ? [...withoutWords(text).matchAll(/\b(getState|setState|\w+Storage|createStore|Date|performance|random)\b/g)].map(
          ([name]) => `src/${path} takes ${name}`,
        )
      : [],
  );
}

/** What starts something that goes on: a timer or a subscription. */
const STARTS = /\b(setTimeout|setInterval|subscribe|addEventListener)$/;

/** One sentence for each statement of a file of state/ that acts when the file is loaded, and each variable it changes later. */
function doneOnLoading(sources: Sources): string[] {
  return [...sources].flatMap(([path, text]) => {
    if (!path.startsWith('state/')) return [];
    return parse(path, text).program.body.flatMap((statement) => {
      const declared = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
      if (declared?.type === 'VariableDeclaration' && declared.kind !== 'const')
        return `src/${path} keeps what changes in its module`;
      const starts =
        declared?.type === 'VariableDeclaration' &&
        declared.declarations.some(
          ({ init }) => init?.type === 'CallExpression' && STARTS.test(text.slice(init.callee.start, init.callee.end)),
        );
      return starts || statement.type === 'ExpressionStatement' ? `src/${path} does something on loading` : [];
    });
  });
}

/** One sentence for each file whose name says nothing, with a default export, or that hands on what others export. */
function wrongHabits(sources: Sources): string[] {
  return [...sources].flatMap(([path, text]) => {
    const { reExported, hasDefault } = exportsOf(path, text);
    const name = path.replace(/^.*\/|\.tsx?$/g, '');
    return [
      ...(NAMELESS.test(name) ? [`src/${path}: which noun is missing here?`] : []),
      ...(hasDefault ? [`src/${path} has a default export; give it its name`] : []),
      ...(path === 'layers/index.ts' ? [] : reExported.map((file) => `src/${path} hands on ${file}; import that file`)),
    ];
  });
}
