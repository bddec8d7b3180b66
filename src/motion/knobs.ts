/** What makes clips easy or hard; none of it depends on the class. Every knob goes from 0, easy, to 1, hard. */
export type KnobName =
  | 'scene'
  | 'texture'
  | 'colour'
  | 'size'
  | 'contrast'
  | 'speed'
  | 'angle'
  | 'objects'
  | 'distractors'
  | 'shake'
  | 'blur'
  | 'noise'
  | 'flicker'
  | 'occlusion'
  | 'frameRate'
  | 'hands'
  | 'leaves'
  | 'layers'
  | 'pictures';

export type Knobs = Readonly<Record<KnobName, number>>;

/** How a knob is named, and what its two ends are. */
export interface Knob {
  readonly label: string;
  readonly easy: string;
  readonly hard: string;
}

/** The knobs in the order of a form. */
export const KNOBS: Readonly<Record<KnobName, Knob>> = {
  scene: {
    label: 'Moving scene',
    easy: 'A thing moves over a resting background',
    hard: 'In every clip the whole picture moves',
  },
  texture: { label: 'Background', easy: 'Nearly plain', hard: 'Busy: noise, shapes, strokes' },
  colour: { label: 'Colour', easy: 'Greys', hard: 'Any colours' },
  size: { label: 'Size', easy: 'One size', hard: 'From 1/6 to 5/8 of the picture across' },
  contrast: { label: 'Contrast', easy: 'Strong', hard: 'Down to faint' },
  speed: { label: 'Speed', easy: 'One speed', hard: 'From 0.7 to 2.5 pixels a frame on 32 pixels' },
  angle: { label: 'Direction', easy: 'Exactly along it', hard: 'Up to 15° beside it' },
  objects: { label: 'Objects', easy: 'One', hard: 'Up to three' },
  distractors: { label: 'Distractors', easy: 'None', hard: 'Up to three things that rest' },
  shake: { label: 'Camera shake', easy: 'None', hard: 'Half a pixel on 32' },
  blur: { label: 'Blur', easy: 'None', hard: 'Most clips, along any direction' },
  noise: { label: 'Noise', easy: 'None', hard: 'Up to 4 % of the range' },
  flicker: { label: 'Flicker', easy: 'None', hard: 'Up to 8 % of the light a frame' },
  occlusion: { label: 'Occlusion', easy: 'None', hard: 'A bar or two in front' },
  frameRate: { label: 'Frame rate', easy: 'Steady', hard: 'Frames come up to 0.4 of an interval early or late' },
  hands: { label: 'Hands', easy: 'Blobs and boxes', hard: 'Every thing is a hand with its forearm' },
  leaves: {
    label: 'Grounds like photographs',
    easy: 'Patterns',
    hard: 'Every ground is a picture of things that lie over each other',
  },
  layers: {
    label: 'Layers',
    easy: 'Things of such a picture lie any way',
    hard: 'In all of them they lie long and flat, as in landscapes',
  },
  pictures: { label: 'Your video', easy: 'Textures made here', hard: 'Every texture is a crop of your own video' },
};

export type LevelName = 'easy' | 'medium' | 'hard' | 'hardest';

const EASY: Knobs = {
  scene: 0,
  texture: 0,
  colour: 0.5,
  size: 0,
  contrast: 0,
  speed: 0.2,
  angle: 0,
  objects: 0,
  distractors: 0,
  shake: 0,
  blur: 0,
  noise: 0.1,
  flicker: 0,
  occlusion: 0,
  frameRate: 0,
  hands: 0,
  leaves: 0,
  layers: 0,
  pictures: 0,
};

/** The level that page and command line begin with: there the first recipe learns eight directions in 400 updates. */
export const FIRST_LEVEL: LevelName = 'easy';

/** Settings of all knobs, from one textured blob on a plain ground to hands before busy, moving grounds. */
export const LEVELS: Readonly<Record<LevelName, Knobs>> = {
  easy: EASY,
  medium: {
    ...EASY,
    ...{ scene: 0.4, texture: 0.5, colour: 1, size: 0.6, contrast: 0.2, speed: 0.6, angle: 0.5, objects: 0.3 },
    ...{ distractors: 0.2, shake: 0.3, blur: 0.2, noise: 0.4, flicker: 0.6, frameRate: 0.2 },
  },
  hard: {
    ...{ scene: 0.4, texture: 0.9, colour: 1, size: 1, contrast: 0.6, speed: 0.9, angle: 0.8, objects: 0.6 },
    ...{ distractors: 0.6, shake: 0.6, blur: 0.5, noise: 0.7, flicker: 1, occlusion: 0.3, frameRate: 0.5 },
    ...{ hands: 0.1, leaves: 0, layers: 0, pictures: 0 },
  },
  hardest: {
    ...{ scene: 0.4, texture: 1, colour: 1, size: 1, contrast: 1, speed: 1, angle: 1, objects: 1, distractors: 1 },
    ...{
      shake: 1,
      blur: 1,
      noise: 1,
      flicker: 1,
      occlusion: 1,
      frameRate: 1,
      hands: 0.5,
      leaves: 0,
      layers: 0,
      pictures: 0,
    },
  },
};
