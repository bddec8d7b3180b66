/** Mean of levels 0 to 255, as mmaction2's data preprocessor for X3D has it. */
export const MEAN = 114.75;
/** Their standard deviation there. */
export const STD = 57.38;
