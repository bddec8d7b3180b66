import type { Plugin } from 'vite';
import { BREAKPOINTS } from '../../src/state/view/breakpoints.ts';

/** A style sheet with the queries that its breakpoints name. @throws Error for a name that is none */
export function withBreakpoints(sheet: string): string {
  return sheet.replace(/@media[^{]+/g, (rule) =>
    rule.replace(/\(--([\w-]+)\)/g, (_, name: string) => {
      if (!Object.hasOwn(BREAKPOINTS, name)) throw new Error(`There is no breakpoint --${name}.`);
      return BREAKPOINTS[name as keyof typeof BREAKPOINTS];
    }),
  );
}

/** Puts the queries of breakpoints into style sheets: CSS itself has no names for them yet. */
export const breakpoints: Plugin = {
  name: 'breakpoints',
  enforce: 'pre',
  transform: { filter: { id: /\.css$/ }, handler: withBreakpoints },
};
