import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { freePort } from '../browser/freePort';
import type { Driver } from './driver';
import { type Command, type Connection, webDriver } from './webDriver';

/** Where WebDriver's commands lie under the address of a session. */
const PATHS: Readonly<Record<Exclude<Command, 'NewSession'>, readonly [method: string, path: string]>> = {
  DeleteSession: ['DELETE', ''],
  Navigate: ['POST', '/url'],
  Back: ['POST', '/back'],
  SetWindowRect: ['POST', '/window/rect'],
  ExecuteAsyncScript: ['POST', '/execute/async'],
  PerformActions: ['POST', '/actions'],
  TakeScreenshot: ['GET', '/screenshot'],
};

/** The paths of what WebKit is driven with: its WebDriver, its browser, and a screen where there is none. */
export interface WebKitFiles {
  readonly driver: string;
  readonly browser: string;
  readonly screen: string;
}

/** WebKitGTK's browser on a screen in memory, driven by its own WebDriver. */
export async function openWebKit({ driver, browser, screen }: WebKitFiles): Promise<Driver> {
  const xvfb = spawn(screen, ['-displayfd', '3', '-screen', '0', '1440x900x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const [display] = (await once(xvfb.stdio[3] as NonNullable<ChildProcess['stdout']>, 'data')) as [Buffer];
  const port = await freePort();
  const server = spawn(driver, [`--port=${port}`], {
    stdio: 'ignore',
    // Its own sandbox needs namespaces that a container may not make; what is opened here is ours.
    env: { ...process.env, DISPLAY: `:${display.toString().trim()}`, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' },
  });
  const root = `http://127.0.0.1:${port}/session`;
  await answering(root);
  let session = '';
  const connection: Connection = {
    async command(name, parameters = {}) {
      const [method, path] = name === 'NewSession' ? ['POST', ''] : PATHS[name];
      const body = method === 'POST' ? JSON.stringify(parameters) : undefined;
      const response = await fetch(`${root}${session}${path}`, { method, ...(body !== undefined && { body }) });
      const { value } = (await response.json()) as { value: { error?: string; message?: string; sessionId?: string } };
      if (value?.error) throw new Error(`WebKitWebDriver, ${name}: ${value.error}: ${value.message}`);
      if (name === 'NewSession') session = `/${value.sessionId}`;
      return value;
    },
    async close() {
      server.kill();
      xvfb.kill();
    },
  };
  const options = { binary: browser, args: ['--automation'] };
  return webDriver(connection, (timeouts) => ({
    capabilities: { alwaysMatch: { timeouts, 'webkitgtk:browserOptions': options } },
  }));
}

/** Waits until a server listens. */
async function answering(address: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await fetch(address);
      return;
    } catch (error) {
      if (tries === 100) throw error;
      await new Promise((later) => setTimeout(later, 100));
    }
  }
}
