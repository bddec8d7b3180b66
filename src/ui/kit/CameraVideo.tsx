import { useEffect, useRef } from 'react';
import classes from './Video.module.css';

/** A camera's picture as it comes. */
export function CameraVideo(props: {
  stream: MediaStream;
  label: string;
  className?: string | undefined;
  mirrored?: boolean;
}) {
  const { stream, label, className = '', mirrored = false } = props;
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    element.srcObject = stream;
    // Interrupted where the picture is taken away at once: nothing to tell.
    element.play().catch(() => {});
    return () => {
      element.srcObject = null;
    };
  }, [stream]);
  return (
    <video
      ref={video}
      className={`${classes.video} ${className}`}
      data-mirrored={mirrored || undefined}
      muted
      playsInline
      aria-label={label}
    />
  );
}
