/**
 * A small software renderer: flat shapes with smooth edges on a float RGB picture. A shape is a signed distance in
 * pixels, negative inside, so an edge is one pixel of blending.
 */
export function raster(width, height) {
  const rgb = new Float32Array(width * height * 3);
  const bytes = Buffer.alloc(rgb.length);

  /** Colours every pixel by `colourAt(x, y)`. */
  function paint(colourAt) {
    for (let y = 0, i = 0; y < height; y++) {
      for (let x = 0; x < width; x++, i += 3) {
        const [r, g, b] = colourAt(x + 0.5, y + 0.5);
        rgb[i] = r;
        rgb[i + 1] = g;
        rgb[i + 2] = b;
      }
    }
  }

  /** Lays a shape over what is there. Only its box is visited. */
  function fill({ distance, box: [left, top, right, bottom] }, [r, g, b], opacity = 1) {
    const x0 = Math.max(0, Math.floor(left - 1));
    const x1 = Math.min(width, Math.ceil(right + 1));
    const y1 = Math.min(height, Math.ceil(bottom + 1));
    for (let y = Math.max(0, Math.floor(top - 1)); y < y1; y++) {
      for (let x = x0; x < x1; x++) {
        const cover = opacity * Math.min(1, Math.max(0, 0.5 - distance(x + 0.5, y + 0.5)));
        if (cover === 0) continue;
        const i = (y * width + x) * 3;
        rgb[i] += (r - rgb[i]) * cover;
        rgb[i + 1] += (g - rgb[i + 1]) * cover;
        rgb[i + 2] += (b - rgb[i + 2]) * cover;
      }
    }
  }

  /** The picture as RGB bytes; valid until the next call. */
  function toBytes() {
    for (let i = 0; i < rgb.length; i++) bytes[i] = Math.min(255, Math.max(0, Math.round(rgb[i])));
    return bytes;
  }

  return { width, height, paint, fill, toBytes };
}

/** A filled circle. */
export const disc = ([x, y], radius) => ({
  distance: (px, py) => Math.hypot(px - x, py - y) - radius,
  box: [x - radius, y - radius, x + radius, y + radius],
});

/** A line from a to b with round ends, `radius` to each side; with `tip`, it tapers towards b. */
export function limb([ax, ay], [bx, by], radius, tip = radius) {
  const [dx, dy] = [bx - ax, by - ay];
  const square = dx * dx + dy * dy || 1;
  return {
    distance(px, py) {
      const along = Math.min(1, Math.max(0, ((px - ax) * dx + (py - ay) * dy) / square));
      return Math.hypot(px - ax - along * dx, py - ay - along * dy) - (radius + (tip - radius) * along);
    },
    box: [Math.min(ax, bx) - radius, Math.min(ay, by) - radius, Math.max(ax, bx) + radius, Math.max(ay, by) + radius],
  };
}

/** An axis-parallel ellipse; its edge is a good guess, not an exact distance. */
export const ellipse = ([x, y], rx, ry) => ({
  distance: (px, py) => (Math.hypot((px - x) / rx, (py - y) / ry) - 1) * Math.min(rx, ry),
  box: [x - rx, y - ry, x + rx, y + ry],
});

/** A rectangle. */
export const rectangle = ([left, top, right, bottom]) => ({
  distance: (px, py) => Math.max(left - px, px - right, top - py, py - bottom),
  box: [left, top, right, bottom],
});

/** Everything below a line y = height(x) between two columns. */
export const below = (height, [left, right], bottom) => ({
  distance: (px, py) => height(px) - py,
  box: [left, 0, right, bottom],
});

/** A colour between two: 0 is `a`, 1 is `b`. */
export const mix = (a, b, t) => a.map((channel, i) => channel + (b[i] - channel) * t);
