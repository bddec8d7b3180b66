import { below, disc, ellipse, limb, mix, raster } from './raster.mjs';

const SKY = [
  [118, 164, 214],
  [252, 214, 170],
];
const FAR = [143, 158, 190];
const NEAR = [104, 142, 128];
const GRASS = [126, 168, 92];
const TUFT = [96, 140, 72];
const SKIN = [226, 172, 138];
const HAIR = [72, 48, 40];
const SHIRT = [208, 72, 60];
const SLEEVE = [178, 56, 50];
const TROUSERS = [52, 66, 104];
const FAR_TROUSERS = [42, 52, 82];
const SHOE = [48, 42, 46];

const STRIDES_A_SECOND = 0.95;
const SPEED = 118; // pixels a second that the ground moves

/** Somebody walks through hills at sunrise; the camera walks along. Returns RGB bytes of the frame at `t` seconds. */
export function walker(width, height) {
  const picture = raster(width, height);
  const ground = height * 0.8;
  return (t) => {
    picture.paint((_, y) => mix(SKY[0], SKY[1], Math.min(1, y / (height * 0.62))));
    picture.fill(disc([width * 0.76, height * 0.33], 62), [255, 240, 205], 0.35);
    picture.fill(disc([width * 0.76, height * 0.33], 34), [255, 246, 222]);
    hills(picture, t * SPEED * 0.12, { base: 0.56, rise: 34, colour: FAR });
    hills(picture, t * SPEED * 0.35 + 90, { base: 0.68, rise: 26, colour: NEAR });
    picture.fill(
      below(() => ground, [0, width], height),
      GRASS,
    );
    tufts(picture, t * SPEED, ground);
    figure(picture, [width * 0.42, ground + 14], t * STRIDES_A_SECOND * 2 * Math.PI);
    return picture.toBytes();
  };
}

function hills(picture, shift, { base, rise, colour }) {
  const { width, height } = picture;
  const line = (x) => {
    const at = (x + shift) / 100;
    return height * base - rise * (Math.sin(at * 1.1) + 0.6 * Math.sin(at * 2.3 + 1) + 0.25 * Math.sin(at * 5.1));
  };
  picture.fill(below(line, [0, width], height), colour);
}

function tufts(picture, shift, ground) {
  for (let i = 0; i < 22; i++) {
    const row = (i * 7) % 5;
    const speed = 1 + row * 0.16;
    const span = picture.width + 80;
    const x = ((((i * 97.3 - shift * speed) % span) + span) % span) - 40;
    const y = ground + 8 + row * 12;
    for (const lean of [-4, 0, 5]) picture.fill(limb([x + lean * 0.4, y], [x + lean, y - 8 - row], 1.6, 0.6), TUFT);
  }
}

/** A walking figure in profile; `phase` is the gait, one stride every 2π. */
function figure(picture, [x, floor], phase) {
  const bob = 3 * Math.cos(2 * phase);
  const hip = [x, floor - 96 - bob];
  const neck = [hip[0] + 7, hip[1] - 66];
  picture.fill(ellipse([x + 2, floor + 2], 48, 6), [88, 124, 68], 0.7);
  arm(picture, neck, phase, SLEEVE);
  leg(picture, hip, phase + Math.PI, FAR_TROUSERS);
  leg(picture, hip, phase, TROUSERS);
  picture.fill(limb([neck[0] - 1, neck[1] + 8], hip, 15, 13), SHIRT);
  picture.fill(limb(neck, [neck[0] + 3, neck[1] - 14], 6), SKIN);
  picture.fill(disc([neck[0] + 6, neck[1] - 26], 17), SKIN);
  picture.fill(ellipse([neck[0] + 1, neck[1] - 34], 17, 12), HAIR);
  arm(picture, neck, phase + Math.PI, SHIRT);
}

function leg(picture, hip, phase, colour) {
  const thigh = 0.52 * Math.sin(phase);
  const bend = 0.16 + 0.55 * Math.max(0, Math.cos(phase - 0.35)) ** 1.5;
  const knee = [hip[0] + 48 * Math.sin(thigh), hip[1] + 48 * Math.cos(thigh)];
  const shin = thigh - bend;
  const ankle = [knee[0] + 46 * Math.sin(shin), knee[1] + 46 * Math.cos(shin)];
  const toe = [ankle[0] + 17 * Math.cos(shin * 0.7), ankle[1] + 4 - 17 * Math.sin(shin * 0.7)];
  picture.fill(limb(ankle, toe, 6, 5), SHOE);
  picture.fill(limb(knee, ankle, 9, 7), colour);
  picture.fill(limb(hip, knee, 12, 9), colour);
}

function arm(picture, neck, phase, colour) {
  const upper = 0.5 * Math.sin(phase);
  const lower = upper + 0.45 + 0.2 * Math.sin(phase);
  const shoulder = [neck[0] - 2, neck[1] + 10];
  const elbow = [shoulder[0] + 32 * Math.sin(upper), shoulder[1] + 32 * Math.cos(upper)];
  const hand = [elbow[0] + 30 * Math.sin(lower), elbow[1] + 30 * Math.cos(lower)];
  picture.fill(limb(elbow, hand, 6, 5), SKIN);
  picture.fill(disc(hand, 6.5), SKIN);
  picture.fill(limb(shoulder, elbow, 8, 7), colour);
}
