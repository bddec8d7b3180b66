/** A frame as it lies encoded in a file: known without decoding it. */
export interface EncodedFrame {
  /** Presentation time, in seconds; may be negative where an edit list cuts the beginning off. */
  readonly time: number;
  /** How long it is shown, in seconds. */
  readonly duration: number;
  /** Can be decoded without any other frame. */
  readonly key: boolean;
}

/** The frames of a file in the order in which they are shown. */
export interface FrameIndex {
  /** Presentation times in seconds, ascending, all different. */
  readonly times: Float64Array;
  /** When the last frame ends, in seconds. */
  readonly end: number;
  /** Where each frame lies in decoding order. */
  readonly position: Int32Array;
  /** Position of the key frame at which decoding has to start for each frame to come out. */
  readonly key: Int32Array;
}

/**
 * Sorts frames given in decoding order into presentation order. Frames that end before time 0 are never shown and are
 * left out; of frames with one and the same time the last is kept.
 */
export function indexFrames(decodingOrder: readonly EncodedFrame[]): FrameIndex {
  const shown = decodingOrder
    .map((frame, position) => ({ ...frame, position }))
    .filter((frame) => frame.time + frame.duration > 0 || frame.time >= 0)
    .sort((a, b) => a.time - b.time || a.position - b.position)
    .filter((frame, i, all) => all[i + 1]?.time !== frame.time);
  const last = shown.at(-1);
  return {
    times: Float64Array.from(shown, (frame) => frame.time),
    end: last ? last.time + last.duration : 0,
    position: Int32Array.from(shown, (frame) => frame.position),
    key: Int32Array.from(keysOf(shown)),
  };
}

/**
 * The key frame of each frame: the last one shown no later than it. A later key frame may be decoded earlier (open
 * groups of pictures), but frames shown before it still hang on the previous group.
 */
function keysOf(shown: readonly { key: boolean; position: number }[]): readonly number[] {
  let key = shown[0]?.position ?? 0;
  return shown.map((frame) => {
    if (frame.key) key = frame.position;
    return key;
  });
}

/** Average frames a second; null for a single frame without a duration. */
export function averageFps({ times, end }: FrameIndex): number | null {
  const shown = end - (times[0] ?? 0);
  return shown > 0 ? times.length / shown : null;
}

/**
 * How many frames have to be decoded to see the wanted ones: from each key frame on, up to the last one wanted of its
 * group. Far fewer than the file has, unless it has a single key frame.
 */
export function framesToDecode(index: FrameIndex, wanted: readonly number[]): number {
  const reach = new Map<number, number>();
  for (const frame of wanted) {
    const key = index.key[frame] as number;
    reach.set(key, Math.max(reach.get(key) ?? 0, (index.position[frame] as number) - key + 1));
  }
  let count = 0;
  for (const frames of reach.values()) count += frames;
  return count;
}
