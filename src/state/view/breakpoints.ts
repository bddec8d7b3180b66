/**
 * Widths of the window at which the page changes its form, as media queries. Style sheets take them by name,
 * `@media (--narrow)`; the build puts the query in.
 */
export const BREAKPOINTS = {
  /** All is one column, and panels are sheets over the graph. */
  narrow: '(max-width: 720px)',
  /** Panels stand beside the graph. */
  beside: '(width > 720px)',
  /** Train is one column. */
  stacked: '(max-width: 900px)',
  /** The explorer's settings stand above its chart. */
  medium: '(max-width: 1100px)',
  /** Three panels leave the graph too little: the app begins with fewer. */
  middling: '(max-width: 1180px)',
  /** The header leaves out what the totals can do without. */
  tight: '(max-width: 1260px)',
  roomy: '(min-width: 1261px)',
  /** The header shortens its words. */
  compact: '(max-width: 1400px)',
  /** Presets fold into a menu. */
  folded: '(max-width: 1520px)',
  /** Beside a lesson and its graph the form has its place without being asked for. */
  wide: '(min-width: 1680px)',
} as const;
