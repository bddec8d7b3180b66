import { useContext, useEffect, useRef } from 'react';
import type { Plane } from '../../analysis/activations/mosaic';
import classes from './PlaneCanvas.module.css';
import { SchemeContext } from './scheme';

/** Blue and vermilion of Okabe and Ito, told apart by everyone; on a dark surface their sky blue and a lighter orange. */
const COLOURS = {
  light: { positive: [0, 114, 178], negative: [213, 94, 0] },
  dark: { positive: [86, 180, 233], negative: [245, 150, 70] },
} as const;
/** 0 is a thin grey, seen on a light and on a dark surface. */
const NOTHING = [128, 128, 128] as const;
const THIN = 36;

interface PlaneCanvasProps {
  readonly plane: Plane;
  /** The value of the full colour. */
  readonly strongest: number;
  /** Colours grow with the value, and not with its square root, which shows small ones. */
  readonly isLinear?: boolean;
  /** Left out where it is the decoration of its button. */
  readonly label?: string;
}

/** A matrix of values as a picture, a pixel a value: one channel at one moment, a filter. What is no number is left clear. */
export function PlaneCanvas({ plane, strongest, isLinear = false, label }: PlaneCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const scheme = useContext(SchemeContext);
  const { width, height, values } = plane;
  useEffect(() => {
    const pen = canvas.current?.getContext('2d');
    if (!pen) return;
    const { positive, negative } = COLOURS[scheme];
    const image = pen.createImageData(width, height);
    values.forEach((value, i) => {
      const part = Math.min(1, Math.abs(value) / (strongest || 1));
      const share = isLinear ? part : Math.sqrt(part);
      const full = value < 0 ? negative : positive;
      for (let c = 0; c < 3; c++) image.data[4 * i + c] = (full[c] ?? 0) * share + (NOTHING[c] ?? 0) * (1 - share);
      image.data[4 * i + 3] = THIN + (255 - THIN) * share;
    });
    pen.putImageData(image, 0, 0);
  }, [width, height, values, strongest, isLinear, scheme]);
  return (
    <canvas
      ref={canvas}
      className={classes.plane}
      width={width}
      height={height}
      style={{ aspectRatio: `${width} / ${height}` }}
      role={label === undefined ? undefined : 'img'}
      aria-label={label}
      aria-hidden={label === undefined}
    />
  );
}
