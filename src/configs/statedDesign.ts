/** What a configuration says of a design. */
export interface StatedDesign {
  /** `mmaction2 configuration`. */
  readonly what: string;
  /** The values stated, under the design's own names; not checked. */
  readonly stated: {
    readonly reference: Readonly<Record<string, unknown>>;
    readonly clip: Readonly<Record<string, unknown>>;
    /** null: the network has no head. Absent: nothing is said of one. */
    readonly head?: Readonly<Record<string, unknown>> | null;
    readonly overrides?: Readonly<Record<string, unknown>>;
  };
  /** Where each stated value stands in the file, by its path in the design: `clip.t` → `DATA.NUM_FRAMES`. */
  readonly where: ReadonlyMap<string, string>;
  /** True where the whole network is stated: what is absent is the code base's default. False: a base is needed. */
  readonly complete: boolean;
  /** Channels the head says it takes; conv5 must give them. */
  readonly headChannels: number | null;
  /** Sentences about what was understood otherwise than one may think. */
  readonly notes: readonly string[];
  /** Keys that are not the network's: none of them was used. */
  readonly notRead: readonly string[];
}
