import { sfc32, type Uniform } from '../weights/generator';
import { rotation } from './arithmetic';
import { render } from './render';
import { type ClipSeed, type ClipSize, type Pose, pixelScale, REST, type Scene, sceneOf, type World } from './scene';
import { direction } from './tile';

/** Motions that are none of the motion world's classes: what a network trained on it should not put a name to. */
export const ODD_KINDS = ['back and forth', 'jumping', 'round a corner', 'cuts'] as const;
type OddKind = (typeof ODD_KINDS)[number];

/** A clip that shows none of the motion world's classes, `[3, T, H, W]`; it looks as the world's clips do, frame by frame. */
export function oddClip(kind: OddKind, world: World, size: ClipSize, seed: ClipSeed): Float32Array {
  const clip = new Float32Array(3 * size.t * size.h * size.w);
  render(kind === 'cuts' ? cutUp(world, size, seed) : moved(kind, world, size, seed), size, clip);
  return clip;
}

function moved(kind: Exclude<OddKind, 'cuts'>, world: World, size: ClipSize, seed: ClipSeed): Scene {
  const uniform = sfc32(seed.seed ^ 0x0ddc119, seed.index);
  const scene = sceneOf('still', world, size, seed);
  const poseAt = PATHS[kind](size, uniform);
  return { ...scene, frames: scene.frames.map((frame, t) => ({ ...frame, pose: poseAt(t) })) };
}

/** Where what moves is at each frame. */
const PATHS: Readonly<Record<Exclude<OddKind, 'cuts'>, (size: ClipSize, uniform: Uniform) => (frame: number) => Pose>> =
  {
    'back and forth': (size, uniform) => {
      const [x, y] = direction(uniform);
      const reach = (1.2 + 1.8 * uniform()) * pixelScale(size);
      const period = 2 + 2 * uniform();
      const from = uniform();
      return (frame) => {
        const { sin } = rotation(from + frame / period);
        return { ...REST, x: reach * x * sin, y: reach * y * sin };
      };
    },
    jumping: (size, uniform) => {
      const far = (3 + 5 * uniform()) * pixelScale(size);
      const places = Array.from(
        { length: size.t },
        () => [far * (2 * uniform() - 1), far * (2 * uniform() - 1)] as const,
      );
      return (frame) => ({ ...REST, x: places[frame]?.[0] ?? 0, y: places[frame]?.[1] ?? 0 });
    },
    'round a corner': (size, uniform) => {
      const [x, y] = direction(uniform);
      const { cos, sin } = rotation((uniform() < 0.5 ? 1 : -1) * (0.25 + 0.2 * uniform()));
      const speed = (1 + uniform()) * pixelScale(size);
      const [x2, y2] = [x * cos - y * sin, x * sin + y * cos];
      return (frame) => {
        const time = frame - (size.t - 1) / 2;
        return { ...REST, x: speed * time * (time < 0 ? x : x2), y: speed * time * (time < 0 ? y : y2) };
      };
    },
  };

/** What moves is somewhere else, and turned, in every frame. */
function cutUp(world: World, size: ClipSize, seed: ClipSeed): Scene {
  const scene = sceneOf('still', world, size, seed);
  const farApart = 64 * pixelScale(size);
  const uniform = sfc32(seed.seed ^ 0xc075, seed.index);
  return {
    ...scene,
    frames: scene.frames.map((frame) => {
      const pose = { ...REST, x: farApart * uniform(), y: farApart * uniform(), turn: uniform() };
      return { ...frame, pose };
    }),
  };
}
