// @ts-check
/// <reference lib="webworker" />
/**
 * The service worker: the app works offline after its first load, and on hosts that send no headers it is isolated all
 * the same (threads for WASM need that). precache.js is written by the build: `PRECACHE.now` lists what every visit
 * needs, `PRECACHE.later` what is large and kept once it was used; addresses are relative to this file.
 */
const worker = /** @type {ServiceWorkerGlobalScope & { PRECACHE: { now: string[], later: string[] } }} */ (
  /** @type {unknown} */ (self)
);
importScripts('./precache.js');

/** Other apps of the same origin keep their caches. */
const CACHE = `x3d-studio ${worker.registration.scope}`;
const PAGE = address('./');
const BUILT = new Set([...worker.PRECACHE.now, ...worker.PRECACHE.later].map(address));

/** As vite.config.ts sends them. */
const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

worker.addEventListener('install', (event) => event.waitUntil(fill()));
worker.addEventListener('activate', (event) => event.waitUntil(prune().then(() => worker.clients.claim())));
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  // Parts of a file (a seeking <video>) cannot be cached; other origins are none of our business.
  if (request.method !== 'GET' || request.headers.has('range') || !request.url.startsWith(PAGE)) return;
  event.respondWith(answer(request).then(isolated));
});

/** Fetches what this build needs and an earlier one did not leave behind. Names under assets/ carry a hash. */
async function fill() {
  const cache = await caches.open(CACHE);
  const missing = [];
  for (const file of worker.PRECACHE.now.map(address)) {
    if (!isHashed(file) || !(await cache.match(file))) missing.push(new Request(file, { cache: 'no-cache' }));
  }
  await cache.addAll(missing);
}

/** Throws away what belongs to no file of this build. */
async function prune() {
  const cache = await caches.open(CACHE);
  for (const { url } of await cache.keys()) if (!BUILT.has(url)) await cache.delete(url);
}

/**
 * Hashed files from the cache, for they never change; all else from the network, and from the cache where there is none.
 *
 * @param {Request} request
 */
async function answer(request) {
  const cache = await caches.open(CACHE);
  const key = request.mode === 'navigate' ? PAGE : request.url;
  const kept = await cache.match(key, { ignoreVary: true });
  if (kept && isHashed(key)) return kept;
  try {
    const response = await fetch(request);
    if (response.status === 200 && BUILT.has(key)) await cache.put(key, response.clone());
    return response;
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}

/**
 * The same response with the isolating headers.
 *
 * @param {Response} response
 */
function isolated(response) {
  // A redirection is for the browser to follow; its body and headers are closed to us.
  if (response.status === 0) return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(ISOLATION)) headers.set(name, value);
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
