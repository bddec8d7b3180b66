/** A field that the file states in words. */
export interface StatedField {
  /** Path in the design: `clip.t`, `reference.norm_cfg`. */
  readonly field: string;
  /** The value stated, as a person reads it. */
  readonly value: string;
  /** Where it stands: `cfg: DATA.NUM_FRAMES`; `cfg, by default` where the code base's own default holds. */
  readonly where: string;
  /** True where the file is silent and its code base's default holds. */
  readonly byDefault?: true;
  /** What the tensors have instead, which was taken; absent where they agree or show nothing. */
  readonly tensors?: string;
}
