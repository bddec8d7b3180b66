// @ts-check
/** `npm start [-- --port N]`: installs what is missing, builds what changed, serves the app on this machine. */

import { buildApp } from './buildApp.mjs';
import { ROOT, setUp } from './setUp.mjs';

// Not a static import: a Node too old to have parseArgs shall live to read setUp's sentence.
const { parseArgs } = await import('node:util');
const port = readPort();
setUp();
const { preview } = await import('vite');
try {
  console.log('Building X3D Studio …');
  const began = performance.now();
  const built = buildApp();
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(built ? `Built in ${seconds} s.` : 'Nothing has changed since the last build.');
  const server = await preview({
    root: ROOT,
    logLevel: 'error',
    preview: { port: port ?? 4173, strictPort: port !== undefined },
  });
  console.log(`\nX3D Studio is at ${server.resolvedUrls?.local[0]}  (Ctrl+C stops it)`);
} catch (error) {
  const sentence = error instanceof Error ? error.message : String(error);
  console.error(/port/i.test(sentence) ? `${sentence}. Choose another one: npm start -- --port 5000` : sentence);
  process.exit(1);
}

/** @returns {number | undefined} the port asked for; undefined leaves the choice to us */
function readPort() {
  try {
    const { values } = parseArgs({ options: { port: { type: 'string' } } });
    if (values.port === undefined) return undefined;
    const number = Number(values.port);
    if (!Number.isInteger(number) || number < 1 || number > 65535)
      throw new Error(`--port ${values.port} is no port number`);
    return number;
  } catch (error) {
    console.error(`npm start: ${error instanceof Error ? error.message : error}. Usage: npm start [-- --port 1–65535]`);
    process.exit(2);
  }
}
