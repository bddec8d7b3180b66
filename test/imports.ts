/**
 * Which file imports what, read from the sources themselves: the ground on which test/floorPlan.test.ts stands.
 * A source is parsed with Vite's own parser, so that what counts as an import here is what the build takes for one.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { parseSync, Visitor } from 'vite';

/** TypeScript sources by their path from src/, with forward slashes: `layers/conv3d.ts`. */
export type Sources = ReadonlyMap<string, string>;

/** One import, re-export, `import()`, `import('…')` in a type, or `new URL('…', import.meta.url)`. */
export interface Import {
  /** The file that imports. */
  from: string;
  /** A path from src/ as it is in `Sources` (a file that is no source keeps its extension), or a package's name. */
  to: string;
  kind: 'file' | 'package';
  /** Erased by the compiler: it counts for the floors and for cycles all the same. */
  typeOnly: boolean;
}

/** Every .ts, .tsx and .mjs file of a folder. */
export function readSources(folder: URL): Sources {
  return new Map(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(tsx?|mjs)$/.test(name))
      .map((name) => name.replaceAll('\\', '/'))
      .sort()
      .map((path) => [path, readFileSync(new URL(path, folder), 'utf8')]),
  );
}

/** All imports of all sources, in the order of the files. */
export function allImports(sources: Sources): Import[] {
  return [...sources].flatMap(([from, text]) =>
    specifiersOf(from, text).map(({ specifier, typeOnly }) => ({
      from,
      typeOnly,
      ...resolve(from, specifier, sources),
    })),
  );
}

/**
 * A chain of files that import each other in a circle, its first file repeated at the end; undefined where there is
 * none. Depth-first search: an import of a file whose own imports are still being followed closes a circle.
 */
export function findCycle(sources: Sources): string[] | undefined {
  const next = new Map<string, string[]>();
  for (const { from, to } of allImports(sources)) {
    if (sources.has(to)) next.set(from, [...(next.get(from) ?? []), to]);
  }
  const done = new Set<string>();
  const search = (file: string, chain: readonly string[]): string[] | undefined => {
    if (chain.includes(file)) return [...chain.slice(chain.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const imported of next.get(file) ?? []) {
      const cycle = search(imported, [...chain, file]);
      if (cycle) return cycle;
    }
    done.add(file);
    return undefined;
  };
  for (const file of sources.keys()) {
    const cycle = search(file, []);
    if (cycle) return cycle;
  }
  return undefined;
}

/**
 * What a source exports and no other file takes: `path name`. A name is taken where a file that imports the source holds
 * that word; so the fields that an `import()` gives are found, and a namesake at times passes.
 */
export function unusedExports(sources: Sources): string[] {
  const importers = new Map<string, Set<string>>();
  for (const { from, to } of allImports(sources)) importers.set(to, (importers.get(to) ?? new Set()).add(from));
  const words = new Map([...sources].map(([path, text]) => [path, new Set(text.match(/[\w$]+/g))]));
  return [...sources].flatMap(([path, text]) => {
    const names = parse(path, text).module.staticExports.flatMap(({ entries }) => entries);
    return names.flatMap(({ exportName: { name } }) => {
      const taken = [...(importers.get(path) ?? [])].some((importer) => name && words.get(importer)?.has(name));
      return name && !taken ? `${path} ${name}` : [];
    });
  });
}

/** Names of the files that a source exports from elsewhere, and whether it has a default export. */
export function exportsOf(path: string, text: string): { reExported: string[]; hasDefault: boolean } {
  const entries = parse(path, text).module.staticExports.flatMap(({ entries }) => entries);
  return {
    reExported: entries.flatMap(({ moduleRequest }) => (moduleRequest ? [moduleRequest.value] : [])),
    hasDefault: entries.some(({ exportName }) => exportName.kind === 'Default'),
  };
}

/** Texts that a source compares something called `kind` with: by an operator, in a switch, or as a list that includes it. */
export function kindsComparedIn(path: string, text: string): string[] {
  const found: string[] = [];
  const isKind = (node: object): boolean =>
    'name' in node ? node.name === 'kind' : 'property' in node && isKind(node.property as object);
  const note = (node: object | null) => {
    if (node && 'value' in node && typeof node.value === 'string') found.push(node.value);
  };
  new Visitor({
    BinaryExpression({ operator, left, right }) {
      if (!/^[!=]==?$/.test(operator)) return;
      if (isKind(left)) note(right);
      if (isKind(right)) note(left);
    },
    SwitchStatement({ discriminant, cases }) {
      if (isKind(discriminant)) for (const { test } of cases) note(test);
    },
    CallExpression({ callee, arguments: [asked] }) {
      if (callee.type !== 'MemberExpression' || callee.object.type !== 'ArrayExpression' || !asked) return;
      if (isKind(asked)) callee.object.elements.forEach(note);
    },
  }).visit(parse(path, text).program);
  return found;
}

interface Specifier {
  specifier: string;
  typeOnly: boolean;
}

function specifiersOf(path: string, text: string): Specifier[] {
  const { program, module } = parse(path, text);
  const found: Specifier[] = module.staticImports.map(({ moduleRequest, entries }) => ({
    specifier: moduleRequest.value,
    // `import './x.css'` names nothing and is kept; `import { type A }` would be kept too, but loads no value.
    typeOnly: entries.length > 0 && entries.every(({ isType }) => isType),
  }));
  for (const { moduleRequest, isType } of module.staticExports.flatMap(({ entries }) => entries)) {
    if (moduleRequest) found.push({ specifier: moduleRequest.value, typeOnly: isType });
  }
  new Visitor({
    ImportExpression({ source }) {
      if (source.type === 'Literal') found.push({ specifier: String(source.value), typeOnly: false });
    },
    TSImportType({ source }) {
      found.push({ specifier: source.value, typeOnly: true });
    },
    NewExpression({ callee, arguments: [address, base] }) {
      if (callee.type !== 'Identifier' || callee.name !== 'URL' || base?.type !== 'MemberExpression') return;
      if (base.object.type === 'MetaProperty' && address?.type === 'Literal') {
        found.push({ specifier: String(address.value), typeOnly: false });
      }
    },
  }).visit(program);
  return found;
}

/** Parsed sources by path and text: every rule asks about the same files. */
const PARSED = new Map<string, ReturnType<typeof parseSync>>();

/** A source parsed, once for all rules. */
export function parse(path: string, text: string) {
  const key = `${path}\0${text}`;
  const parsed = PARSED.get(key) ?? parseSync(path, text);
  const [error] = parsed.errors;
  if (error) throw new Error(`src/${path} cannot be parsed: ${error.message}`);
  PARSED.set(key, parsed);
  return parsed;
}

function resolve(from: string, specifier: string, sources: Sources): Pick<Import, 'to' | 'kind'> {
  // Vite's suffixes say how a file is loaded, not which.
  const name = specifier.replace(/\?.*$/, '');
  if (!name.startsWith('.')) {
    const parts = name.split('/');
    return { kind: 'package', to: parts.slice(0, name.startsWith('@') ? 2 : 1).join('/') };
  }
  const path = posix.normalize(posix.join(posix.dirname(from), name));
  const candidates = [path, `${path}.ts`, `${path}.tsx`, `${path}/index.ts`, `${path}/index.tsx`];
  return { kind: 'file', to: candidates.find((candidate) => sources.has(candidate)) ?? path };
}
