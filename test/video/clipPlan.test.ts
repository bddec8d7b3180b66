import { expect, test } from 'vitest';
import { type ClipRequest, onlyClip, planClips } from '../../src/video/clipPlan';
import { DEFAULT_SAMPLING } from '../../src/video/sampling';
import type { SourceFacts } from '../../src/video/source';

const facts: SourceFacts = {
  kind: 'webcodecs',
  name: 'walk.mp4',
  width: 640,
  height: 360,
  frameCount: 300,
  fps: 30,
  duration: 10,
  codec: 'avc1',
  times: Float64Array.from({ length: 300 }, (_, i) => i / 30),
};
const request: ClipRequest = {
  sampling: { ...DEFAULT_SAMPLING, clips: 10 },
  geometry: { crop: { width: 160, height: 160 }, shortSide: null, crops: 'three' },
  channels: 3,
};

test('a plan has a view for every clip through every crop', () => {
  const plan = planClips(facts, request);
  expect(plan.shape).toEqual([30, 3, 13, 160, 160]);
  expect(plan.resized).toEqual({ width: 324, height: 182 });
  expect(plan.clips).toHaveLength(10);
  expect(plan.crops).toHaveLength(3);
});

test('a plan of one clip reads its frames through all crops', () => {
  const plan = planClips(facts, request);
  expect(onlyClip(plan, 4)).toEqual({ ...plan, clips: [plan.clips[4]], shape: [3, 3, 13, 160, 160] });
  expect(() => onlyClip(plan, 10)).toThrow('there is no clip 10');
});

test('a network of other than 1 or 3 channels is sent to noise', () => {
  expect(() => planClips(facts, { ...request, channels: 6 })).toThrow(
    'walk.mp4: A frame has three channels (RGB), or one as luma; this network takes 6. Feed it noise',
  );
  expect(planClips(facts, { ...request, channels: 1 }).shape[1]).toBe(1);
});
