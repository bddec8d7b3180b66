import { useEffect, useRef } from 'react';
import { sameValue } from '../../design/sameValue';
import type { LayerOutput, ReadFrames } from '../../state/run/runStore';
import { useRun } from '../app/useStudio';
import classes from './InsidePanel.module.css';

/** What the network saw at one moment: the crop of the frame, where the frames shown are still those of the clip. */
export function SeenFrames({ look, t }: { look: Pick<LayerOutput, 'view' | 'input'>; t: number }) {
  const frames = useRun((run) => run.frames);
  const same = useRun(({ settings, shown }) => settings.input === look.input && sameValue(shown, look.view));
  const seen = frames?.seen[look.view.crop];
  const thumbnail = frames?.thumbnails.find(({ index }) => index === frames.indices[t]);
  if (!same || !frames || !seen || !thumbnail || frames.clip !== look.view.clip) return null;
  return <SeenFrame thumbnail={thumbnail} seen={seen} source={frames.facts} />;
}

/** Pixels across and down of the picture, at twice the density of a tile. */
const SIZE = 112;

function SeenFrame(props: {
  thumbnail: ReadFrames['thumbnails'][number];
  seen: ReadFrames['seen'][number];
  source: { readonly width: number; readonly height: number };
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { thumbnail, seen, source } = props;
  useEffect(() => {
    const { image } = thumbnail;
    if (image.width === 0) return;
    const [x, y] = [image.width / source.width, image.height / source.height];
    canvas.current
      ?.getContext('2d')
      ?.drawImage(image, seen.x * x, seen.y * y, seen.width * x, seen.height * y, 0, 0, SIZE, height(seen));
  }, [thumbnail, seen, source]);
  return <canvas ref={canvas} className={classes.seen} width={SIZE} height={height(seen)} aria-hidden />;
}

function height(seen: { readonly width: number; readonly height: number }): number {
  return Math.round((SIZE * seen.height) / seen.width);
}
