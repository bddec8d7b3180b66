import type { Driver, Key } from './driver';

/** How commands reach a browser: each by WebDriver's name for it, with the parameters of its specification. */
export interface Connection {
  /** @throws Error with WebDriver's error code and message */
  command(name: Command, parameters?: Readonly<Record<string, unknown>>): Promise<unknown>;
  close(): Promise<void>;
}

/** The commands of https://www.w3.org/TR/webdriver2/ that are used here. */
export type Command =
  | 'NewSession'
  | 'DeleteSession'
  | 'Navigate'
  | 'Back'
  | 'SetWindowRect'
  | 'ExecuteAsyncScript'
  | 'PerformActions'
  | 'TakeScreenshot';

/** Code points that WebDriver gives to keys without a character (section 17.4.2). */
const KEYS: Readonly<Record<string, string>> = {
  Backspace: '\uE003',
  Tab: '\uE004',
  Enter: '\uE007',
  Shift: '\uE008',
  Control: '\uE009',
  Escape: '\uE00C',
};

/** A script that calls a function of ours with the arguments and gives WebDriver's callback its value or its error. */
const scriptOf = (work: (...args: never[]) => unknown) => `
  const [args, answer] = arguments;
  Promise.resolve().then(() => (${work}).apply(null, args)).then(
    (value) => answer({ value: value === undefined ? null : value }),
    (error) => answer({ error: String((error && error.stack) || error) }),
  );`;

/** How long scripts and loads may take, in ms, as the capabilities of a session say it. */
export interface Timeouts {
  readonly script: number;
  readonly pageLoad: number;
}

/** A new session over a connection, as a driver. @param capabilities the session's parameters as this browser reads them */
export async function webDriver(
  connection: Connection,
  capabilities: (timeouts: Timeouts) => Readonly<Record<string, unknown>>,
): Promise<Driver> {
  const { command } = connection;
  const timeouts = { script: 120_000, pageLoad: 60_000 };
  const created = (await command('NewSession', capabilities(timeouts))) as {
    capabilities: { browserVersion: string };
  };
  await command('SetWindowRect', { x: 0, y: 0, width: 1440, height: 900 });
  const keys = (actions: readonly { type: 'keyDown' | 'keyUp'; value: string }[]) =>
    command('PerformActions', { actions: [{ type: 'key', id: 'keyboard', actions }] });
  const codeOf = (key: Key) => KEYS[key] ?? key;
  const { browserVersion } = created.capabilities;
  const evaluate = async <A extends readonly unknown[], R>(
    work: (...args: A) => R | Promise<R>,
    ...args: A
  ): Promise<R> => {
    const script = scriptOf(work);
    const answer = (await command('ExecuteAsyncScript', { script, args: [args] })) as { value: R; error?: string };
    if (answer.error !== undefined) throw new Error(`In the page: ${answer.error}`);
    return answer.value;
  };
  return {
    version: browserVersion,
    async open(url) {
      await command('Navigate', { url });
    },
    // As the page does it: WebDriver's own command goes past the service worker.
    async reload() {
      await evaluate(() => {
        document.documentElement.dataset.old = 'yes';
        setTimeout(() => location.reload(), 0);
      });
      for (let isOld = true; isOld; ) {
        await new Promise((later) => setTimeout(later, 100));
        // While the page is replaced there is none to ask.
        isOld = await evaluate(() => document.documentElement.dataset.old === 'yes').catch(() => true);
      }
    },
    async back() {
      await command('Back');
    },
    evaluate,
    async clickAt(x, y) {
      const at = { type: 'pointerMove', x: Math.round(x), y: Math.round(y), origin: 'viewport' };
      const actions = [at, { type: 'pointerDown', button: 0 }, { type: 'pointerUp', button: 0 }];
      await command('PerformActions', {
        actions: [{ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions }],
      });
    },
    async type(text) {
      await keys(
        [...text].flatMap((value) => [
          { type: 'keyDown', value },
          { type: 'keyUp', value },
        ]),
      );
    },
    async press(key, ...held) {
      const down = (value: Key) => ({ type: 'keyDown', value: codeOf(value) }) as const;
      const up = (value: Key) => ({ type: 'keyUp', value: codeOf(value) }) as const;
      await keys([...held.map(down), down(key), up(key), ...held.toReversed().map(up)]);
    },
    picture: () => command('TakeScreenshot', { full: false }) as Promise<string>,
    async close() {
      await command('DeleteSession').catch(() => {});
      await connection.close();
    },
  };
}
