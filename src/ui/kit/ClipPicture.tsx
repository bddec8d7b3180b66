import { useEffect, useMemo, useRef } from 'react';
import type { Tensor } from '../../tensor/tensor';
import classes from './ClipPicture.module.css';
import { framesOf } from './clipFrames';
import { useMedia } from './useMedia';

/** Milliseconds a frame stays, and how long the last one does. */
const FRAME = 110;
const REST = 500;

/** A clip `[1, 3, T, H, W]` that plays again and again; its middle frame where the system asks for less motion. */
export function ClipPicture({ clip, alt }: { clip: Tensor<'float32'> | null; alt: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const frames = useMemo(() => (clip ? framesOf(clip) : []), [clip]);
  const still = useMedia('(prefers-reduced-motion: reduce)');
  const [, , , h = 32, w = 32] = clip?.shape ?? [];
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || frames.length === 0) return;
    const draw = (at: number) => {
      const frame = frames[at];
      if (frame) context.putImageData(frame, 0, 0);
    };
    if (still) {
      draw(Math.floor(frames.length / 2));
      return;
    }
    let [at, timer] = [0, 0 as unknown as ReturnType<typeof setTimeout>];
    const next = () => {
      draw(at);
      const last = at === frames.length - 1;
      at = last ? 0 : at + 1;
      timer = setTimeout(next, last ? REST : FRAME);
    };
    next();
    return () => clearTimeout(timer);
  }, [frames, still]);
  return <canvas ref={canvas} className={classes.clip} width={w} height={h} role="img" aria-label={alt} />;
}
