import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { parseSync } from 'vite';

/** What must hold of the files that the build writes, whatever runs them. */

const ASSETS = new URL('../../dist/assets/', import.meta.url);

/** The chunks of the build by name, with what each imports, at once or later, and how many names it exports. */
function chunks(): { name: string; imports: string[]; exports: number }[] {
  return readdirSync(ASSETS)
    .filter((name) => name.endsWith('.js'))
    .map((name) => {
      const text = readFileSync(new URL(name, ASSETS), 'utf8');
      const { staticImports, staticExports, dynamicImports } = parseSync(name, text).module;
      const later = dynamicImports.map(({ moduleRequest: { start, end } }) => text.slice(start + 1, end - 1));
      return {
        name,
        imports: [...staticImports.map(({ moduleRequest }) => moduleRequest.value), ...later].map((path) =>
          path.replace(/^.*\//, ''),
        ),
        exports: staticExports.length,
      };
    });
}

test('the entry of a worker exports nothing and no chunk imports it back: WebKit would evaluate it twice', () => {
  const all = chunks();
  const entries = all.filter(({ name }) => /\.worker-[^.]*\.js$/.test(name));
  expect(entries.map(({ name }) => name.replace(/-.*/, '')).sort()).toEqual(
    expect.arrayContaining(['scaling.worker', 'session.worker', 'studio.worker']),
  );
  const names = new Set(entries.map(({ name }) => name));
  expect(entries.filter(({ exports }) => exports > 0)).toEqual([]);
  expect(all.filter(({ imports }) => imports.some((path) => names.has(path)))).toEqual([]);
  // What it rests on: the lazy chunks of the studio are seen, and import something.
  const studio = entries.find(({ name }) => name.startsWith('studio'));
  const body = all.find(({ name }) => studio?.imports.includes(name));
  expect(all.filter(({ imports }) => imports.includes(body?.name ?? '')).length).toBeGreaterThan(1);
});

test('what the page asks for before React Flow’s chunk is light', () => {
  const page = readFileSync(new URL('../index.html', ASSETS), 'utf8');
  const names = [...page.matchAll(/"\.\/assets\/([^"]+\.js)"/g)].map(([, name = '']) => name);
  const bytes = names.map((name) => gzipSync(readFileSync(new URL(name, ASSETS))).length);
  expect(names.length).toBeGreaterThan(0);
  expect(bytes.reduce((sum, each) => sum + each, 0)).toBeLessThan(150 * 1024);
});

test('the studio worker begins with frames alone: what is about networks comes when it is asked for', () => {
  const all = chunks();
  const entry = all.find(({ name }) => name.startsWith('studio.worker'));
  const body = all.find(({ name }) => entry?.imports.includes(name));
  expect(gzipSync(readFileSync(new URL(body?.name ?? '', ASSETS))).length).toBeLessThan(16 * 1024);
  expect(body?.imports.some((name) => name.startsWith('studioNetworks-'))).toBe(true);
});

test('every answer forbids sniffing, referrers and framing, one that finds nothing too', async ({ request }) => {
  const answers = await Promise.all(
    ['./', './sw.js', './nothing.js', './.fingerprint'].map((path) => request.get(path)),
  );
  expect(answers.map((answer) => answer.status())).toEqual([200, 200, 404, 404]);
  for (const answer of answers) {
    const { 'content-security-policy': policy, ...others } = answer.headers();
    expect(others, answer.url()).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-embedder-policy': 'require-corp',
    });
    expect(policy, answer.url()).toContain("frame-ancestors 'self'");
  }
});
