// @ts-check
/**
 * `npm run gallery`: the drawings of test/drawings/, as their snapshots hold them, on one page: test-results/gallery.html.
 * A drawing that changed is looked at here before its snapshot is taken (`npx vitest run test/drawings -u`).
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { ROOT } from './setUp.mjs';

const SNAPSHOTS = `${ROOT}test/drawings/snapshots/`;
const PAGE = `${ROOT}test-results/gallery.html`;

const figures = readdirSync(SNAPSHOTS)
  .filter((file) => file.endsWith('.svg'))
  .sort()
  .map((file) => {
    // As a picture each drawing keeps its ids and styles to itself.
    const source = Buffer.from(readFileSync(SNAPSHOTS + file)).toString('base64');
    const name = file.replace(/\.svg$/, '');
    return `<figure><figcaption>${name}</figcaption><img alt="${name}" src="data:image/svg+xml;base64,${source}"></figure>`;
  });
mkdirSync(`${ROOT}test-results`, { recursive: true });
writeFileSync(
  PAGE,
  `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Drawings</title>
<style>
  body { margin: 2rem; font: 16px/1.5 system-ui, sans-serif; color: #1a1d21; background: #fff }
  figure { margin: 0 0 3rem }
  figcaption { margin-bottom: 0.5rem; font-weight: 600 }
  img { max-width: 100%; border: 1px solid #d5d9de }
</style>
${figures.join('\n')}
</html>
`,
);
console.log(`${figures.length} drawings: ${pathToFileURL(PAGE).href}`);
