/** An option as node:util's parseArgs declares it. */
export interface Option {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
}

/** The options of one call by their long names, without the dashes. */
export type Values = Readonly<Record<string, string | boolean | undefined>>;
