// src/video, laid open to the browser tests: `page.evaluate` calls these functions.

import { BITS, SQUARE } from '../../../scripts/samples/numbered.mjs';
import { MEAN, STD } from '../../../src/tensor/levels';
import { openCamera } from '../../../src/video/camera';
import { type ClipRequest, planClips } from '../../../src/video/clipPlan';
import { imagesSource } from '../../../src/video/imagesSource';
import { liveClips } from '../../../src/video/liveClips';
import { type OpenVideoOptions, openVideo } from '../../../src/video/openVideo';
import { readClip } from '../../../src/video/readClip';
import { DEFAULT_SAMPLING } from '../../../src/video/sampling';
import type { VideoSource } from '../../../src/video/source';
import { VideoError } from '../../../src/video/videoError';
import { longVideo } from './longVideo';

/** Packets given to any WebCodecs decoder since the page was loaded: what was truly decoded. */
let decoded = 0;
const decode = VideoDecoder.prototype.decode;
VideoDecoder.prototype.decode = function (chunk) {
  decoded++;
  decode.call(this, chunk);
};

const fetchFile = async (url: string) => (await fetch(url)).blob();

/** The number that a frame of a numbered clip spells, or a sentence when its squares spell none. */
function numberIn(levels: Float32Array, width: number): number | string {
  let number = 0;
  for (let bit = 0; bit < BITS; bit++) {
    const at = (row: number) => levels[row * width + bit * SQUARE + SQUARE / 2] as number;
    const [on, complement] = [at(SQUARE / 2), at(SQUARE + SQUARE / 2)].map((level) => level * STD + MEAN > 128);
    if (on === complement) return `bit ${bit} is blurred`;
    number = number * 2 + Number(on);
  }
  return number;
}

/** Reads frames of a numbered source at its own size and says which numbers they spell. */
async function numbersOf(source: VideoSource, indices: readonly number[]) {
  const { width, height } = source.facts;
  const request: ClipRequest = {
    sampling: { ...DEFAULT_SAMPLING, clipLength: 1, interval: 1 },
    geometry: { crop: { width, height }, shortSide: Math.min(width, height), crops: 'center' },
    channels: 3,
  };
  const shape = [1, 3, indices.length, height, width];
  const plan = { ...planClips(source.facts, request), clips: [indices], shape };
  const { clip, thumbnails } = await readClip(source, plan);
  const plane = width * height;
  const numbers = indices.map((_, t) => numberIn(clip.data.subarray(t * plane, (t + 1) * plane), width));
  return { numbers, times: thumbnails.map(({ time }) => time), thumbnail: thumbnails[0]?.image.height };
}

/** What a promise was rejected with, as data; null when it was not. */
async function failure(work: Promise<unknown>) {
  try {
    await work;
    return null;
  } catch (error) {
    if (error instanceof VideoError) return { name: error.name, trouble: error.trouble, message: error.message };
    return { name: (error as Error).name, trouble: null, message: (error as Error).message };
  }
}

/** Makes the page believe that its tab was hidden. */
function hideTab() {
  Object.defineProperty(document, 'hidden', { value: true, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
}

const videoPage = {
  async read(url: string, indices: readonly number[], opening: OpenVideoOptions = {}) {
    const source = await openVideo(await fetchFile(url), url.split('/').at(-1) ?? url, opening);
    const before = decoded;
    const read = await numbersOf(source, indices);
    source.close();
    const { times: _, ...facts } = source.facts;
    return {
      ...read,
      facts,
      decoded: decoded - before,
      reads: source.reads(),
      planned: source.framesToDecode(indices),
    };
  },

  async clip(url: string, request: ClipRequest) {
    const source = await openVideo(await fetchFile(url), url);
    const plan = planClips(source.facts, request);
    const progress: number[] = [];
    const { clip, thumbnails } = await readClip(source, plan, { onProgress: (done) => progress.push(done) });
    source.close();
    const { min, max, sum } = clip.data.reduce(
      (seen, value) => ({ min: Math.min(seen.min, value), max: Math.max(seen.max, value), sum: seen.sum + value }),
      { min: Infinity, max: -Infinity, sum: 0 },
    );
    const range = { min, max, mean: sum / clip.data.length };
    return { shape: clip.shape, clips: plan.clips, crops: plan.crops, progress, range, shown: thumbnails.length };
  },

  /** Whether a worker reads the very values that the page reads. */
  async sameInWorker(url: string, request: ClipRequest) {
    const file = await fetchFile(url);
    const worker = new Worker(new URL('./videoWorker.ts', import.meta.url), { type: 'module' });
    const there = new Promise<Float32Array>((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
    });
    worker.postMessage({ file, request });
    const inWorker = await there;
    worker.terminate();
    const source = await openVideo(file, 'clip');
    const { clip } = await readClip(source, planClips(source.facts, request));
    source.close();
    return { values: inWorker.length, different: clip.data.filter((value, i) => value !== inWorker[i]).length };
  },

  /** Opens bytes as a video and says what is said of them. */
  refused: (bytes: readonly number[], name: string) => failure(openVideo(new Blob([new Uint8Array(bytes)]), name)),

  refusedFile: async (url: string) => failure(openVideo(await fetchFile(url), url.split('/').at(-1) ?? url)),

  /** A minute of 2 Mbit/s made of the numbered clip; reads frames here and there. */
  async long(url: string, indices: readonly number[]) {
    const { file, loop } = await longVideo(await fetchFile(url), { seconds: 60, bytesPerFrame: 8_000 });
    const source = await openVideo(file, 'long.mp4');
    const afterOpening = source.reads().bytes;
    const before = decoded;
    const { numbers } = await numbersOf(source, indices);
    const { frameCount, fps, duration } = source.facts;
    const planned = source.framesToDecode(indices);
    source.close();
    return {
      size: file.size,
      loop,
      frameCount,
      fps,
      duration,
      afterOpening,
      reads: source.reads(),
      numbers,
      planned,
      decoded: decoded - before,
    };
  },

  /** Ten seconds of 2 Mbit/s as base64, to be saved as a file. */
  async longFile(url: string): Promise<string> {
    const { file } = await longVideo(await fetchFile(url), { seconds: 10, bytesPerFrame: 8_000 });
    const reader = new FileReader();
    reader.readAsDataURL(file);
    await new Promise((resolve) => reader.addEventListener('load', resolve));
    return String(reader.result).split(',')[1] ?? '';
  },

  /** Stops reading a long video after its first frame. */
  async cancelled(url: string) {
    const { file } = await longVideo(await fetchFile(url), { seconds: 20, bytesPerFrame: 1_000 });
    const source = await openVideo(file, 'long.mp4');
    const plan = planClips(source.facts, {
      sampling: { ...DEFAULT_SAMPLING, clipLength: 100, interval: 5 },
      geometry: { crop: { width: 112, height: 112 }, shortSide: null, crops: 'center' },
      channels: 3,
    });
    const stop = new AbortController();
    const before = decoded;
    const failed = await failure(readClip(source, plan, { signal: stop.signal, onProgress: () => stop.abort() }));
    source.close();
    return { failed, decoded: decoded - before, planned: source.framesToDecode(plan.clips.flat()) };
  },

  /** Numbered frames saved as images, read back as a folder. */
  async images(url: string, indices: readonly number[]) {
    const source = await openVideo(await fetchFile(url), url);
    const files: File[] = [];
    for await (const frame of source.frames(indices)) {
      const { width, height } = frame;
      const canvas = new OffscreenCanvas(width, height);
      const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
      frame.draw(context, { x: 0, y: 0, width, height }, { x: 0, y: 0, width, height });
      frame.close();
      files.push(new File([await canvas.convertToBlob()], `img_${frame.index}.png`, { type: 'image/png' }));
    }
    source.close();
    const folder = await imagesSource(files, 'folder');
    return {
      ...(await numbersOf(
        folder,
        indices.map((_, i) => i),
      )),
      facts: folder.facts,
    };
  },

  /** Live frames until `frames` have come, then `ending` happens; the clip they make, and how it ended. */
  async camera(frames: number, ending: 'close' | 'hide') {
    const camera = await openCamera({ width: 320, height: 240 });
    const crop = { width: 112, height: 112 };
    const clips = liveClips({
      clipLength: 3,
      interval: 2,
      geometry: { crop, shortSide: 128, crops: 'center' },
      channels: 3,
    });
    const missing = [clips.missing()];
    const live = camera.frames();
    let next = await live.next();
    for (; !next.done; next = await live.next()) {
      clips.push(next.value.image);
      next.value.image.close();
      missing.push(clips.missing());
      if (missing.length <= frames) continue;
      if (ending === 'close') camera.close();
      else hideTab();
    }
    const clip = clips.clip();
    const ended = camera.stream.getTracks().every(({ readyState }) => readyState === 'ended');
    const { width, height } = camera;
    return {
      size: [width, height],
      missing,
      shape: clip?.shape,
      varied: new Set(clip?.data).size,
      end: next.value,
      counts: camera.counts(),
      ended,
    };
  },

  /** Opens the file chosen in the page's input; reading waits until `proceed` is set on the window. */
  async vanishing() {
    const [file] = document.querySelector('input')?.files ?? [];
    const source = await openVideo(file as File, 'gone.mp4');
    document.body.dataset.opened = 'yes';
    while (!document.body.dataset.proceed) await new Promise((resolve) => setTimeout(resolve, 20));
    const failed = await failure(numbersOf(source, [150]));
    source.close();
    return failed;
  },

  cameraRefused: () => failure(openCamera()),
};

export type VideoPage = typeof videoPage;
Object.assign(window, { videoPage });
