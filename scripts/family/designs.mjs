// @ts-check
/**
 * The small designs that `npm run train:family` trains: X2D made tiny, every axis by itself from there and from four
 * frames on, and frames, size and shape together.
 */

/**
 * @typedef {object} Small
 * @property {number} t frames
 * @property {number} interval frames of the world from one to the next
 * @property {number} side pixels
 * @property {number} gamma_w 0.33, 0.67, 1: 8, 16, 24 channels
 * @property {number} gamma_b
 * @property {number} gamma_d of stages of 1, 2, 5 blocks
 * @property {number} stages
 */

/** @typedef {{ reference: object, clip: object, head: object }} WrittenDesign */

/** Classes of the task that they are trained on: left, right, up, down. */
const CLASSES = 4;

/** @type {Small} */
const CENTRE = { t: 4, interval: 1, side: 16, gamma_w: 0.33, gamma_b: 1, gamma_d: 0.5, stages: 2 };
/** @type {Partial<Small>} */
const WHOLE = { gamma_b: 2.25, gamma_d: 1 };

/** @type {Partial<Small>[]} */
const CHANGES = [
  // Frames, size and shape together; the first is the tiny X2D.
  ...[1, 2, 4, 8].flatMap((t) => [16, 24].flatMap((side) => [{}, WHOLE].map((shape) => ({ t, side, ...shape })))),
  // One axis at a time from four frames.
  ...[3, 6].map((t) => ({ t })),
  ...[2, 3].map((interval) => ({ interval })),
  ...[20, 32].map((side) => ({ side })),
  ...[0.67, 1].map((gamma_w) => ({ gamma_w })),
  ...[1.5, 2.25, 3, 4].map((gamma_b) => ({ gamma_b })),
  ...[1, 1.5, 2].map((gamma_d) => ({ gamma_d })),
  { stages: 3 },
  // One axis at a time from one frame: a network that sees no time, however large.
  { t: 2, interval: 2 },
  { t: 2, interval: 4 },
  { t: 1, side: 32 },
  ...[0.67, 1].map((gamma_w) => ({ t: 1, gamma_w })),
  ...[2.25, 4].map((gamma_b) => ({ t: 1, gamma_b })),
  ...[1, 2].map((gamma_d) => ({ t: 1, gamma_d })),
  // Larger ones, up to the network that the Train face offers.
  { t: 6, side: 24 },
  { t: 6, side: 24, ...WHOLE },
  { t: 8, gamma_w: 0.67 },
  { side: 24, gamma_w: 0.67, ...WHOLE },
  { gamma_b: 2.25, gamma_d: 1.5 },
  { t: 8, side: 32, ...WHOLE, stages: 3 },
];

/**
 * Designs as the command line and the app read them; what is left out is the reference's own.
 *
 * @type {readonly WrittenDesign[]}
 */
export const DESIGNS = CHANGES.map((change) => written({ ...CENTRE, ...change }));

/**
 * @param {Small} small
 * @returns {WrittenDesign}
 */
function written({ t, interval, side, gamma_w, gamma_b, gamma_d, stages }) {
  return {
    reference: {
      ...{ gamma_w, gamma_b, gamma_d, num_stages: stages },
      ...{ spatial_strides: [1, 2, 2].slice(0, stages), zero_init_residual: false },
    },
    clip: { n: 1, t, h: side, w: side, interval },
    head: { num_classes: CLASSES, mid_channels: 32, dropout_ratio: 0, init_std: 0.05 },
  };
}
