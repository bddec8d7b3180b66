import { type ComponentProps, type RefObject, useLayoutEffect } from 'react';
import { useObjectUrl } from './useObjectUrl';
import classes from './Video.module.css';

interface BlobVideoProps extends Omit<ComponentProps<'video'>, 'src' | 'ref'> {
  readonly blob: Blob;
  readonly player: RefObject<HTMLVideoElement | null>;
}

/** A video element that plays a file. What it still loads when it leaves the page is given up, before its address ends. */
export function BlobVideo({ blob, player, ...rest }: BlobVideoProps) {
  const url = useObjectUrl(blob);
  useLayoutEffect(() => {
    const video = url === null ? null : player.current;
    return () => {
      video?.removeAttribute('src');
      video?.load();
    };
  }, [player, url]);
  return <video ref={player} className={classes.video} src={url ?? undefined} {...rest} />;
}
