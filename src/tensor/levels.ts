/**
 * Mean of a picture's levels, 0 to 255, as mmaction2's data preprocessor for X3D takes it from every channel of a clip:
 * `(level - MEAN) / STD`.
 */
export const MEAN = 114.75;
/** Standard deviation of the levels there. */
export const STD = 57.38;
