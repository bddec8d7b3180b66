import type { Plugin } from 'vite';

/** Cross-origin isolation: without these headers there is no SharedArrayBuffer, and WASM runs on one thread. */
const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** Nothing is taken for another type than it is sent as, and no address of ours is told to anybody. */
const PRIVACY = { 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer' };

/**
 * Nothing leaves the origin and no string becomes code; WebAssembly may be compiled. React Flow places
 * things by inline styles, clips and downloads are blob: addresses.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob: mediastream:",
  "connect-src 'self' blob: data:",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
];

/** What is served with every answer while developing: hot reloading injects an inline script. */
const DEVELOPMENT_HEADERS: Readonly<Record<string, string>> = { ...ISOLATION, ...PRIVACY };

/**
 * What is served with every answer, and what the service worker adds where a host sends no headers. Framing can be
 * forbidden by a header only, and a worker obeys the headers of its own script, never its page's meta elements.
 */
export const HEADERS: Readonly<Record<string, string>> = {
  ...DEVELOPMENT_HEADERS,
  'Content-Security-Policy': [...CONTENT_SECURITY_POLICY, "frame-ancestors 'self'"].join('; '),
};

/** The headers with every answer of the servers, a 404 too; the policy as a meta element of the built page as well. */
export const headers: Plugin = {
  name: 'headers',
  configureServer({ middlewares }) {
    middlewares.use(adding(DEVELOPMENT_HEADERS));
  },
  configurePreviewServer({ middlewares }) {
    middlewares.use(adding(HEADERS));
  },
};

/** The policy as a meta element of the built page, for hosts that send no headers. */
export const policyInPage: Plugin = {
  name: 'policy-in-page',
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: { 'http-equiv': 'Content-Security-Policy', content: CONTENT_SECURITY_POLICY.join('; ') },
      injectTo: 'head-prepend',
    },
  ],
};

interface Answer {
  setHeader(name: string, value: string): unknown;
}

function adding(added: Readonly<Record<string, string>>) {
  return (_: unknown, answer: Answer, next: () => void) => {
    for (const [name, value] of Object.entries(added)) answer.setHeader(name, value);
    next();
  };
}
