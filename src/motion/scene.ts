import { byKey } from '../memo/byKey';
import { sfc32, type Uniform } from '../weights/generator';
import { powerOfTwo, type Rotation, rotation } from './arithmetic';
import type { Knobs } from './knobs';
import { leavesTile } from './leaves';
import { blobSprite, type Colour, handSprite, plainSprite, type Sprite } from './sprite';
import { type Law, MOTIONS, type MotionClass, type Task } from './tasks';
import { direction, noiseTile, type Photograph, photographTile, shapesTile, strokesTile, type Tile } from './tile';

/** What clips are drawn from. */
export interface World {
  readonly task: Task;
  readonly knobs: Knobs;
  /** Pictures of the user's own video, where the knob `pictures` is above 0. */
  readonly photographs?: readonly Photograph[];
}

export interface ClipSize {
  /** Frames. */
  readonly t: number;
  readonly h: number;
  readonly w: number;
  /** Frames of the world from one frame of the clip to the next; 1 where absent. */
  readonly interval?: number;
}

/** Names one clip of a class. Clips with another `seed` or `index` share nothing. */
export interface ClipSeed {
  readonly seed: number;
  readonly index: number;
  /** The clip is one of the partner class, played backwards: so the two of a pair are exactly each other's mirror. */
  readonly backwards: boolean;
}

/**
 * A clip before it is drawn. What rests is drawn from the seed alone, whatever the class. Every place, angle and scale
 * lies on a circle (the picture's edges are joined, scales repeat by octaves) and is drawn evenly from it, so that a
 * motion leaves its distribution as it was: one frame has the same distribution in every class.
 */
export interface Scene {
  readonly ground: Ground;
  /** Drawn in this order, each over those before it. */
  readonly things: readonly Thing[];
  readonly blur: Blur | null;
  /** Half the width of the noise of a pixel, in levels. */
  readonly noise: number;
  readonly frames: readonly Frame[];
}

/** All that differs from frame to frame. */
export interface Frame {
  readonly pose: Pose;
  /** Of the camera, in pixels. */
  readonly shake: readonly [x: number, y: number];
  /** Gain of the light. */
  readonly gain: number;
  readonly noiseSeed: number;
}

/** How far whatever moves has moved since the middle of the clip. */
export interface Pose {
  /** Pixels. */
  readonly x: number;
  readonly y: number;
  /** Turns, clockwise. */
  readonly turn: number;
  /** Octaves by which it has grown. */
  readonly octaves: number;
}

interface Ground {
  readonly moves: boolean;
  readonly colour: Colour;
  /** Where it turns and zooms about, in pixels. */
  readonly centre: readonly [x: number, y: number];
  /** Scale within its octave, 0 to 1. */
  readonly phase: number;
  /** The pattern of an octave, by its whole number; made when it is first seen. */
  layer(octave: number): Layer;
  /** Weight of a pattern whose cells take 2^λ pixels of a picture of 32; 0 outside of `reach`. */
  weight(lambda: number): number;
  readonly reach: readonly [from: number, to: number];
}

/** A pattern of one octave. */
export interface Layer {
  readonly tile: Tile;
  /** Place in the tile, in its pixels. */
  readonly offset: readonly [u: number, v: number];
  /** Picture to tile at scale 1, row by row. */
  readonly matrix: readonly [number, number, number, number];
  /** Levels of each channel for a value of 1; a tile of three channels takes the first. */
  readonly colour: Colour;
}

export interface Thing {
  readonly sprite: Sprite;
  readonly moves: boolean;
  /** Pixels, on the joined edges. */
  readonly place: readonly [x: number, y: number];
  /** Turns, and that as a rotation of the picture to the thing. */
  readonly angle: number;
  readonly facing: Rotation;
  /** Radius at pose 0, as 2^λ pixels of a picture of 32. */
  readonly lambda: number;
  /** Whether its scale lies on a circle: it fades at both ends and begins again. */
  readonly cyclic: boolean;
}

/** Average of the picture with itself `steps` pixels on and back, `passes` times along directions at right angles. */
interface Blur {
  readonly step: readonly [x: number, y: number];
  readonly passes: 1 | 2;
}

/** Margin of the joined edges around the picture, in pixels of a picture of 32: a thing is never wholly out of it. */
export const MARGIN = 5;
/** Radii of things whose scale lies on a circle: 4.6 px, and 1.5 octaves up. */
const SMALLEST = 2.2;
const OCTAVES = 1.5;

/** Side of the picture in which speeds and sizes are given. */
const UNIT = 32;

/** Pixels of this clip for one of a picture of 32. */
export function pixelScale({ h, w }: Pick<ClipSize, 'h' | 'w'>): number {
  return Math.min(h, w) / UNIT;
}

/** The scene of a class for a seed. */
export function sceneOf(motion: MotionClass, world: World, size: ClipSize, seed: ClipSeed): Scene {
  const look = sfc32(seed.seed ^ 0x1f83d9ab, seed.index);
  const drawn = seed.backwards ? MOTIONS[motion].partner : motion;
  const frames = framesOf(MOTIONS[drawn].law, world.knobs, size, sfc32(seed.seed ^ 0x5be0cd19, seed.index));
  return { ...appearance(world, size, look, seed), frames: seed.backwards ? frames.toReversed() : frames };
}

function appearance({ task, knobs, photographs = [] }: World, size: ClipSize, uniform: Uniform, seed: ClipSeed) {
  const moves = uniform() < knobs.scene;
  const ownPicture = uniform() < knobs.pictures && photographs.length > 0;
  // Where a knob is 0 its draw is not made, so that clips from before the knob was added stay the same.
  const leaves = !ownPicture && knobs.leaves > 0 && uniform() < knobs.leaves;
  const layered = leaves && knobs.layers > 0 && uniform() < knobs.layers;
  const strength = 1 - 0.65 * knobs.contrast * uniform();
  const colour = colourOf(uniform, knobs.colour);
  const drawing = { knobs, size, uniform, strength, colour };
  const ground = groundOf({ ...drawing, moves, ownPicture, leaves, layered, photographs }, seed);
  const zooms = task.classes.some((name) => MOTIONS[name].law.kind === 'zoom');
  const count = upTo(2, knobs.objects, uniform) + (moves && uniform() < 0.5 ? 0 : 1);
  const things: Thing[] = [];
  for (let rest = upTo(3, knobs.distractors, uniform); rest > 0; rest--)
    things.push(aside(drawing, 0.5 + 1.2 * uniform()));
  for (let thing = 0; thing < count; thing++) things.push(...moving(drawing, zooms));
  for (let hidden = upTo(2, knobs.occlusion, uniform); hidden > 0; hidden--)
    things.push(aside(drawing, 1.6 + 1.2 * uniform()));
  const blur = uniform() < 0.8 * knobs.blur ? blurOf(size, uniform) : null;
  return { ground, things, blur, noise: 0.04 * 255 * knobs.noise * uniform() };
}

/** What a scene's ground and things are drawn by: contrast, from 0 to 1, and colour of the ground among it. */
interface Drawing {
  readonly knobs: Knobs;
  readonly size: ClipSize;
  readonly uniform: Uniform;
  readonly strength: number;
  readonly colour: Colour;
}

interface GroundChoice extends Drawing {
  readonly moves: boolean;
  readonly ownPicture: boolean;
  readonly leaves: boolean;
  readonly layered: boolean;
  readonly photographs: readonly Photograph[];
}

function groundOf(choice: GroundChoice, seed: ClipSeed): Ground {
  const { moves, ownPicture, leaves, layered, strength, colour, knobs, photographs, size, uniform } = choice;
  const busy = moves ? 0.7 + 0.3 * uniform() : (0.1 + 0.9 * knobs.texture) * uniform();
  const levels = 80 * busy * strength;
  const kinds = [noiseTile, shapesTile, strokesTile].filter((_, kind) => kind === 0 || uniform() < knobs.texture);
  const layer = byKey((octave: number): Layer => {
    const own = sfc32(seed.seed ^ Math.imul(octave + 64, 0x9e3779b1), seed.index ^ 0x3c6ef372);
    return leaves
      ? pictureLayer(leavesTile(own, strength, knobs.colour, layered), own)
      : layerOf(own, kinds, levels, knobs.colour, ownPicture ? photographs : []);
  });
  return {
    moves,
    colour: ownPicture || leaves ? PICTURE_LEVELS : colour,
    centre: [uniform() * size.w, uniform() * size.h],
    phase: uniform(),
    layer,
    ...(ownPicture || leaves ? ONE_PICTURE : GRAIN),
  };
}

/** Grains from 2 to 16 pixels, those between them strongest. */
const GRAIN: Pick<Ground, 'weight' | 'reach'> = {
  reach: [1, 4],
  weight: (lambda) => {
    const share = (lambda - 1) / 3;
    return share <= 0 || share >= 1 ? 0 : 3.2 * share * (1 - share);
  },
};

/** One picture at a time, the next fading in while the scale passes from one to the other; a cell is one of its pixels. */
const ONE_PICTURE: Pick<Ground, 'weight' | 'reach'> = {
  reach: [-0.4, 1.4],
  weight: (lambda) => {
    const far = lambda < 0.5 ? 0.5 - lambda : lambda - 0.5;
    return Math.min(1, Math.max(0, (0.65 - far) / 0.3));
  },
};

/** Half the range of levels: the middle of a picture whose values go from -1 to 1, and what 1 is above it. */
const PICTURE_LEVELS: Colour = [127.5, 127.5, 127.5];

function pictureLayer(tile: Tile, uniform: Uniform): Layer {
  const [cos, sin] = direction(uniform);
  const offset = [uniform() * tile.size, uniform() * tile.size] as const;
  return { tile, offset, matrix: [cos, sin, -sin, cos], colour: PICTURE_LEVELS };
}

function layerOf(
  uniform: Uniform,
  kinds: readonly ((uniform: Uniform) => Tile)[],
  levels: number,
  colourful: number,
  photographs: readonly Photograph[],
): Layer {
  const photograph = photographs[Math.floor(uniform() * photographs.length)];
  const make = kinds[Math.floor(uniform() * kinds.length)] ?? noiseTile;
  const tile = photograph ? photographTile(photograph, uniform) : make(uniform);
  const [cos, sin] = direction(uniform);
  const stretch = photograph ? 1 : 1 + (uniform() < 0.3 ? 2 * uniform() : 0);
  const grey = uniform() < 0.5 ? -1 : 1;
  const tint = (): number => levels * ((1 - colourful) * grey + colourful * (2.4 * uniform() - 1.2));
  return {
    tile,
    offset: [uniform() * tile.size, uniform() * tile.size],
    matrix: [cos / stretch, sin / stretch, -sin * stretch, cos * stretch],
    colour: photograph ? PICTURE_LEVELS : [tint(), tint(), tint()],
  };
}

function moving(drawing: Drawing, zooms: boolean): Thing[] {
  const { strength, knobs, size, uniform } = drawing;
  const spread = zooms ? uniform() * OCTAVES : OCTAVES * (0.5 + (uniform() - 0.5) * knobs.size);
  // Where things grow, one is out of sight now and then: a second one half a circle away stands in for it.
  const scales = zooms ? [spread, (spread + OCTAVES / 2) % OCTAVES] : [spread];
  return scales.map((scale) => {
    const colour = apart(drawing, strength);
    const grain = (20 + 50 * uniform()) * strength;
    const draw = uniform() < knobs.hands ? handSprite : blobSprite;
    return {
      sprite: draw(colour, grain, uniform),
      moves: true,
      ...placed(size, uniform),
      lambda: SMALLEST + scale,
      cyclic: zooms,
    };
  });
}

/** A thing that rests: beside what moves, or before it. */
function aside(drawing: Drawing, lambda: number): Thing {
  const { strength, size, uniform } = drawing;
  const sprite = plainSprite(apart(drawing, 0.6 * strength), uniform);
  return { sprite, moves: false, ...placed(size, uniform), lambda: lambda + 0.5, cyclic: false };
}

function placed(size: ClipSize, uniform: Uniform): Pick<Thing, 'place' | 'angle' | 'facing'> {
  const margin = MARGIN * pixelScale(size);
  const place = [uniform() * (size.w + margin), uniform() * (size.h + margin)] as const;
  const angle = uniform();
  return { place, angle, facing: rotation(-angle) };
}

function blurOf(size: ClipSize, uniform: Uniform): Blur {
  const [x, y] = direction(uniform);
  const length = (0.6 + 0.8 * uniform()) * pixelScale(size);
  return { step: [Math.round(x * length), Math.round(y * length)], passes: uniform() < 0.5 ? 1 : 2 };
}

function colourOf(uniform: Uniform, colourful: number): Colour {
  const grey = 50 + 155 * uniform();
  const channel = (): number => grey + colourful * (20 + 215 * uniform() - grey);
  return [channel(), channel(), channel()];
}

/** A colour lighter or darker than the ground's by a number of levels, more where contrast is strong. */
function apart({ colour: ground, knobs, uniform }: Drawing, strength: number): Colour {
  const least = 90 * strength;
  const grey = (ground[0] + ground[1] + ground[2]) / 3;
  const [below, above] = [grey - least, 255 - grey - least];
  const lighter = below < DARKEST || (above >= DARKEST && uniform() < 0.5);
  const own = lighter ? grey + least + above * 0.8 * uniform() : below * (1 - 0.8 * uniform());
  const channel = (): number => own + 60 * knobs.colour * (2 * uniform() - 1);
  return [channel(), channel(), channel()];
}

/** Levels that stay free at the ends of the range. */
const DARKEST = 15;

/** 0 to `most`; the chance of each one is the knob's value, less a little. */
function upTo(most: number, knob: number, uniform: Uniform): number {
  let count = 0;
  for (let one = 0; one < most; one++) if (uniform() < 0.6 * knob) count += 1;
  return count;
}

function framesOf(law: Law, knobs: Knobs, size: ClipSize, uniform: Uniform): Frame[] {
  const scale = pixelScale(size);
  const { interval = 1 } = size;
  const poseAt = pathOf(law, knobs, size, uniform);
  const shake = 0.5 * knobs.shake * uniform() * scale;
  const flicker = 0.08 * knobs.flicker * uniform();
  return Array.from({ length: size.t }, (_, t): Frame => {
    const late = 0.4 * knobs.frameRate * (2 * uniform() - 1);
    return {
      pose: poseAt((t - (size.t - 1) / 2 + late) * interval),
      shake: [shake * spreadOf(uniform), shake * spreadOf(uniform)],
      gain: 1 + flicker * spreadOf(uniform),
      noiseSeed: Math.floor(uniform() * 2 ** 32),
    };
  });
}

/** A draw about 0 whose standard deviation is 1: the sum of three even ones. */
function spreadOf(uniform: Uniform): number {
  return 2 * (uniform() + uniform() + uniform() - 1.5);
}

/** Nothing has moved. */
export const REST: Pose = { x: 0, y: 0, turn: 0, octaves: 0 };
const SLOWEST = 0.7;
const FASTEST = 2.5;

/** Draws a path: the pose at a time in frames of the world, 0 in the middle of the clip. */
export function pathOf(law: Law, knobs: Knobs, size: ClipSize, uniform: Uniform): (time: number) => Pose {
  const share = 0.5 + (uniform() - 0.5) * knobs.speed;
  const aside = rotation((15 / 360) * knobs.angle * (2 * uniform() - 1));
  const anywhere = direction(uniform);
  const gain = 0.65 + 0.3 * uniform();
  const speed = (SLOWEST + (FASTEST - SLOWEST) * share) * pixelScale(size);
  switch (law.kind) {
    case 'shift': {
      const [x, y] = law.toward;
      const heading = [x * aside.cos - y * aside.sin, x * aside.sin + y * aside.cos] as const;
      return (time) => ({ ...REST, x: heading[0] * speed * time, y: heading[1] * speed * time });
    }
    case 'drift':
    case 'pace': {
      const growth = law.kind === 'pace' ? (law.sign * gain) / Math.max(1, (size.t - 1) * (size.interval ?? 1)) : 0;
      return (time) => {
        const way = speed * (time + growth * time * time);
        return { ...REST, x: anywhere[0] * way, y: anywhere[1] * way };
      };
    }
    case 'zoom':
      // 1.06 to 1.15 times as large a frame.
      return (time) => ({ ...REST, octaves: law.sign * (0.084 + 0.118 * share) * time });
    case 'turn':
      // 6 to 16 degrees a frame.
      return (time) => ({ ...REST, turn: (law.sign * (6 + 10 * share) * time) / 360 });
    case 'still':
      return () => REST;
  }
}

/** Radius of a thing at a pose, in pixels of a picture of 32, and its cover there. */
export function seenAt({ lambda, cyclic, moves }: Thing, pose: Pose): { radius: number; cover: number } {
  if (!moves) return { radius: powerOfTwo(lambda), cover: 1 };
  if (!cyclic) return { radius: powerOfTwo(lambda + pose.octaves), cover: 1 };
  const way = lambda - SMALLEST + pose.octaves;
  const round = way - OCTAVES * Math.floor(way / OCTAVES);
  const cover = Math.min(1, round / FADE, (OCTAVES - round) / FADE);
  return { radius: powerOfTwo(SMALLEST + round), cover };
}

/** Octaves over which a thing comes into sight at the small end, and leaves it at the large one. */
const FADE = 0.3;
