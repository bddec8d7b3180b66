import { disc, mix, raster, rectangle } from './raster.mjs';

/** Squares that spell a frame's number, in pixels; a row of them is as wide as the picture. */
export const SQUARE = 20;
export const BITS = 8;
const BLACK = [16, 16, 16];
const WHITE = [235, 235, 235];

/**
 * Frames that say which they are: the first row of squares is the number in binary, white for 1, highest bit left; the
 * second row is its complement, so that a blend of two frames reads as no number at all. Below, something moves, so
 * that frames differ as in a real video. Returns RGB bytes of frame `n`.
 */
export function numbered(width = BITS * SQUARE, height = 120) {
  const picture = raster(width, height);
  return (n) => {
    picture.paint((x, y) => mix([60, 90, 150], [190, 140, 80], (x + y + n) / (width + height + 120)));
    for (let bit = 0; bit < BITS; bit++) {
      const on = (n >> (BITS - 1 - bit)) & 1;
      const left = bit * SQUARE;
      picture.fill(rectangle([left, 0, left + SQUARE, SQUARE]), on ? WHITE : BLACK);
      picture.fill(rectangle([left, SQUARE, left + SQUARE, 2 * SQUARE]), on ? BLACK : WHITE);
    }
    picture.fill(disc([20 + ((n * 3) % (width - 40)), 80 + 20 * Math.sin(n / 5)], 14), [230, 230, 120]);
    return picture.toBytes();
  };
}
