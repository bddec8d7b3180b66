/** A key, as the browser names it. `mod` is Ctrl, or ⌘ on a Mac. */
export interface Key {
  readonly key: string;
  readonly mod?: boolean;
  readonly shift?: boolean;
}

/** Something the app can be told to do: a row of the one table that menus, palette and the list of keys are folds over. */
export interface Command {
  readonly id: string;
  /** In the imperative: `Copy a link to this design`. */
  readonly name: string;
  readonly group: CommandGroup;
  /** The first is shown, the others work too. */
  readonly keys?: readonly Key[];
  /** Other words one may look for. */
  readonly words?: string;
  readonly run: () => void;
  /** Absent: always. */
  readonly possible?: () => boolean;
}

export type CommandGroup = 'Design' | 'Compare' | 'Graph' | 'Screen';

/** A key as it is printed: `Ctrl+Shift+Z`, `⇧⌘Z` on a Mac. */
export function keyText({ key, mod, shift }: Key, mac = isMac()): string {
  const name = { Escape: 'Esc', ArrowLeft: '←', ArrowRight: '→' }[key] ?? (key.length === 1 ? key.toUpperCase() : key);
  if (mac) return `${shift ? '⇧' : ''}${mod ? '⌘' : ''}${name}`;
  return [mod && 'Ctrl', shift && 'Shift', name].filter(Boolean).join('+');
}

/** The first key of a command in brackets, for tooltips: ` (Ctrl+Z)`. */
export function keyHint({ keys: [key] = [] }: Command): string {
  return key ? ` (${keyText(key)})` : '';
}

/** The command a key press means, if it is possible now. */
export function commandFor(press: KeyboardEvent, commands: readonly Command[]): Command | null {
  const found = commands.find(({ keys = [] }) => keys.some((key) => isPressed(key, press)));
  return found && (found.possible?.() ?? true) ? found : null;
}

function isPressed({ key, mod = false, shift = false }: Key, press: KeyboardEvent): boolean {
  if (press.altKey || (press.ctrlKey || press.metaKey) !== mod) return false;
  if ((press.key.length === 1 ? press.key.toLowerCase() : press.key) !== key) return false;
  // Where a sign such as ? lies, with Shift or without, is the keyboard's business.
  return !/^[a-z]$/.test(key) || press.shiftKey === shift;
}

function isMac(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.userAgent);
}
