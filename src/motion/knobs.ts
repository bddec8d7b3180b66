/** How a knob is named, and what its two ends are. */
interface Knob {
  readonly label: string;
  readonly easy: string;
  readonly hard: string;
}

/**
 * What makes clips easy or hard, in the order of a form; none of it depends on the class. Every knob goes from 0, easy, to
 * 1, hard.
 */
export const KNOBS = {
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
} as const satisfies Readonly<Record<string, Knob>>;

export type KnobName = keyof typeof KNOBS;
export type Knobs = Readonly<Record<KnobName, number>>;

export type LevelName = 'easy' | 'medium' | 'hard' | 'hardest';

/** All knobs at one setting. */
const allAt = (setting: number) => Object.fromEntries(Object.keys(KNOBS).map((name) => [name, setting])) as Knobs;
const EASY: Knobs = { ...allAt(0), colour: 0.5, speed: 0.2, noise: 0.1 };

/** The level that page and command line begin with: there the first recipe learns eight directions in 400 updates. */
export const FIRST_LEVEL: LevelName = 'easy';

/** Settings of all knobs, from one textured blob on a plain ground to hands before busy, moving grounds. */
export const LEVELS: Readonly<Record<LevelName, Knobs>> = {
  easy: EASY,
  medium: {
    ...EASY,
    scene: 0.4,
    texture: 0.5,
    colour: 1,
    size: 0.6,
    contrast: 0.2,
    speed: 0.6,
    angle: 0.5,
    objects: 0.3,
    distractors: 0.2,
    shake: 0.3,
    blur: 0.2,
    noise: 0.4,
    flicker: 0.6,
    frameRate: 0.2,
  },
  hard: {
    ...EASY,
    scene: 0.4,
    texture: 0.9,
    colour: 1,
    size: 1,
    contrast: 0.6,
    speed: 0.9,
    angle: 0.8,
    objects: 0.6,
    distractors: 0.6,
    shake: 0.6,
    blur: 0.5,
    noise: 0.7,
    flicker: 1,
    occlusion: 0.3,
    frameRate: 0.5,
    hands: 0.1,
  },
  hardest: { ...allAt(1), scene: 0.4, hands: 0.5, leaves: 0, layers: 0, pictures: 0 },
};
