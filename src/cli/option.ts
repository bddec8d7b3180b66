/** Options of a command by their long names, without the dashes, as node:util's parseArgs declares them. */
export type Options = Readonly<Record<string, { readonly type: 'string' | 'boolean'; readonly short?: string }>>;

/** Options that are followed by a text. */
export function texts(...names: readonly string[]): Options {
  return Object.fromEntries(names.map((name) => [name, { type: 'string' }]));
}

/** Options that stand alone. */
export function switches(...names: readonly string[]): Options {
  return Object.fromEntries(names.map((name) => [name, { type: 'boolean' }]));
}

/** The option of every command that writes a file: `-o OUT`. */
export const OUTPUT: Options = { output: { type: 'string', short: 'o' } };

/** The options of one call. */
export type Values = Readonly<Record<string, string | boolean | undefined>>;
