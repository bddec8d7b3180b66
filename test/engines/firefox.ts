import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../browser/freePort';
import type { Driver } from './driver';
import { type Connection, webDriver } from './webDriver';

/**
 * Firefox without a window, over Marionette: WebDriver's own commands on a socket, which geckodriver too speaks to it.
 * A message is its length in bytes, a colon, and JSON: `[0, id, command, parameters]`, answered `[1, id, error, result]`.
 */
export async function openFirefox(path: string): Promise<Driver> {
  const port = await freePort();
  const profile = mkdtempSync(join(tmpdir(), 'x3d-studio-firefox-'));
  const preferences = {
    'marionette.port': port,
    'browser.shell.checkDefaultBrowser': false,
    'browser.startup.page': 0,
    'datareporting.policy.dataSubmissionEnabled': false,
    'app.update.enabled': false,
    'network.captive-portal-service.enabled': false,
    'network.connectivity-service.enabled': false,
    'services.settings.server': 'data:,',
    'toolkit.telemetry.server': 'data:,',
  };
  const lines = Object.entries(preferences).map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});`);
  writeFileSync(join(profile, 'user.js'), lines.join('\n'));
  const browser = spawn(path, ['--headless', '--marionette', '--no-remote', '--profile', profile], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => browser.once('exit', () => resolve()));
  const socket = await connected(port);
  const command = commandsOver(socket);
  const connection: Connection = {
    command,
    async close() {
      socket.destroy();
      browser.kill();
      await ended;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  return webDriver(connection, (timeouts) => ({ timeouts }));
}

/** Commands as messages on a socket, each with its answer. */
function commandsOver(socket: Socket): Connection['command'] {
  const waiting = new Map<
    number,
    (answer: [error: { error: string; message: string } | null, result: unknown]) => void
  >();
  let rest = Buffer.alloc(0);
  let sent = 0;
  socket.on('data', (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    for (;;) {
      const colon = rest.indexOf(':');
      const end = colon + 1 + Number(rest.subarray(0, Math.max(colon, 0)).toString());
      if (colon < 0 || rest.length < end) return;
      const message = JSON.parse(rest.subarray(colon + 1, end).toString());
      rest = rest.subarray(end);
      // The first message is the greeting.
      if (!Array.isArray(message)) continue;
      const [, id, error, result] = message;
      waiting.get(id)?.([error, result]);
      waiting.delete(id);
    }
  });
  return async (name, parameters = {}) => {
    const id = ++sent;
    const text = JSON.stringify([0, id, `WebDriver:${name}`, parameters]);
    socket.write(`${Buffer.byteLength(text)}:${text}`);
    const [error, result] = await new Promise<[{ error: string; message: string } | null, unknown]>((answered) =>
      waiting.set(id, answered),
    );
    if (error) throw new Error(`Firefox, ${name}: ${error.error}: ${error.message}`);
    // Simple results come wrapped.
    return typeof result === 'object' && result !== null && 'value' in result ? result.value : result;
  };
}

/** A socket to Marionette once it listens. */
async function connected(port: number): Promise<Socket> {
  for (let tries = 0; ; tries++) {
    try {
      return await new Promise((resolve, reject) => {
        const socket = connect(port, '127.0.0.1', () => resolve(socket));
        socket.once('error', reject);
      });
    } catch (error) {
      if (tries === 300) throw error;
      await new Promise((later) => setTimeout(later, 100));
    }
  }
}
