/** A browser as the tasks drive it: one window, real clicks and keys, and functions evaluated in its page. */
export interface Driver {
  /** The browser's own number. */
  readonly version: string;
  /** Loads an address and waits for its `load` event. */
  open(address: string): Promise<void>;
  reload(): Promise<void>;
  /** As the Back button does. */
  back(): Promise<void>;
  /** What a function gives in the page; it closes over nothing, and arguments and result are JSON. */
  evaluate<A extends readonly unknown[], R>(work: (...args: A) => R | Promise<R>, ...args: A): Promise<R>;
  /** Presses and releases the left button at a place of the window, in CSS pixels. */
  clickAt(x: number, y: number): Promise<void>;
  /** Types a text key by key. */
  type(text: string): Promise<void>;
  /** Presses a key, with others held down: `press('z', 'Control')`. */
  press(key: Key, ...held: readonly Key[]): Promise<void>;
  /** A picture of the window, PNG in base64. */
  picture(): Promise<string>;
  /** Ends the browser and what was started for it. */
  close(): Promise<void>;
}

/** A key by its name, as `KeyboardEvent.key` has it, or a character. */
export type Key = string;
