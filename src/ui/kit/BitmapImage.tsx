import { type CSSProperties, useEffect, useState } from 'react';

interface BitmapImageProps {
  readonly image: ImageBitmap;
  readonly className?: string;
  readonly style?: CSSProperties;
}

/**
 * A bitmap as an image element. A canvas would show it too, but every canvas is a layer of its own for the compositor,
 * and a strip of a dozen is felt in every frame the page paints.
 */
export function BitmapImage({ image, className, style }: BitmapImageProps) {
  const [source, setSource] = useState<string>();
  useEffect(() => {
    // One that was closed has no size any more: it is about to be replaced.
    if (image.width === 0) return;
    const canvas = new OffscreenCanvas(image.width, image.height);
    canvas.getContext('2d')?.drawImage(image, 0, 0);
    let url: string | undefined;
    let gone = false;
    void canvas.convertToBlob({ type: 'image/webp' }).then((blob) => {
      if (gone) return;
      url = URL.createObjectURL(blob);
      setSource(url);
    });
    return () => {
      gone = true;
      if (url) URL.revokeObjectURL(url);
    };
  }, [image]);
  return <img className={className} style={style} src={source} width={image.width} height={image.height} alt="" />;
}
