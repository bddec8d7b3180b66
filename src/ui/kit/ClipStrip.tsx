import { useEffect, useMemo, useRef } from 'react';
import type { Tensor } from '../../tensor/tensor';
import classes from './ClipStrip.module.css';
import { framesOf } from './clipFrames';

/** Pixels of the clip between two frames. */
const GAP = 2;

/** All frames of a clip `[1, 3, T, H, W]` beside each other, in their order. */
export function ClipStrip({ clip, alt }: { clip: Tensor<'float32'> | null; alt: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const frames = useMemo(() => (clip ? framesOf(clip) : []), [clip]);
  const [, , t = 8, h = 32, w = 32] = clip?.shape ?? [];
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    frames.forEach((frame, index) => {
      context?.putImageData(frame, index * (w + GAP), 0);
    });
  }, [frames, w]);
  return (
    <canvas ref={canvas} className={classes.strip} width={t * (w + GAP) - GAP} height={h} role="img" aria-label={alt} />
  );
}
