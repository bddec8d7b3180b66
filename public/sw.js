// @ts-check
/// <reference lib="webworker" />
/**
 * The service worker: the app works offline after its first load, and on hosts that send no headers it is isolated all
 * the same (threads for WASM need that). The build writes `BUILD` before this text: every file of the app, with the
 * hash of its content, and the headers. What has another content is neither kept nor taken from what is kept.
 *
 * A page is answered with the files of one build: those of the worker that controls it, from what is kept. The next
 * build's worker keeps its own files beside them and waits until it is told to take over, or until no page is open.
 */
const worker = /** @type {ServiceWorkerGlobalScope & { BUILD: Build }} */ (/** @type {unknown} */ (self));

/** @typedef {{ hash: string, type: string, later?: true }} BuiltFile */
/** @typedef {{ files: Record<string, BuiltFile>, headers: Record<string, string> }} Build */

/** Other apps of the same origin keep their caches. */
const CACHE = `x3d-studio ${worker.registration.scope}`;
const PAGE = address('./');
const FILES = new Map(Object.entries(worker.BUILD.files).map(([name, file]) => [address(name), file]));

worker.addEventListener('install', (event) => event.waitUntil(fill()));
worker.addEventListener('activate', (event) => {
  // Nobody waits for the tidying: until this worker is active, pages that it serves are held up.
  event.waitUntil(worker.clients.claim().then(() => void prune()));
});
worker.addEventListener('message', (event) => event.waitUntil(takeOver(event.data)));
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  // Parts of a file (a seeking <video>) are not kept.
  if (request.method !== 'GET' || request.headers.has('range')) return;
  const url = fileOf(request);
  if (FILES.has(url)) event.respondWith(answer(url));
  else if (isHashed(url)) event.respondWith(ofAnotherBuild(request, url));
});

/**
 * The address of the file that a request is for. The page has any query and two names; other addresses that a window
 * goes to (a picture, a video, another app under this one) are not the page.
 *
 * @param {Request} request
 */
function fileOf({ mode, url }) {
  const bare = url.replace(/[?#].*/, '');
  if (mode !== 'navigate') return url === PAGE ? '' : url;
  return bare === `${PAGE}index.html` ? PAGE : bare;
}

/** Fetches what this build needs and is not kept yet. Where one file is not to be had, this worker is not installed. */
async function fill() {
  const files = [...FILES].filter(([, { later }]) => !later).map(([url]) => url);
  await Promise.all(
    files.map(async (url) => {
      if (await kept(url)) return;
      const { body, response } = await fetched(url);
      if (!body) throw new Error(`${url} is not what the build wrote (HTTP ${response.status}).`);
      const isKept = await keep(url, body);
      // A disk that is full leaves the earlier worker its place. The first one works from the network.
      if (!isKept && worker.registration.active) throw new Error(`${url} cannot be kept.`);
    }),
  );
}

/**
 * Throws away what belongs to no file of this build, unless another page may still run an earlier build, or a later one
 * is being fetched. What is left then is for the next activation: at any other time a later build might just begin.
 */
async function prune() {
  const { installing, waiting } = worker.registration;
  if (installing || waiting || (await windows()) > 1) return;
  const cache = await openCache();
  const ours = new Set([...FILES.keys()].map((url) => keyOf(url)));
  const others = ((await cache?.keys()) ?? []).filter(({ url }) => !ours.has(url));
  await Promise.all(others.map((request) => cache?.delete(request)));
}

/**
 * Lets this worker serve all pages from now on: when a person has asked for the new version, or when a page that was
 * just loaded asks and is alone, so that nobody's work is in the way.
 *
 * @param {unknown} message
 */
async function takeOver(message) {
  if (message === 'take over' || (message === 'take over if alone' && (await windows()) === 1)) {
    await worker.skipWaiting();
  }
}

/** How many pages of the app are open. */
async function windows() {
  return (await worker.clients.matchAll({ type: 'window', includeUncontrolled: true })).length;
}

/**
 * A file of this build: as it is kept, else from the network.
 *
 * @param {string} url
 */
async function answer(url) {
  const known = await kept(url);
  if (known) return whole(url, known);
  const { body, response } = await fetched(url);
  if (body) {
    await keep(url, body);
    return whole(url, body);
  }
  // A wrong page is another build's, and a wrong script is anything.
  if (!response.ok || !isHashed(url)) return isolated(response);
  return new Response('', { status: 502, statusText: 'Not what the build wrote', headers: worker.BUILD.headers });
}

/**
 * A hashed file of a build that a page opened earlier still runs: kept under its own hash, else from the network.
 *
 * @param {Request} request
 * @param {string} url
 */
async function ofAnotherBuild(request, url) {
  const cache = await openCache();
  const [key] = (await cache?.keys(url, { ignoreSearch: true })) ?? [];
  const response = key && (await cache?.match(key));
  if (!response) return isolated(await fetch(request));
  const body = await response.clone().arrayBuffer();
  return keyOf(url, await hashOf(body)) === key.url ? response : isolated(await fetch(request));
}

/**
 * The content of a file as it is kept. What is kept wrong is thrown away.
 *
 * @param {string} url
 * @returns {Promise<ArrayBuffer | undefined>}
 */
async function kept(url) {
  const cache = await openCache();
  const response = await cache?.match(keyOf(url), { ignoreVary: true });
  if (!response) return undefined;
  const body = await response.arrayBuffer();
  if (await isRight(url, body)) return body;
  await cache?.delete(keyOf(url));
  return undefined;
}

/**
 * The content of a file from the network, asked for twice where the first answer, which may be one the browser kept, is
 * wrong. Without a body both were; the response is then the last of them.
 *
 * @param {string} url
 * @returns {Promise<{ body?: ArrayBuffer, response: Response }>}
 */
async function fetched(url) {
  const first = await checked(url, await fetch(url, { cache: isHashed(url) ? 'default' : 'no-cache' }));
  return first.body ? first : checked(url, await fetch(url, { cache: 'reload' }));
}

/**
 * @param {string} url
 * @param {Response} response
 */
async function checked(url, response) {
  if (response.status !== 200) return { response };
  // A body that breaks off is no body.
  const body = await response
    .clone()
    .arrayBuffer()
    .catch(() => undefined);
  return body && (await isRight(url, body)) ? { body, response } : { response };
}

/**
 * Keeps a file under its address and its hash, so that builds keep theirs beside each other.
 *
 * @param {string} url
 * @param {ArrayBuffer} body
 * @returns {Promise<boolean>} false where the browser has no room or keeps nothing
 */
async function keep(url, body) {
  try {
    const cache = await openCache();
    await cache?.put(keyOf(url), whole(url, body));
    return cache !== undefined;
  } catch {
    return false;
  }
}

/** The cache; undefined where the browser keeps nothing. */
async function openCache() {
  try {
    return await caches.open(CACHE);
  } catch {
    return undefined;
  }
}

/**
 * @param {string} url
 * @param {ArrayBuffer} body
 */
async function isRight(url, body) {
  return (await hashOf(body)) === FILES.get(url)?.hash;
}

/** @param {ArrayBuffer} body */
async function hashOf(body) {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', body));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * @param {string} url
 * @param {string | undefined} hash
 */
function keyOf(url, hash = FILES.get(url)?.hash) {
  return `${url}?sha256=${hash}`;
}

/**
 * A file's response: of the type that it has, whatever the host calls it.
 *
 * @param {string} url
 * @param {ArrayBuffer} body
 */
function whole(url, body) {
  const type = FILES.get(url)?.type ?? '';
  return new Response(body, { headers: { ...worker.BUILD.headers, 'Content-Type': type } });
}

/**
 * The same response with our headers.
 *
 * @param {Response} response
 */
function isolated(response) {
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(worker.BUILD.headers)) headers.set(name, value);
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

/** @param {string} file relative to this one */
function address(file) {
  return new URL(file, worker.location.href).href;
}

/** @param {string} url */
function isHashed(url) {
  return url.startsWith(address('./assets/'));
}
