import { disc, ellipse, limb, mix, raster, rectangle } from './raster.mjs';

const WALL = [
  [58, 66, 92],
  [92, 100, 132],
];
const FLOOR = [150, 118, 92];
const SKIN = [198, 142, 108];
const HAIR = [40, 34, 38];
const SHIRT = [64, 148, 142];
const SLEEVE = [52, 126, 122];
const TROUSERS = [64, 60, 78];
const BALLS = [
  [240, 92, 76],
  [248, 196, 72],
  [120, 178, 248],
];

// Shannon's juggling theorem, (flight + dwell) · hands = (vacant + dwell) · balls, with two hands and three balls.
const DWELL = 0.42;
const VACANT = 0.26;
const HAND_CYCLE = DWELL + VACANT;
const BEAT = HAND_CYCLE / 2;
const FLIGHT = (HAND_CYCLE * 3) / 2 - DWELL;

// 9.81 m/s² for a figure of 1.7 m that is 290 pixels tall.
const GRAVITY = 1670;

/** Somebody juggles three balls in a cascade. Returns RGB bytes of the frame at `t` seconds. */
export function juggler(width, height) {
  const picture = raster(width, height);
  const x = width / 2;
  const floor = height * 0.86;
  const place = [x, floor - 150];
  return (t) => {
    picture.paint((px, py) => (py > floor ? FLOOR : mix(WALL[1], WALL[0], Math.hypot(px - x, py - 120) / 420)));
    picture.fill(rectangle([0, floor, width, floor + 5]), [122, 94, 74]);
    const sway = 3 * Math.sin((t / HAND_CYCLE) * Math.PI);
    body(picture, [x + sway, floor]);
    for (const side of [0, 1]) arm(picture, [x + sway, floor], handAt(t, side, place), side);
    for (const [ball, colour] of BALLS.entries()) {
      const at = ballAt(t, ball, place);
      picture.fill(disc(at, 13), colour);
      picture.fill(disc([at[0] - 4, at[1] - 4], 4), [255, 255, 255], 0.45);
    }
    return picture.toBytes();
  };
}

const outward = (side) => (side === 0 ? -1 : 1);
const thrownAt = (side, [x, y]) => [x + outward(side) * 34, y];
const caughtAt = (side, [x, y]) => [x + outward(side) * 78, y - 4];

/** A hand scoops inwards with a ball for DWELL, throws, and swings outwards empty for VACANT. */
function handAt(t, side, place) {
  const since = (((t - side * BEAT) % HAND_CYCLE) + HAND_CYCLE) % HAND_CYCLE;
  if (since < VACANT) return arc(thrownAt(side, place), caughtAt(side, place), since / VACANT, 10);
  return arc(caughtAt(side, place), thrownAt(side, place), (since - VACANT) / DWELL, -26);
}

/** A ball flies for FLIGHT from one hand to the other, then is carried for DWELL. */
function ballAt(t, ball, place) {
  const cycle = FLIGHT + DWELL;
  const time = t - ball * BEAT + 10 * cycle;
  const round = Math.floor(time / cycle);
  const since = time - round * cycle;
  const side = (ball + round) % 2;
  if (since >= FLIGHT) return lifted(handAt(t, 1 - side, place));
  const rise = (GRAVITY * FLIGHT * FLIGHT) / 8;
  return lifted(arc(thrownAt(side, place), caughtAt(1 - side, place), since / FLIGHT, rise));
}

const lifted = ([x, y]) => [x, y - 12];

/** From a to b at `s` in 0 … 1, along a parabola `rise` pixels high. */
function arc([ax, ay], [bx, by], s, rise) {
  return [ax + (bx - ax) * s, ay + (by - ay) * s - 4 * rise * s * (1 - s)];
}

function body(picture, [x, floor]) {
  picture.fill(ellipse([x, floor + 6], 62, 8), [112, 86, 68], 0.8);
  for (const side of [-1, 1]) {
    picture.fill(limb([x + side * 16, floor - 92], [x + side * 24, floor - 4], 15, 11), TROUSERS);
    picture.fill(limb([x + side * 24, floor], [x + side * 36, floor + 2], 8, 6), HAIR);
  }
  picture.fill(limb([x, floor - 176], [x, floor - 104], 33, 27), SHIRT);
  picture.fill(limb([x, floor - 206], [x, floor - 222], 10), SKIN);
  picture.fill(ellipse([x, floor - 242], 22, 26), SKIN);
  picture.fill(ellipse([x, floor - 258], 23, 14), HAIR);
}

function arm(picture, [x, floor], hand, side) {
  const shoulder = [x + outward(side) * 30, floor - 194];
  const elbow = [shoulder[0] + outward(side) * 22, shoulder[1] + 52];
  picture.fill(limb(elbow, hand, 9, 7), SKIN);
  picture.fill(disc(hand, 9), SKIN);
  picture.fill(limb(shoulder, elbow, 12, 10), SLEEVE);
}
