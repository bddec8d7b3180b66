import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { createServer, type ViteDevServer } from 'vite';
import type { VideoPage } from './pages/video';

declare const videoPage: VideoPage;

const CLIPS = '/test/golden/video/';
const WANTED = [0, 1, 23, 24, 25, 47, 60, 88, 89];
let server: ViteDevServer;
/** A page that all tests share which leave it as they found it. */
let shared: Page;

// src/video is tested in a page of its own, served from source: the built app has no door to single frames.
test.beforeAll(async ({ browser }) => {
  server = await createServer({
    root: fileURLToPath(new URL('../..', import.meta.url)),
    cacheDir: fileURLToPath(new URL('../../node_modules/.vite/video-spec', import.meta.url)),
    appType: 'mpa',
    logLevel: 'warn',
    optimizeDeps: { include: ['mediabunny'], entries: ['test/browser/pages/video.html'] },
    server: { port: 0, strictPort: false, hmr: false, watch: null },
  });
  await server.listen();
  shared = await browser.newPage();
  await open(shared);
});
test.afterAll(async () => {
  await shared.close();
  await server.close();
});

async function open(page: Page): Promise<void> {
  await page.goto(`${server.resolvedUrls?.local[0]}test/browser/pages/video.html`);
  await page.waitForFunction(() => 'videoPage' in window);
}

for (const [file, codec] of [
  ['h264.mp4', 'avc1'],
  ['h264-open-gop.mp4', 'avc1'],
  ['h264-variable-rate.mp4', 'avc1'],
  ['h264-rotated.mp4', 'avc1'],
  ['h264.mov', 'avc1'],
  ['vp8.webm', 'vp8'],
  ['vp9.webm', 'vp09'],
  ['av1.webm', 'av01'],
] as const) {
  test(`${file}: every frame asked for is the frame that comes`, async () => {
    const read = await shared.evaluate(([url, wanted]) => videoPage.read(url, wanted), [CLIPS + file, WANTED] as const);
    expect(read.numbers).toEqual(WANTED);
    expect(read.facts).toMatchObject({ kind: 'webcodecs', width: 160, height: 120, frameCount: 90 });
    expect(read.facts.codec).toContain(codec);
    expect(read.thumbnail).toBe(144);
  });
}

test('times are those of presentation, in a file whose frames last differently too', async () => {
  const read = (file: string) =>
    shared.evaluate(([url, wanted]) => videoPage.read(url, wanted), [CLIPS + file, WANTED] as const);
  const even = await read('h264.mp4');
  for (const [i, index] of WANTED.entries()) expect(even.times[i]).toBeCloseTo(index / 30, 5);
  const uneven = await read('h264-variable-rate.mp4');
  for (const [i, index] of WANTED.entries()) {
    expect(uneven.times[i]).toBeCloseTo((index + 2 * Math.floor(index / 4)) / 30, 5);
  }
});

test('only what the wanted frames hang on is decoded', async () => {
  // Key frames are 24 apart: the middle of the second group needs frames from its start on, not the first group.
  const read = await shared.evaluate((url) => videoPage.read(url, [30, 31]), `${CLIPS}vp9.webm`);
  expect(read.numbers).toEqual([30, 31]);
  expect(read.planned).toBe(8);
  expect(read.decoded).toBe(8);
  expect(read.reads.frames).toBe(8);
});

test('a minute of video is neither read nor decoded whole', async () => {
  const wanted = [3, 700, 705, 1234, 1799];
  const long = await shared.evaluate(([url, some]) => videoPage.long(url, some), [`${CLIPS}h264.mp4`, wanted] as const);
  expect(long.frameCount).toBe(1800);
  expect(long.duration).toBeCloseTo(60, 1);
  expect(long.fps).toBeCloseTo(30, 1);
  expect(long.numbers).toEqual(wanted.map((index) => index % long.loop));
  expect(long.size).toBeGreaterThan(14e6);
  expect(long.afterOpening).toBeLessThan(0.05 * long.size);
  expect(long.reads.bytes).toBeLessThan(0.15 * long.size);
  expect(long.decoded).toBe(long.planned);
  expect(long.decoded).toBeLessThan(100);
});

test('reading stops when it is cancelled', async () => {
  const { failed, decoded, planned } = await shared.evaluate((url) => videoPage.cancelled(url), `${CLIPS}h264.mp4`);
  expect(failed?.name).toBe('AbortError');
  expect(decoded).toBeLessThan(planned / 2);
});

test('a bundled sample becomes the clip that X3D-S takes', async () => {
  const read = await shared.evaluate(
    (url) =>
      videoPage.clip(url, {
        sampling: {
          clipLength: 13,
          interval: 6,
          clips: 2,
          mode: 'test',
          seed: 0,
          targetFps: null,
          keepTailFrames: false,
          tooShort: 'refuse',
        },
        geometry: { crop: { width: 160, height: 160 }, shortSide: null, crops: 'three' },
        channels: 3,
      }),
    '/samples/walking.mp4',
  );
  expect(read.shape).toEqual([6, 3, 13, 160, 160]);
  // 150 frames, a span of 73: the second clip starts 77 later. Short side 182 makes 640 × 360 into 324 × 182.
  expect(read.clips.map((clip) => [clip[0], clip[12]])).toEqual([
    [0, 72],
    [77, 149],
  ]);
  expect(read.crops.map(({ x, y }) => [x, y])).toEqual([
    [0, 11],
    [164, 11],
    [82, 11],
  ]);
  expect(read.progress).toEqual(Array.from({ length: 26 }, (_, i) => i + 1));
  expect(read.shown).toBe(26);
  expect(read.range.min).toBeGreaterThanOrEqual(-114.75 / 57.37);
  expect(read.range.max).toBeLessThanOrEqual((255 - 114.75) / 57.37);
  expect(read.range.max - read.range.min).toBeGreaterThan(3);
});

test('a worker reads the same values as the page', async () => {
  const same = await shared.evaluate(
    (url) =>
      videoPage.sameInWorker(url, {
        sampling: {
          clipLength: 4,
          interval: 20,
          clips: 1,
          mode: 'test',
          seed: 0,
          targetFps: null,
          keepTailFrames: false,
          tooShort: 'refuse',
        },
        geometry: { crop: { width: 112, height: 96 }, shortSide: null, crops: 'center' },
        channels: 3,
      }),
    `${CLIPS}vp9.webm`,
  );
  expect(same).toEqual({ values: 3 * 4 * 96 * 112, different: 0 });
});

test('luma is one channel', async () => {
  const read = await shared.evaluate(
    (url) =>
      videoPage.clip(url, {
        sampling: {
          clipLength: 4,
          interval: 5,
          clips: 1,
          mode: 'random',
          seed: 7,
          targetFps: 15,
          keepTailFrames: false,
          tooShort: 'refuse',
        },
        geometry: { crop: { width: 96, height: 64 }, shortSide: null, crops: 'center' },
        channels: 1,
      }),
    '/samples/juggling.mp4',
  );
  expect(read.shape).toEqual([1, 1, 4, 64, 96]);
});

test('a video element gives the same frames where there is no WebCodecs', async () => {
  for (const file of ['h264.mp4', 'vp9.webm', 'h264-variable-rate.mp4', 'h264-rotated.mp4']) {
    const read = await shared.evaluate(([url, wanted]) => videoPage.read(url, wanted, { decoder: 'video-element' }), [
      CLIPS + file,
      WANTED,
    ] as const);
    expect(read.numbers, file).toEqual(WANTED);
    expect(read.facts.kind).toBe('video-element');
  }
});

test('a folder of images is a video', async () => {
  const wanted = [2, 10, 33];
  const read = await shared.evaluate(([url, some]) => videoPage.images(url, some), [
    `${CLIPS}vp9.webm`,
    wanted,
  ] as const);
  expect(read.numbers).toEqual(wanted);
  expect(read.facts).toMatchObject({ kind: 'images', frameCount: 3, fps: 25, name: 'folder' });
});

test('a text file called .mp4 is told to be none', async () => {
  const text = [...Buffer.from('Dear diary, this is not a video. '.repeat(40))];
  const refused = await shared.evaluate((bytes) => videoPage.refused(bytes, 'diary.mp4'), text);
  expect(refused).toMatchObject({ name: 'VideoError', trouble: 'not-a-video' });
  expect(refused?.message).toMatch(/^diary\.mp4: This is text, beginning “Dear diary.*Choose an mp4/);
});

test('an empty file, sound alone and a damaged file are each told apart', async () => {
  expect(await shared.evaluate(() => videoPage.refused([], 'empty.mp4'))).toMatchObject({ trouble: 'not-a-video' });
  const silent = await shared.evaluate((url) => videoPage.refusedFile(url), `${CLIPS}sound-only.mp4`);
  expect(silent).toMatchObject({ trouble: 'no-video-track' });
  const whole = await readFile(new URL('../golden/video/h264.mp4', import.meta.url));
  const half = [...whole.subarray(0, whole.length / 2)];
  const cut = await shared.evaluate((bytes) => videoPage.refused(bytes, 'cut.mp4'), half);
  expect(cut?.name).toBe('VideoError');
});

test('a camera fills a sliding clip until it is closed', async () => {
  const live = await shared.evaluate(() => videoPage.camera(6, 'close'));
  expect(live.size).toEqual([320, 240]);
  // Three frames every two reach over five.
  expect(live.missing.slice(0, 7)).toEqual([5, 4, 3, 2, 1, 0, 0]);
  expect(live.shape).toEqual([1, 3, 3, 112, 112]);
  expect(live.varied).toBeGreaterThan(10);
  expect(live.end).toBe('closed');
  expect(live.ended).toBe(true);
  expect(live.counts.given).toBeGreaterThanOrEqual(6);
});

test('a hidden tab switches its camera off', async ({ page }) => {
  await open(page);
  const live = await page.evaluate(() => videoPage.camera(2, 'hide'));
  expect(live.end).toBe('hidden');
  expect(live.ended).toBe(true);
});

test('a file removed while it is read is told to be gone', async ({ page }, testInfo) => {
  await open(page);
  const copy = testInfo.outputPath('gone.mp4');
  await mkdir(dirname(copy), { recursive: true });
  const long = await page.evaluate((url) => videoPage.longFile(url), `${CLIPS}h264.mp4`);
  await writeFile(copy, Buffer.from(long, 'base64'));
  await page.setInputFiles('input', copy);
  const reading = page.evaluate(() => videoPage.vanishing());
  await page.waitForSelector('body[data-opened]', { state: 'attached' });
  await rm(copy);
  await page.evaluate(() => {
    document.body.dataset.proceed = 'yes';
  });
  const failed = await reading;
  expect(failed).toMatchObject({ name: 'VideoError', trouble: 'file-gone' });
  expect(failed?.message).toContain('Choose the file again.');
});

test('a refused camera is told, with what to do', async ({ page }) => {
  await open(page);
  await page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () =>
      Promise.reject(new DOMException('Permission denied', 'NotAllowedError'));
  });
  const refused = await page.evaluate(() => videoPage.cameraRefused());
  expect(refused).toMatchObject({ name: 'VideoError', trouble: 'camera' });
  expect(refused?.message).toContain('Allow the camera');
});
