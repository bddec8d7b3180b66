import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a host answers to a request. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: Uint8Array | string;
  /** Whether the connection breaks before the whole body is sent: its length was promised, its end never comes. */
  readonly cut?: boolean;
}

/** A folder served under a path, with nothing but content types for headers: what GitHub Pages and its like do. */
export interface PlainHost {
  readonly address: string;
  /** The files asked for so far, relative to the app's address; '' is the page. */
  readonly asked: string[];
  /** What is answered instead of the right thing; undefined where the right thing is. May take its time. */
  wrong: (file: string, right: Answer) => Answer | undefined | Promise<Answer | undefined>;
  /** The folder that is served: another one is another version. */
  folder: string;
  /** Whether it is as good as gone: connections are refused their answer. */
  isDown: boolean;
  /** Ends it. */
  close(): Promise<void>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
  '.mp4': 'video/mp4',
  '.json': 'application/json',
};

/** The build that is tested. */
export const DIST = fileURLToPath(new URL('../../dist', import.meta.url));

/**
 * Serves a folder, dist/ where none is named.
 * @param path of the app on its host, with slashes at both ends
 * @param more files beside those of the folder, by name
 */
export async function plainHost(path: string, more: ReadonlyMap<string, Uint8Array> = new Map()): Promise<PlainHost> {
  const rightAnswer = async (file: string): Promise<Answer> => {
    try {
      const body = more.get(file) ?? (await readFile(join(host.folder, file || 'index.html')));
      return { status: 200, type: TYPES[extname(file || 'index.html')] ?? 'application/octet-stream', body };
    } catch {
      return { status: 404, type: 'text/html', body: '<!doctype html><title>404</title>Not found' };
    }
  };
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://host');
    const file = decodeURIComponent(pathname.startsWith(path) ? pathname.slice(path.length) : `..${pathname}`);
    if (host.isDown) {
      request.socket.destroy();
      return;
    }
    host.asked.push(file);
    const right = await rightAnswer(file.startsWith('..') ? '\0' : file);
    const { status, type, body, cut } = (await host.wrong(file, right)) ?? right;
    response.writeHead(status, {
      'Content-Type': type,
      'Cache-Control': 'no-cache',
      'Content-Length': Buffer.byteLength(body),
    });
    if (!cut) {
      response.end(body);
      return;
    }
    response.write(Buffer.from(body).subarray(0, Buffer.byteLength(body) / 2), () => response.destroy());
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const host: PlainHost = {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
    asked: [],
    wrong: () => undefined,
    folder: DIST,
    isDown: false,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
  return host;
}
