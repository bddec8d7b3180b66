/** Pixels for one CSS pixel of the picture: sharp in print at its own size. */
const SCALE = 2;
/** The largest side a canvas has in every browser we run in (Chromium and Firefox allow more, Safari does not). */
const LARGEST_SIDE = 16384;

/**
 * An SVG file drawn into a PNG, at twice its size or as large as a canvas can be.
 * @throws Error where the browser cannot draw it.
 */
export async function pngOf(svg: string): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const scale = Math.min(SCALE, LARGEST_SIDE / Math.max(image.width, image.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(image.width * scale);
    canvas.height = Math.round(image.height * scale);
    const pen = canvas.getContext('2d');
    pen?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const png = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (!png)
      throw new Error(
        `The picture of ${canvas.width} × ${canvas.height} pixels is too large for this browser. Save it as SVG instead.`,
      );
    return png;
  } finally {
    URL.revokeObjectURL(url);
  }
}
