import { useEffect, useRef } from 'react';
import classes from './InsidePanel.module.css';

/** The colour of the strongest value: Okabe and Ito's orange, which stands out of most pictures. */
const HOT = [230, 159, 0] as const;
/** Opacity of the strongest value, 0 to 255. */
const OPAQUE = 215;

/** A map of values from 0 as heat over a picture, stretched smoothly to its size. */
export function HeatOverlay(props: { width: number; height: number; values: Float32Array; strongest: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height, values, strongest } = props;
  useEffect(() => {
    const pen = canvas.current?.getContext('2d');
    if (!pen) return;
    const image = pen.createImageData(width, height);
    values.forEach((value, i) => {
      image.data.set([...HOT, strongest > 0 ? (OPAQUE * value) / strongest : 0], 4 * i);
    });
    pen.putImageData(image, 0, 0);
  }, [width, height, values, strongest]);
  return (
    <canvas
      ref={canvas}
      className={classes.heat}
      width={width}
      height={height}
      style={{ aspectRatio: `${width} / ${height}` }}
      aria-hidden
    />
  );
}
