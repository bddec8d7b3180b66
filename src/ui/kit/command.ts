/** A key, as the browser names it. `mod` is Ctrl, or ⌘ on a Mac. */
export interface Key {
  readonly key: string;
  readonly mod?: boolean;
  readonly shift?: boolean;
  /** The letter that is pressed and let go before it: `c`, then `m`. */
  readonly after?: string;
}

/** Something the app can be told to do: a row of the one table that menus, palette and the list of keys are folds over. */
export interface Command {
  readonly id: string;
  /** In the imperative: `Copy a link to this design`. */
  readonly name: string;
  readonly group: CommandGroup;
  /** The first is shown, the others work too. */
  readonly keys: readonly [Key, ...Key[]];
  /** Other words one may look for. */
  readonly words?: string;
  readonly run: () => void;
  /** Absent: always. */
  readonly possible?: () => boolean;
}

export type CommandGroup = 'Design' | 'Compare' | 'Graph' | 'Screen';

/** What stands on the caps one presses, one after the other: `['Ctrl+Shift+Z']`, `['C', 'M']`. */
export function keyTexts({ after, ...last }: Key, mac = isMac()): readonly string[] {
  return after ? [after.toUpperCase(), capText(last, mac)] : [capText(last, mac)];
}

/** A key in words: `Ctrl+Shift+Z`, `⇧⌘Z` on a Mac; `C, then M`. */
export function keyText(key: Key, mac = isMac()): string {
  return keyTexts(key, mac).join(', then ');
}

const KEY_CAPS: ReadonlyMap<string, string> = new Map([
  ['Escape', 'Esc'],
  ['ArrowLeft', '←'],
  ['ArrowRight', '→'],
]);

function capText({ key, mod, shift }: Key, mac: boolean): string {
  const name = KEY_CAPS.get(key) ?? (key.length === 1 ? key.toUpperCase() : key);
  if (mac) return `${shift ? '⇧' : ''}${mod ? '⌘' : ''}${name}`;
  return [mod && 'Ctrl', shift && 'Shift', name].filter(Boolean).join('+');
}

/** The first key of a command in brackets, for tooltips: ` (Ctrl+Z)`. */
export function keyHint({ keys: [key] }: Command): string {
  return ` (${keyText(key)})`;
}

/** The command that a key press means after a letter, or after nothing, if it is possible now. */
export function commandFor(press: KeyboardEvent, after: string | null, commands: readonly Command[]): Command | null {
  const found = commands.find(({ keys }) => keys.some((key) => (key.after ?? null) === after && isPressed(key, press)));
  return found && (found.possible?.() ?? true) ? found : null;
}

/** The letter of a press that other keys may follow; null where none may. */
export function leadOf(press: KeyboardEvent, commands: readonly Command[]): string | null {
  const letters = commands.flatMap(({ keys }) => keys.map(({ after }) => after));
  return letters.find((letter) => letter !== undefined && isPressed({ key: letter }, press)) ?? null;
}

/** What may follow a letter, in the order of the table. */
export function followers(
  after: string,
  commands: readonly Command[],
): readonly { readonly key: Key; readonly command: Command }[] {
  return commands.flatMap((command) =>
    command.keys.filter((key) => key.after === after).map((key) => ({ key, command })),
  );
}

function isPressed({ key, mod = false, shift = false }: Key, press: KeyboardEvent): boolean {
  // [ and ] are typed with AltGr on many keyboards, which Windows reports as Ctrl and Alt together.
  const plain = press.getModifierState('AltGraph');
  if (!plain && (press.altKey || (press.ctrlKey || press.metaKey) !== mod)) return false;
  if (plain && mod) return false;
  if ((press.key.length === 1 ? press.key.toLowerCase() : press.key) !== key) return false;
  // Where a sign such as ? lies, with Shift or without, is the keyboard's business.
  return !/^[a-z]$/.test(key) || press.shiftKey === shift;
}

/** True where ⌘ is pressed for what Ctrl is elsewhere. */
export function isMac(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.userAgent);
}
