/** A configuration for another code base, or why it has none for this design. */
export type Written =
  | {
      readonly text: string;
      /** Python modules that it imports, which lie beside it. */
      readonly beside?: readonly { readonly name: string; readonly text: string }[];
    }
  | { readonly reasons: readonly string[] };
