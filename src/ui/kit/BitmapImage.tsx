import { type CSSProperties, useEffect, useState } from 'react';
import { useObjectUrl } from './useObjectUrl';

/**
 * A bitmap as an image element. A canvas would show it too, but every canvas is a layer of its own for the compositor,
 * and a strip of a dozen is felt in every frame the page paints.
 */
export function BitmapImage({ image, style }: { image: ImageBitmap; style: CSSProperties }) {
  const [picture, setPicture] = useState<Blob | null>(null);
  const source = useObjectUrl(picture);
  useEffect(() => {
    // One that was closed has no size any more: it is about to be replaced.
    if (image.width === 0) return;
    // On the page, which every browser has: an off-screen one is missing in some.
    const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
    canvas.getContext('2d')?.drawImage(image, 0, 0);
    let gone = false;
    canvas.toBlob((blob) => {
      if (!gone && blob) setPicture(blob);
    }, 'image/webp');
    return () => {
      gone = true;
    };
  }, [image]);
  return <img style={style} src={source ?? undefined} width={image.width} height={image.height} alt="" />;
}
