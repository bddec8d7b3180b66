/** How a clip of a class moves. Signs are the screen's: x to the right, y down, a positive turn is clockwise. */
export type Law =
  | { readonly kind: 'shift'; readonly toward: readonly [x: number, y: number] }
  | { readonly kind: 'zoom'; readonly sign: 1 | -1 }
  | { readonly kind: 'turn'; readonly sign: 1 | -1 }
  /** A shift in any direction whose speed grows (1) or falls (-1). */
  | { readonly kind: 'pace'; readonly sign: 1 | -1 }
  /** A shift in any direction. */
  | { readonly kind: 'drift' }
  | { readonly kind: 'still' };

const DIAGONAL = Math.sqrt(0.5);

/**
 * All classes of motion: their law, and the class that their clips belong to when they are played backwards. Turning left
 * is counter-clockwise as one sees it.
 */
const CLASSES = {
  left: { law: { kind: 'shift', toward: [-1, 0] }, partner: 'right' },
  right: { law: { kind: 'shift', toward: [1, 0] }, partner: 'left' },
  up: { law: { kind: 'shift', toward: [0, -1] }, partner: 'down' },
  down: { law: { kind: 'shift', toward: [0, 1] }, partner: 'up' },
  'up left': { law: { kind: 'shift', toward: [-DIAGONAL, -DIAGONAL] }, partner: 'down right' },
  'up right': { law: { kind: 'shift', toward: [DIAGONAL, -DIAGONAL] }, partner: 'down left' },
  'down left': { law: { kind: 'shift', toward: [-DIAGONAL, DIAGONAL] }, partner: 'up right' },
  'down right': { law: { kind: 'shift', toward: [DIAGONAL, DIAGONAL] }, partner: 'up left' },
  approaching: { law: { kind: 'zoom', sign: 1 }, partner: 'receding' },
  receding: { law: { kind: 'zoom', sign: -1 }, partner: 'approaching' },
  'turning left': { law: { kind: 'turn', sign: -1 }, partner: 'turning right' },
  'turning right': { law: { kind: 'turn', sign: 1 }, partner: 'turning left' },
  'speeding up': { law: { kind: 'pace', sign: 1 }, partner: 'slowing down' },
  'slowing down': { law: { kind: 'pace', sign: -1 }, partner: 'speeding up' },
  moving: { law: { kind: 'drift' }, partner: 'moving' },
  still: { law: { kind: 'still' }, partner: 'still' },
} as const satisfies Readonly<Record<string, { readonly law: Law; readonly partner: string }>>;

export type MotionClass = keyof typeof CLASSES;
export const MOTIONS: Readonly<Record<MotionClass, { readonly law: Law; readonly partner: MotionClass }>> = CLASSES;

/** A question about motion: its classes in the order of their indices. */
export interface Task {
  readonly label: string;
  readonly sentence: string;
  readonly classes: readonly MotionClass[];
}

export type TaskName = 'directions' | 'four' | 'distance' | 'turning' | 'speed' | 'stillness' | 'nine' | 'all';

const FOUR = ['left', 'right', 'up', 'down'] as const;
const EIGHT = [...FOUR, 'up left', 'up right', 'down left', 'down right'] as const;
const DISTANCE = ['approaching', 'receding'] as const;
const TURNING = ['turning left', 'turning right'] as const;
const SPEED = ['speeding up', 'slowing down'] as const;

/** The tasks of the motion world. */
export const TASKS: Readonly<Record<TaskName, Task>> = {
  directions: { label: 'Eight directions', sentence: 'Where does it go?', classes: EIGHT },
  four: { label: 'Four directions', sentence: 'Left, right, up or down?', classes: FOUR },
  distance: { label: 'Approach and recede', sentence: 'Does it come or go?', classes: DISTANCE },
  turning: { label: 'Turn left and right', sentence: 'Which way does it turn?', classes: TURNING },
  speed: { label: 'Speed up and slow down', sentence: 'Does it gain or lose speed?', classes: SPEED },
  stillness: {
    label: 'Still or moving',
    sentence: 'Does it move at all, though the light flickers and the camera shakes?',
    classes: ['moving', 'still'],
  },
  nine: {
    label: 'Nine motions',
    sentence: 'Four directions, approach and recede, turn left and right, still.',
    classes: [...FOUR, ...DISTANCE, ...TURNING, 'still'],
  },
  all: {
    label: 'All of them together',
    sentence: 'Eight directions, approach and recede, turn left and right, speed up and slow down, still.',
    classes: [...EIGHT, ...DISTANCE, ...TURNING, ...SPEED, 'still'],
  },
};

/** Index, in the same task, of the class that clips of a class belong to when they are played backwards. */
export function partnerIndex({ classes }: Task, index: number): number {
  const own = classes[index];
  if (own === undefined) throw new RangeError(`The task has ${classes.length} classes; there is no class ${index}.`);
  return classes.indexOf(MOTIONS[own].partner);
}
