/** A configuration for another code base, or why it has none for this design. */
export type Written = { readonly text: string } | { readonly reasons: readonly string[] };
