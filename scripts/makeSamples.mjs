// Makes the bundled sample clips (public/samples/) and the clips the tests decode (test/golden/video/). What it makes
// is committed, so nobody needs this to run or to test the app: only to change the clips. It needs ffmpeg 5 or later
// with libx264, libvpx, libvpx-vp9 and libaom-av1 on the PATH: node scripts/makeSamples.mjs
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { juggler } from './samples/juggler.mjs';
import { BITS, numbered, SQUARE } from './samples/numbered.mjs';
import { walker } from './samples/walker.mjs';

const FPS = 30;
const LIMIT = 200_000; // bytes a committed clip may have
const SAMPLES = fileURLToPath(new URL('../public/samples/', import.meta.url));
const CLIPS = fileURLToPath(new URL('../test/golden/video/', import.meta.url));
const BARE = ['-map_metadata', '-1', '-fflags', '+bitexact', '-flags:v', '+bitexact', '-an'];
const H264 = ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-preset', 'veryslow', '-threads', '1'];
const CLOSED = 'keyint=24:min-keyint=24:scenecut=0:bframes=3:open-gop=0';

await mkdir(SAMPLES, { recursive: true });
await mkdir(CLIPS, { recursive: true });

// 5 s of 640 × 360 at 30 frames a second: 150 frames, room for 13 every 6 (73) and 16 every 5 (76).
const scene = { size: [640, 360], frames: 150 };
const SCENE_CODE = [...H264, '-crf', '25', '-g', '60', '-movflags', '+faststart'];
await encode({ ...scene, draw: atTime(walker(...scene.size)), code: SCENE_CODE, to: `${SAMPLES}walking.mp4` });
await encode({ ...scene, draw: atTime(juggler(...scene.size)), code: SCENE_CODE, to: `${SAMPLES}juggling.mp4` });

// 3 s, 90 numbered frames, a key frame every 24.
const test = { size: [BITS * SQUARE, 120], frames: 90, draw: numbered() };
const clip = (name, code) => encode({ ...test, code, to: CLIPS + name });
await clip('h264.mp4', [...H264, '-crf', '26', '-x264-params', CLOSED]);
await clip('h264-open-gop.mp4', [...H264, '-crf', '26', '-x264-params', CLOSED.replace('open-gop=0', 'open-gop=1')]);
// Frames 0, 1, 2, 3, then a pause of two frame times, then four more …
await clip('h264-variable-rate.mp4', [
  ...['-vf', `settb=1/${FPS},setpts=N+2*floor(N/4)`, '-fps_mode', 'vfr'],
  ...[...H264, '-crf', '26', '-x264-params', CLOSED],
]);
await clip('vp8.webm', ['-c:v', 'libvpx', '-b:v', '300k', '-g', '24', '-auto-alt-ref', '1', '-lag-in-frames', '16']);
await clip('vp9.webm', ['-c:v', 'libvpx-vp9', '-b:v', '0', '-crf', '36', '-g', '24', '-row-mt', '0', '-threads', '1']);
await clip('av1.webm', [
  '-c:v',
  'libaom-av1',
  '-b:v',
  '0',
  '-crf',
  '38',
  '-g',
  '24',
  '-cpu-used',
  '6',
  '-threads',
  '1',
]);

// The same packets in a QuickTime file; lying on their side with a note to turn them, as phones do; and no pictures.
await ffmpeg(['-i', `${CLIPS}h264.mp4`, '-c', 'copy', ...BARE, `${CLIPS}h264.mov`]);
const turned = `${CLIPS}turned.mp4`;
await clip('turned.mp4', ['-vf', 'transpose=clock', ...H264, '-crf', '26', '-x264-params', CLOSED]);
await ffmpeg(['-i', turned, '-c', 'copy', ...BARE, '-metadata:s:v:0', 'rotate=90', `${CLIPS}h264-rotated.mp4`]);
await ffmpeg(['-f', 'lavfi', '-i', 'sine=duration=0.3', '-c:a', 'aac', '-b:a', '32k', `${CLIPS}sound-only.mp4`]);
await rm(turned);

/** A scene drawn by time becomes one drawn by frame number. */
function atTime(draw) {
  return (n) => draw(n / FPS);
}

/** Draws frames and pipes them into ffmpeg. */
async function encode({ size: [width, height], frames, draw, code, to }) {
  const input = ['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-s', `${width}x${height}`, '-r', String(FPS), '-i', 'pipe:0'];
  // Rec. 601, told to the decoder, because without a note decoders guess by the picture's size.
  const colour = ['-color_primaries', 'smpte170m', '-color_trc', 'smpte170m', '-colorspace', 'smpte170m'];
  const process = start([...input, ...code, ...colour, ...BARE, to]);
  for (let n = 0; n < frames; n++) {
    if (!process.child.stdin.write(Buffer.from(draw(n)))) await once(process.child.stdin, 'drain');
  }
  process.child.stdin.end();
  await process.done;
  const { size } = await stat(to);
  console.log(`${to}: ${size} bytes`);
  if (size > LIMIT) throw new Error(`${to} has ${size} bytes; at most ${LIMIT} may be committed. Raise its crf.`);
}

function ffmpeg(args) {
  return start(args).done;
}

function start(args) {
  const child = spawn('ffmpeg', ['-y', '-hide_banner', '-loglevel', 'error', ...args], {
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  const done = new Promise((resolve, reject) => {
    child.on('error', (error) => reject(new Error(`ffmpeg did not start (${error.message}); is it on the PATH?`)));
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`ffmpeg ended with ${code}`))));
  });
  return { child, done };
}
